//! Ending a chat. The ticket stays.

use super::{chat, find_for_update, record};
use crate::actor::Person;
use crate::scope::ticket;
use crate::tickets::{acted, change};
use crate::write::Write;
use crate::{Desk, Result};
use domain::conversation::Cause;
use domain::events::chat::{Ended, Event};
use domain::tickets::StatusKind;
use sea_orm::{EntityTrait, Set};

/// Ends the chat. An agent says whether the ticket is solved with it; a customer's end leaves it as it is. One that is over stays so.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn end(desk: &Desk, person: &Person, number: &str, solved: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let (ticket, chat) = find_for_update(&w, person, number).await?;
        if chat.is_over() {
            return Ok(());
        }
        let mut event = mark_ended(&w, &ticket, None).await?;
        if solved && person.is_staff() && !ticket.closed {
            let kinds = [StatusKind::Solved, StatusKind::Closed];
            event = change::move_on(&w, None, &ticket, &kinds).await?.unwrap_or(event);
        }
        change::touch(&w, &ticket, event).await?;
        acted(&w, person, &ticket, event).await
    })
    .await
}

/// The chat is over: ended by the actor of the write, perhaps because of something else that they did. Returns the event.
pub(super) async fn mark_ended(w: &Write, ticket: &ticket::Model, cause: Option<Cause>) -> Result<i64> {
    let row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        stage: Set(chat::ENDED.into()),
        ended_at: Set(Some(w.now())),
        ended_by: Set(w.user_id()),
        ..Default::default()
    };
    chat::Entity::update(row).exec(&**w).await?;
    record(w, ticket, Event::Ended(Ended { cause })).await
}
