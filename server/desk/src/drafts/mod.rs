//! Drafts: messages and tickets that people are writing, saved while they write, with the files uploaded for them.
//!
//! A draft is its author's alone and changes nothing for anybody else, so saving one records no event.
//!
//! Invariant: a draft is sent once, whichever tab sends it (`sending`), and a stale window never overwrites newer text:
//! it is refused and shown that (`save`). See `docs/writing.md`.

pub mod draft;
mod open_drafts;
mod save;
mod sending;
pub mod sent_draft;
mod sweep;
pub mod upload;
mod uploads;

pub use open_drafts::open_drafts;
pub use save::{Saved, discard, read, save};
pub(crate) use save::{finish, restore};
pub(crate) use sending::{SendCheck, check_sent, unsend};
pub use sweep::sweep;
pub(crate) use uploads::load_uploads;
pub use uploads::{has_room, preview, receive, remove};

use crate::actor::Person;
use crate::{Result, scope};
use domain::Refusal;
use domain::drafts::{DraftPlace, DraftUpload, SavedDraft};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Where a new ticket is written: no ticket's id, and another one for each window.
pub(crate) fn new_ticket(window: u64) -> i64 {
    -i64::try_from(window).unwrap_or(0)
}

/// The `ticket_id` of a draft's row: that of the ticket that is written to, if this person may, or what stands for a new one.
async fn resolve_place(db: &impl ConnectionTrait, person: &Person, place: &str) -> Result<i64> {
    match DraftPlace::read(place).ok_or(Refusal::NotFound)? {
        DraftPlace::New(window) => Ok(new_ticket(window)),
        DraftPlace::Ticket(number) => {
            let found = scope::find(db, person, &number).await?;
            scope::check_update(person, &found)?;
            Ok(found.id)
        }
    }
}

/// The draft that this person has there.
pub(crate) async fn of(db: &impl ConnectionTrait, user_id: i64, ticket_id: i64) -> Result<SavedDraft> {
    let kept = draft::Entity::find_by_id((user_id, ticket_id)).one(db).await?;
    let files = pending_uploads(db, user_id, ticket_id).await?.iter().map(to_upload).collect();
    let Some(kept) = kept else { return Ok(SavedDraft { files, ..SavedDraft::default() }) };
    let fields = serde_json::from_str(&kept.fields).unwrap_or_default();
    Ok(SavedDraft { id: kept.public_id, revision: kept.revision, text: kept.body, html: kept.html, fields, files })
}

async fn pending_uploads(db: &impl ConnectionTrait, user_id: i64, ticket_id: i64) -> Result<Vec<upload::Model>> {
    let own = upload::Entity::find().filter(upload::Column::UserId.eq(user_id));
    let here = own.filter(upload::Column::TicketId.eq(ticket_id)).order_by_asc(upload::Column::Id);
    Ok(here.all(db).await?)
}

fn to_upload(file: &upload::Model) -> DraftUpload {
    DraftUpload { id: file.public_id.clone(), name: file.name.clone(), size: file.size.unsigned_abs() }
}
