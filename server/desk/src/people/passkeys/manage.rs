//! Managing one's own passkeys: listing, renaming and removing them.

use super::passkey;
use crate::actor::{Person, user};
use crate::db::Tx;
use crate::events;
use crate::format_time::format_time;
use crate::mail::{self, OutboxMail};
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::person::{self as log, Event};
use domain::mail::MailKind as Mail;
use domain::people::account::{OwnPasskey, PASSKEYS_MAX, check_name};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// A person's, oldest first.
pub(super) async fn of_user(db: &impl ConnectionTrait, user_id: i64) -> Result<Vec<passkey::Model>> {
    let own = passkey::Entity::find().filter(passkey::Column::UserId.eq(user_id));
    let own = own.order_by_asc(passkey::Column::CreatedAt).order_by_asc(passkey::Column::PublicId);
    Ok(own.limit(PASSKEYS_MAX as u64).all(db).await?)
}

/// As the page of one's own account shows them.
pub(in crate::people) async fn list(desk: &Desk, person: &Person) -> Result<Vec<OwnPasskey>> {
    let now = desk.now();
    let shown = |key: passkey::Model| OwnPasskey {
        id: key.public_id,
        name: key.name,
        added: format_time(key.created_at, now, &person.zone),
        used: key.used_at.map(|at| format_time(at, now, &person.zone)),
    };
    Ok(of_user(desk.db().read(), person.id).await?.into_iter().map(shown).collect())
}

pub(super) fn checked_name(typed: &str) -> Result<String> {
    Ok(check_name(typed).map_err(|reason| Refusal::field("name", reason))?)
}

async fn own(db: &impl ConnectionTrait, person: &Person, id: &str) -> Result<passkey::Model> {
    let named = passkey::Entity::find().filter(passkey::Column::PublicId.eq(id.replace('\0', "")));
    let found = named.filter(passkey::Column::UserId.eq(person.id)).one(db).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Calls one of the person's own passkeys something else.
///
/// # Errors
/// `NotFound` for everybody else's, `Invalid` for a name that is none.
pub async fn rename_passkey(desk: &Desk, person: &Person, id: &str, name: &str) -> Result<()> {
    let name = checked_name(name)?;
    let name = &name;
    desk.write(person, |w| async move {
        let key = own(&*w, person, id).await?;
        if key.name == *name {
            return Ok(());
        }
        let row =
            passkey::ActiveModel { credential: Set(key.credential), name: Set(name.clone()), ..Default::default() };
        row.update(&*w).await?;
        let event = Event::PasskeyRenamed(log::Passkey { name: name.clone() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Removes one of the person's own: from now on it opens nothing.
///
/// # Errors
/// `NotFound` for everybody else's, and for one that is gone.
pub async fn remove_passkey(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        let key = own(&*w, person, id).await?;
        passkey::Entity::delete_by_id(key.credential).exec(&*w).await?;
        let user = user::Entity::find_by_id(person.id).one(&*w).await?.ok_or(Refusal::SignedOut)?;
        mail::enqueue(&w, OutboxMail::to(&user, Mail::Passkey { name: key.name.clone(), added: false }, w.now()))
            .await?;
        let event = Event::PasskeyRemoved(log::Passkey { name: key.name });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// How many keys open an account.
pub(in crate::people) async fn count(db: &impl ConnectionTrait, user_id: i64) -> Result<u32> {
    Ok(u32::try_from(of_user(db, user_id).await?.len()).unwrap_or_default())
}

/// Takes every key off an account and gives their names.
pub(in crate::people) async fn forget(tx: &Tx, user_id: i64) -> Result<Vec<String>> {
    events::lock(tx, user_id).await?;
    let names = of_user(tx, user_id).await?.into_iter().map(|key| key.name).collect();
    passkey::Entity::delete_many().filter(passkey::Column::UserId.eq(user_id)).exec(tx).await?;
    Ok(names)
}
