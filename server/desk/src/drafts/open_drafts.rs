//! The list of somebody's open drafts of new tickets, in whatever window or device they were written.

use super::draft;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::drafts::{NEW_MAX, OpenDraft};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

/// So much of a description tells what a ticket without a subject is about, in characters.
const BEGINNING: usize = 80;

#[derive(FromQueryResult)]
struct DraftRow {
    ticket_id: i64,
    body: String,
    fields: String,
    changed_at: i64,
}

/// The new tickets that this person has begun and not sent, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn open_drafts(desk: &Desk, person: &Person) -> Result<Vec<OpenDraft>> {
    let mut rows = rows(desk.db().read(), person.id).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.changed_at));
    Ok(rows.into_iter().map(into_open_draft).collect())
}

async fn rows(db: &impl ConnectionTrait, user_id: i64) -> Result<Vec<DraftRow>> {
    let columns = [draft::Column::TicketId, draft::Column::Body, draft::Column::Fields, draft::Column::ChangedAt];
    let own = draft::Entity::find().select_only().columns(columns).filter(draft::Column::UserId.eq(user_id));
    let new = own.filter(draft::Column::TicketId.lte(0)).limit(NEW_MAX);
    Ok(new.into_model().all(db).await?)
}

/// Whether another one may be begun.
pub(super) async fn has_room(db: &impl ConnectionTrait, user_id: i64) -> Result<bool> {
    Ok((rows(db, user_id).await?.len() as u64) < NEW_MAX)
}

fn into_open_draft(row: DraftRow) -> OpenDraft {
    let fields: Vec<(String, String)> = serde_json::from_str(&row.fields).unwrap_or_default();
    let subject = fields.into_iter().find(|(name, _)| name == "subject").map(|(_, subject)| subject);
    let about = subject.filter(|subject| !subject.trim().is_empty());
    let beginning = || row.body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(BEGINNING).collect();
    let place = if row.ticket_id == 0 { "new".to_owned() } else { format!("new{}", row.ticket_id) };
    OpenDraft { place, about: about.unwrap_or_else(beginning), at: row.changed_at }
}
