//! Optimistic concurrency: edit conflicts on a ticket, which somebody else has changed since its page was read.
//!
//! Invariant: a change names what it was based on (`seen.NAME`). What was left as it was is not changed, and what
//! somebody else has changed meanwhile is refused by name.

use crate::Result;
use crate::actor::user;
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::events::{self, event};
use crate::scope::ticket;
use domain::Reason;
use domain::events::Kind;
use domain::events::ticket::TicketField;
use domain::refusal::Faults;
use domain::tickets::TicketChange;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A field as it stands: its name, how a form sends it, how it is shown, and what it is in the log.
type CurrentField = (&'static str, String, String, TicketField);

/// Notes each field that is to be changed and is not as its agent saw it. What somebody else set to the same needs no word.
pub(super) async fn check(
    tx: &Tx,
    catalogue: &Catalogue,
    ticket: &ticket::Model,
    change: &TicketChange,
    faults: &mut Faults,
) -> Result<()> {
    let seen = &change.seen;
    let pairs = [
        (&change.status, &seen.status),
        (&change.queue, &seen.queue),
        (&change.priority, &seen.priority),
        (&change.assignee, &seen.assignee),
    ];
    for ((wanted, seen), (name, now, to, field)) in pairs.into_iter().zip(fields(tx, catalogue, ticket).await?) {
        let (Some(wanted), Some(seen)) = (wanted, seen) else { continue };
        if now != *seen && now != *wanted {
            let by = last_changed_by(tx, ticket.id, field).await?;
            faults.add(name, Reason::ChangedMeanwhile { by, to, now });
        }
    }
    Ok(())
}

async fn fields(tx: &Tx, catalogue: &Catalogue, ticket: &ticket::Model) -> Result<[CurrentField; 4]> {
    let status = catalogue.status(ticket.status_id)?;
    let queue = catalogue.queue(ticket.queue_id)?;
    let priority = catalogue.priority(ticket.priority_id)?;
    // As the page offers it: whoever works here no longer is nobody.
    let assignee = match ticket.assignee_id {
        Some(id) => user::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    let assignee = assignee.filter(|user| user.active && user.role_id.is_some());
    let (agent, name) = assignee.map(|user| (user.slug, user.name)).unwrap_or_default();
    Ok([
        ("status", status.slug.clone(), status.badge.label.clone(), TicketField::Status),
        ("queue", queue.slug.clone(), queue.path.clone(), TicketField::Queue),
        ("priority", priority.slug.clone(), priority.badge.label.clone(), TicketField::Priority),
        ("assignee", agent, name, TicketField::Assignee),
    ])
}

/// Who changed the field last, or nothing.
async fn last_changed_by(tx: &Tx, ticket_id: i64, field: TicketField) -> Result<String> {
    let kinds = events::names(|kind| matches!(kind, Kind::Ticket(kind) if kind.field() == Some(field)));
    let here = event::Entity::find().filter(event::Column::TicketId.eq(ticket_id));
    let such = here.filter(event::Column::Kind.is_in(kinds)).order_by_desc(event::Column::Id);
    let Some(actor) = such.one(tx).await?.and_then(|event| event.actor_id) else { return Ok(String::new()) };
    let actor = user::Entity::find_by_id(actor).one(tx).await?;
    Ok(actor.map(|user| user.name).unwrap_or_default())
}
