//! Live chat on tickets: eligibility, queue, presence, transfer and timeouts. A chat is a ticket; its messages are those of the ticket.
//!
//! Invariant: everything in a chat is decided with its ticket's row locked. So of all who accept one gets it, and no
//! message is older than the one before it.

mod accept;
#[expect(clippy::module_inception, reason = "the table's own name")]
pub mod chat;
pub mod chat_agent;
pub mod chat_person;
mod conversation;
mod eligibility;
mod end;
mod inbox;
mod news;
mod presence;
mod queue;
mod reply;
mod start;
mod state;
mod team;
mod ticket_hooks;
mod tidy;
mod transfer;

pub use accept::accept;
pub use conversation::conversation;
pub use eligibility::customer_page;
pub(crate) use eligibility::is_open;
pub use end::end;
pub(crate) use inbox::{at_work, counting};
pub use inbox::{inbox, statement};
pub(crate) use news::{ChatEvent, ChatWatcher, missed};
pub use news::{ChatNews, NewChat, QueueNews};
pub(crate) use presence::{PresenceBuffer, record_heartbeats};
pub use presence::{PresenceReport, report_presence};
pub use reply::reply;
pub use start::{FirstMessage, start};
pub use team::available;
pub(crate) use ticket_hooks::{on_closed, on_queue_changed, on_reply};
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
        Err(crate::Error::Refused(Refusal::Forbidden(_))) if person.is_staff() => {
            return Err(Refusal::NotFound.into());
        }
        found => found?,
    };
    w.now_from(ticket.changed_at);
    of(&**w, person, ticket).await
}

async fn of(db: &impl ConnectionTrait, person: &Person, ticket: ticket::Model) -> Result<(ticket::Model, chat::Model)> {
    let found = chat::Entity::find_by_id(ticket.id).one(db).await?;
    let own = |chat: &chat::Model| match person.is_staff() {
        true => scope::check_update(person, &ticket).is_ok(),
        false => chat.customer_id == person.id,
    };
    let chat = found.filter(own).ok_or(Refusal::NotFound)?;
    Ok((ticket, chat))
}

fn agents_only(person: &Person) -> Result<(), Refusal> {
    if person.is_staff() { Ok(()) } else { Err(Refusal::Forbidden(Because::AgentsOnly)) }
}

/// Records what happened to a chat, for everybody who sees the ticket.
async fn record(w: &Write, ticket: &ticket::Model, event: impl Into<Event>) -> Result<i64> {
    w.record(ticket.new_event(w, event)).await
}
