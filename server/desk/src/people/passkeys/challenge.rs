//! WebAuthn challenges: random texts that a passkey has to sign, once and soon.

use crate::db::Tx;
use crate::people::sessions;
use crate::write::Actor;
use crate::{Desk, Result, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::MINUTE;
use sea_orm::Set;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_challenges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub challenge_hash: Vec<u8>,
    /// Who adds a passkey; nobody yet where somebody signs in.
    pub user_id: Option<i64>,
    /// What the new passkey will call its owner.
    pub handle: Vec<u8>,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// As long as a person may take to find their key, in milliseconds.
pub(super) const LASTS: i64 = 5 * MINUTE;

/// Writes a challenge down and gives its text, which is base64url as a browser sends it back. Those that have ended go.
pub(super) async fn make(desk: &Desk, user_id: Option<i64>, handle: &[u8]) -> Result<String> {
    let text = URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    let now = desk.now();
    let hash = &sessions::hash(&text);
    desk.write(Actor::Portico, |w| async move {
        Entity::delete_many().filter(Column::ExpiresAt.lt(now)).exec(&*w).await?;
        let row = ActiveModel {
            challenge_hash: Set(hash.clone()),
            user_id: Set(user_id),
            handle: Set(handle.to_vec()),
            expires_at: Set(now + LASTS),
        };
        Entity::insert(row).exec_without_returning(&*w).await?;
        Ok(())
    })
    .await?;
    Ok(text)
}

/// Uses a challenge up; of two who come with it only one gets it, and only whom it was made for.
pub(super) async fn spend(tx: &Tx, text: &str, user_id: Option<i64>, now: i64) -> Result<Option<Model>> {
    let found = Entity::find_by_id(sessions::hash(text)).filter(Column::ExpiresAt.gt(now)).one(tx).await?;
    let Some(found) = found.filter(|found| found.user_id == user_id) else { return Ok(None) };
    let gone = Entity::delete_by_id(found.challenge_hash.clone()).exec(tx).await?;
    Ok((gone.rows_affected == 1).then_some(found))
}
