//! What people have begun to write: kept here while they write, with the files they sent ahead of it.
//!
//! A draft is its author's alone and no happening, so saving one appends no event.
//!
//! Invariant: a draft is sent once, whichever tab sends it (`sending`), and a stale window never overwrites newer text:
//! it is refused and shown that (`save`). See `docs/writing.md`.

pub mod draft;
mod save;
mod sending;
pub mod sent_draft;
mod sweep;
mod unfinished;
pub mod upload;
mod uploads;

pub use save::{Saved, discard, read, save};
pub(crate) use save::{finish, give_back};
pub(crate) use sending::{Sending, begin, take_back};
pub use sweep::sweep;
pub use unfinished::unfinished;
pub(crate) use uploads::take;
pub use uploads::{has_room, preview, receive, remove};

use crate::actor::Person;
use crate::{Result, scope};
use domain::Refusal;
use domain::drafts::{Place, Unsent, Waiting};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Where a new ticket is written: no ticket's id, and another one for each window.
pub(crate) fn new_ticket(window: u64) -> i64 {
    -i64::try_from(window).unwrap_or(0)
}

/// The ticket that is written to, if this person may, or what stands for a new one.
async fn spot(db: &impl ConnectionTrait, person: &Person, place: &str) -> Result<i64> {
    match Place::read(place).ok_or(Refusal::NotFound)? {
        Place::New(window) => Ok(new_ticket(window)),
        Place::Ticket(number) => {
            let found = scope::find(db, person, &number).await?;
            scope::check_update(person, &found)?;
            Ok(found.id)
        }
    }
}

/// What this person has begun there.
pub(crate) async fn of(db: &impl ConnectionTrait, user_id: i64, ticket_id: i64) -> Result<Unsent> {
    let kept = draft::Entity::find_by_id((user_id, ticket_id)).one(db).await?;
    let files = waiting(db, user_id, ticket_id).await?.iter().map(shown).collect();
    let Some(kept) = kept else { return Ok(Unsent { files, ..Unsent::default() }) };
    let fields = serde_json::from_str(&kept.fields).unwrap_or_default();
    Ok(Unsent { id: kept.public_id, revision: kept.revision, text: kept.body, html: kept.html, fields, files })
}

async fn waiting(db: &impl ConnectionTrait, user_id: i64, ticket_id: i64) -> Result<Vec<upload::Model>> {
    let own = upload::Entity::find().filter(upload::Column::UserId.eq(user_id));
    let here = own.filter(upload::Column::TicketId.eq(ticket_id)).order_by_asc(upload::Column::Id);
    Ok(here.all(db).await?)
}

fn shown(file: &upload::Model) -> Waiting {
    Waiting { id: file.public_id.clone(), name: file.name.clone(), size: file.size.unsigned_abs() }
}
