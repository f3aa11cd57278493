use super::letter;
use crate::actor::{synthetic, user};
use crate::db::Tx;
use crate::jobs::WAITING;
use crate::{Error, Result, random};
use domain::mail::Kind;
use sea_orm::{EntityTrait, Set};

/// Something that somebody has to be told by mail.
#[derive(Clone)]
pub struct Letter {
    pub at: i64,
    /// The account that it concerns, if there is one.
    pub user_id: Option<i64>,
    pub address: String,
    /// The reader's name; may be empty.
    pub name: String,
    /// The ticket whose thread it belongs to.
    pub ticket_id: Option<i64>,
    pub kind: Kind,
}

impl Letter {
    /// To the address of an account.
    pub fn to(user: &user::Model, kind: Kind, at: i64) -> Self {
        let (address, name) = (user.email.clone(), user.name.clone());
        Self { at, user_id: Some(user.id), address, name, ticket_id: None, kind }
    }
}

/// Writes a mail in the caller's transaction: it is sent soon after the commit, and never without one. Addresses that only stand
/// for a username get none.
///
/// # Errors
/// When the database fails.
pub async fn post(tx: &Tx, letter: Letter) -> Result<()> {
    if synthetic::is(tx, &letter.address).await? {
        return Ok(());
    }
    let data = serde_json::to_string(&letter.kind).map_err(|error| Error::broken(error.to_string()))?;
    let row = letter::ActiveModel {
        public_id: Set(random::id()),
        user_id: Set(letter.user_id),
        address: Set(letter.address),
        name: Set(letter.name),
        ticket_id: Set(letter.ticket_id),
        kind: Set(letter.kind.name().into()),
        data: Set(data),
        state: Set(WAITING.into()),
        due_at: Set(letter.at),
        claim: Set(String::new()),
        tries: Set(0),
        answer: Set(String::new()),
        created_at: Set(letter.at),
        changed_at: Set(letter.at),
        ..Default::default()
    };
    letter::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
