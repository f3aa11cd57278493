//! Chat: a ticket that is talked about at once. Everything said is said on the ticket; here is what chat adds: who may begin one, who
//! waits, who answers, who is there, and when it is over.
//!
//! Invariant: everything in a chat is decided with its ticket's row locked. So of all who accept one gets it, and no
//! message is older than the one before it.

mod accept;
mod answer;
#[expect(clippy::module_inception, reason = "the table's own name")]
pub mod chat;
pub mod chat_agent;
pub mod chat_person;
mod door;
mod end;
mod inbox;
mod line;
mod news;
mod said;
mod signal;
mod start;
mod state;
mod talk;
mod team;
mod tidy;
mod transfer;

pub use accept::accept;
pub use answer::answer;
pub use door::front;
pub(crate) use door::is_open;
pub use end::end;
pub(crate) use inbox::{at_work, counting};
pub use inbox::{inbox, statement};
pub use news::{Asked, ChatNews, LineNews};
pub(crate) use news::{Heard, Watch, missed};
pub(crate) use said::{closed, moved, said};
pub use signal::{Sign, signal};
pub(crate) use signal::{Stage as Signals, heard};
pub use start::{Begin, start};
pub use talk::talk;
pub use team::available;
pub use tidy::tidy;
pub use transfer::transfer;

use crate::Result;
use crate::actor::Person;
use crate::scope::{self, ticket};
use crate::write::Write;
use domain::Refusal;
use domain::events::Event;
use domain::refusal::Because;
use sea_orm::{ConnectionTrait, EntityTrait};

/// A chat that the person takes part in: their own, or one that they may answer at the desk. For everybody else it is not there.
///
/// # Errors
/// `NotFound`.
async fn find(db: &impl ConnectionTrait, person: &Person, number: &str) -> Result<(ticket::Model, chat::Model)> {
    let ticket = scope::find(db, person, number).await?;
    of(db, person, ticket).await
}

/// The same inside a write, kept still until it ends. What happens in it is never before what was said last, so that the order is the one in
/// which it was done.
///
/// # Errors
/// `NotFound`; `Forbidden` for a customer whose role only reads.
async fn find_for_update(w: &Write, person: &Person, number: &str) -> Result<(ticket::Model, chat::Model)> {
    // What may not be answered at the desk is not there either.
    let ticket = match scope::find_for_update(w, person, number).await {
        Err(crate::Error::Refused(Refusal::Forbidden(_))) if person.works_here() => {
            return Err(Refusal::NotFound.into());
        }
        found => found?,
    };
    w.now_from(ticket.changed_at);
    of(&**w, person, ticket).await
}

async fn of(db: &impl ConnectionTrait, person: &Person, ticket: ticket::Model) -> Result<(ticket::Model, chat::Model)> {
    let found = chat::Entity::find_by_id(ticket.id).one(db).await?;
    let own = |chat: &chat::Model| match person.works_here() {
        true => scope::check_update(person, &ticket).is_ok(),
        false => chat.customer_id == person.id,
    };
    let chat = found.filter(own).ok_or(Refusal::NotFound)?;
    Ok((ticket, chat))
}

fn agents_only(person: &Person) -> Result<(), Refusal> {
    if person.works_here() { Ok(()) } else { Err(Refusal::Forbidden(Because::AgentsOnly)) }
}

/// Records what happened to a chat, for everybody who sees the ticket.
async fn tell(w: &Write, ticket: &ticket::Model, event: impl Into<Event>) -> Result<i64> {
    w.record(ticket.fact(w, event)).await
}
