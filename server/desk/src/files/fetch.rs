//! Downloads: an attachment for a person who may see it.

use super::attachment;
use crate::actor::Person;
use crate::scope::{audit_denied_on, message, ticket, visible};
use crate::{Desk, Error, Result};
use domain::Refusal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// An attachment ready to be sent.
pub struct Fetched {
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub content: tokio::fs::File,
}

/// Fetches an attachment of a ticket that the person sees; those on private notes only for those who work at the desk.
///
/// # Errors
/// `NotFound` for everything else.
pub async fn fetch(desk: &Desk, person: &Person, id: &str) -> Result<Fetched> {
    let file = find(desk, person, id).await?;
    let content = desk.files().open(&file.sha256).await?;
    Ok(Fetched { name: file.name, media_type: file.media_type, size: file.size.unsigned_abs(), content })
}

/// Stored content that was looked up already.
pub(crate) async fn stored(desk: &Desk, name: &str, media_type: &str, sha256: &[u8]) -> Result<Fetched> {
    let content = desk.files().open(sha256).await?;
    let size = content.metadata().await?.len();
    Ok(Fetched { name: name.into(), media_type: media_type.into(), size, content })
}

/// The attachment, if the person sees the message that it hangs on.
pub(super) async fn find(desk: &Desk, person: &Person, id: &str) -> Result<attachment::Model> {
    let db = desk.db().read();
    // PostgreSQL refuses to compare with a NUL.
    if id.contains('\0') {
        return Err(Refusal::NotFound.into());
    }
    let by_id = attachment::Entity::find().filter(attachment::Column::PublicId.eq(id));
    let file = by_id.one(db).await?.ok_or(Refusal::NotFound)?;
    let seen = ticket::Entity::find_by_id(file.ticket_id).filter(visible(person)).one(db).await?;
    let on = message::Entity::find_by_id(file.message_id)
        .one(db)
        .await?
        .ok_or_else(|| Error::broken("attachment without message"))?;
    if seen.is_none() || (on.note && !person.is_staff()) {
        audit_denied_on(desk, person, file.ticket_id);
        return Err(Refusal::NotFound.into());
    }
    Ok(file)
}
