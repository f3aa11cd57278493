//! The end of a chat. The ticket stays.

use super::{chat, find_for_update, instant, tell};
use crate::db::Tx;
use crate::people::Person;
use crate::tickets::{acted, change, ticket};
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
    let catalogue = desk.catalogue();
    let catalogue = &catalogue;
    desk.write(|tx| async move {
        let (ticket, chat) = find_for_update(&tx, person, number).await?;
        if chat.is_over() {
            return Ok(());
        }
        let now = instant(desk, &ticket);
        let mut event = over(&tx, &ticket, Some(person.id), now).await?;
        if solved && person.works_here() && !ticket.closed {
            let kinds = [StatusKind::Solved, StatusKind::Closed];
            event = change::move_on(catalogue, &tx, person, &ticket, &kinds, now).await?.unwrap_or(event);
        }
        change::touch(&tx, &ticket, event, now).await?;
        acted(&tx, person, &ticket, event).await
    })
    .await
}

/// The chat is over: ended by somebody or, without a name, by Portico. Returns the event.
pub(super) async fn over(tx: &Tx, ticket: &ticket::Model, by: Option<i64>, now: i64) -> Result<i64> {
    set_over(tx, ticket, by, None, now).await
}

/// The same because the person has closed the ticket.
pub(super) async fn over_with_ticket(tx: &Tx, ticket: &ticket::Model, person: &Person, now: i64) -> Result<i64> {
    set_over(tx, ticket, Some(person.id), Some(Cause::Closing), now).await
}

async fn set_over(tx: &Tx, ticket: &ticket::Model, by: Option<i64>, cause: Option<Cause>, now: i64) -> Result<i64> {
    let row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        stage: Set(chat::ENDED.into()),
        ended_at: Set(Some(now)),
        ended_by: Set(by),
        ..Default::default()
    };
    chat::Entity::update(row).exec(&**tx).await?;
    tell(tx, ticket, by, Event::Ended(Ended { cause }), now).await
}
