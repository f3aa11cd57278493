//! Handing a chat over: to an agent who is there, or back into the line of a queue, at the place of when the customer asked.

use super::accept::hold;
use super::{agents_only, chat, find_for_update, instant, team, tell};
use crate::catalogue::Queue;
use crate::conversation::{self, Said, Saying};
use crate::db::Tx;
use crate::events::{self, Fact};
use crate::people::{self, Person};
use crate::tickets::{acted, change, ticket};
use crate::{Desk, Result};
use domain::events::chat::{Event, Moved, Place};
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
    desk.write(|tx| async move {
        let (ticket, chat) = find_for_update(&tx, person, number).await?;
        agents_only(person)?;
        if chat.is_over() {
            return Err(Refusal::Forbidden(Because::ChatOver).into());
        }
        let now = instant(desk, &ticket);
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
                write_note(desk, &tx, person, &ticket, note, now).await?;
                hold(&tx, ticket.id, agent.user_id, now).await?;
                let to = Named::new(agent.user_id, &agent.name);
                change::assign(&tx, person, &ticket, Some(to.clone()), now).await?;
                done(&tx, person, &ticket, (chat.agent_id, Place::Agent(to)), now).await?;
            }
            (_, Some(queue)) => {
                write_note(desk, &tx, person, &ticket, note, now).await?;
                into_line(&tx, &ticket, queue.id).await?;
                if queue.id != ticket.queue_id {
                    let from = catalogue.queue(ticket.queue_id).ok().map(Queue::named);
                    let moved = of_ticket::Event::Queue(Move { from, to: queue.named() });
                    tell(&tx, &ticket, Some(person.id), moved, now).await?;
                }
                done(&tx, person, &ticket, (chat.agent_id, Place::Queue(queue.named())), now).await?;
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

/// Tells from which agent the chat has gone where.
async fn done(
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    (from, to): (Option<i64>, Place),
    now: i64,
) -> Result<()> {
    let from = people::maybe_named(&**tx, from).await?;
    let event = tell(tx, ticket, Some(person.id), Event::Moved(Moved { from, to }), now).await?;
    change::touch(tx, ticket, event, now).await?;
    acted(tx, person, ticket, event).await
}

async fn into_line(tx: &Tx, ticket: &ticket::Model, queue_id: i64) -> Result<()> {
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        queue_id: Set(queue_id),
        assignee_id: Set(None),
        ..Default::default()
    };
    row.update(&**tx).await?;
    let row = chat::ActiveModel {
        ticket_id: Set(ticket.id),
        stage: Set(chat::WAITING.into()),
        queue_id: Set(queue_id),
        agent_id: Set(None),
        lost_at: Set(None),
        ..Default::default()
    };
    chat::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

async fn write_note(desk: &Desk, tx: &Tx, person: &Person, ticket: &ticket::Model, note: &str, now: i64) -> Result<()> {
    let said = match Said::read(note, "") {
        Err(Reason::Missing) => return Ok(()),
        said => said.map_err(|reason| Refusal::field("note", reason))?,
    };
    let saying = Saying { author_id: person.id, note: true, said, files: &[], at: now };
    let written = conversation::say(desk, tx, ticket, saying).await?;
    let fact = Fact {
        at: now,
        actor_id: Some(person.id),
        company_id: Some(ticket.company_id),
        ticket_id: Some(ticket.id),
        event: message::Event::Noted(written.said(ticket)).into(),
    };
    events::append(tx, fact).await?;
    Ok(())
}
