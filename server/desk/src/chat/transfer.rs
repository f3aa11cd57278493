//! Transferring a chat: to an agent who is present, or back into a queue, at the position of when the customer asked.

use super::accept::open_for;
use super::{agents_only, chat, find_for_update, record, team};
use crate::actor::{self, Person};
use crate::catalogue::Queue;
use crate::db::Tx;
use crate::messages::{self, MessageBody, NewMessage};
use crate::scope::ticket;
use crate::tickets::{acted, change};
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::chat::{Event, Moved, TransferTarget};
use domain::events::{Move, Named, message, ticket as of_ticket};
use domain::refusal::Because;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

/// Hands the chat over to the agent or into the queue of this slug, with a private note where one is written.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers, for a chat that is over, and where the other one has enough; `Invalid` for somebody who is not
/// there or may not answer it.
pub async fn transfer(desk: &Desk, person: &Person, number: &str, to: &str, note: &str) -> Result<()> {
    let present = team::present(desk).await?;
    let catalogue = desk.catalogue();
    let (catalogue, present) = (&catalogue, &present);
    desk.write(person, |w| async move {
        let (ticket, chat) = find_for_update(&w, person, number).await?;
        agents_only(person)?;
        if chat.is_over() {
            return Err(Refusal::Forbidden(Because::ChatOver).into());
        }
        let agent = present.iter().find(|member| member.slug == to);
        let queue = catalogue.queues.iter().find(|queue| queue.slug == to);
        let queue =
            queue.filter(|queue| person.updates_in(ticket.company_id, queue.id, |rights| &rights.queues.update));
        match (agent, queue) {
            // It is theirs already, or waits there: sent twice.
            (Some(agent), _) if chat.agent_id == Some(agent.user_id) => return Ok(()),
            (None, Some(queue)) if chat.is_waiting() && ticket.queue_id == queue.id => return Ok(()),
            (Some(agent), _) if agent.answers(desk, ticket.queue_id, ticket.type_id) => {
                if agent.is_full() {
                    return Err(Refusal::Forbidden(Because::ChatsFull { who: agent.name.clone() }).into());
                }
                write_note(&w, person, &ticket, note).await?;
                open_for(&w, ticket.id, agent.user_id).await?;
                let to = Named::new(agent.user_id, &agent.name);
                change::assign(&w, &ticket, Some(to.clone())).await?;
                record_transfer(&w, person, &ticket, (chat.agent_id, TransferTarget::Agent(to))).await?;
            }
            (_, Some(queue)) => {
                write_note(&w, person, &ticket, note).await?;
                requeue(&w, &ticket, queue.id).await?;
                if queue.id != ticket.queue_id {
                    let from = catalogue.queue(ticket.queue_id).ok().map(Queue::named);
                    let moved = of_ticket::Event::Queue(Move { from, to: queue.named() });
                    record(&w, &ticket, moved).await?;
                }
                record_transfer(&w, person, &ticket, (chat.agent_id, TransferTarget::Queue(queue.named()))).await?;
            }
            _ => {
                return Err(
                    Refusal::field("to", if to.is_empty() { Reason::Missing } else { Reason::NotOffered }).into()
                );
            }
        }
        Ok(())
    })
    .await
}

/// Records from which agent the chat has gone where.
async fn record_transfer(
    w: &Write,
    person: &Person,
    ticket: &ticket::Model,
    (from, to): (Option<i64>, TransferTarget),
) -> Result<()> {
    let from = actor::maybe_named(&**w, from).await?;
    let event = record(w, ticket, Event::Moved(Moved { from, to })).await?;
    change::touch(w, ticket, event).await?;
    acted(w, person, ticket, event).await
}

async fn requeue(tx: &Tx, ticket: &ticket::Model, queue_id: i64) -> Result<()> {
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        queue_id: Set(queue_id),
        assignee_id: Set(None),
        ..Default::default()
    };
    row.update(tx).await?;
    let row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        stage: Set(chat::WAITING.into()),
        queue_id: Set(queue_id),
        agent_id: Set(None),
        lost_at: Set(None),
        ..Default::default()
    };
    chat::Entity::update(row).exec(tx).await?;
    Ok(())
}

async fn write_note(w: &Write, person: &Person, ticket: &ticket::Model, note: &str) -> Result<()> {
    let said = match MessageBody::from_form(note, "") {
        Err(Reason::Missing) => return Ok(()),
        said => said.map_err(|reason| Refusal::field("note", reason))?,
    };
    let written =
        messages::post(w, ticket, NewMessage { author_id: person.id, note: true, body: said, files: &[] }).await?;
    w.record(ticket.new_event(w, message::Event::Noted(written.event_data(ticket)))).await.map(drop)
}
