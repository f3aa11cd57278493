//! What agents change on a ticket: status, queue, priority, assignee. Each change is one line in the conversation.
//!
//! Invariant: what nobody chose has a cause. An event that followed from something else keeps its actor and names the
//! cause, and its line tells it.

use super::{acted, auto_answer, edit_conflicts};
use crate::actor::{self, Person, user};
use crate::catalogue::{Catalogue, Priority, Queue, Status};
use crate::db::Tx;
use crate::scope::{find_for_update, ticket};
use crate::write::Write;
use crate::{Desk, Result, chat, search};
use domain::conversation::Cause;
use domain::events::ticket::{Assignment, Event};
use domain::events::{Move, Named, StatusChange};
use domain::refusal::{Because, Faults};
use domain::tickets::{Seen, StatusKind, TicketChange};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

/// Changes what `change` names and its agent has not left as they saw it; what already is so stays without a trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers and for those who may only read; `Invalid` for a choice that is not offered, and for what
/// somebody else has changed since the agent looked.
pub async fn change(desk: &Desk, person: &Person, number: &str, change: &TicketChange) -> Result<()> {
    desk.write(person, |w| async move { change_in(&w, person, number, change).await }).await
}

/// The work of [`change`].
pub(crate) async fn change_in(w: &Write, person: &Person, number: &str, change: &TicketChange) -> Result<()> {
    let catalogue = w.desk().catalogue();
    let mut ticket = find_for_update(w, person, number).await?;
    if !person.is_staff() {
        return Err(Refusal::Forbidden(Because::AgentsOnly).into());
    }
    let wanted = check(w, &catalogue, person, &ticket, &change.chosen()).await?;
    let mut last = None;
    if let Some(status) = wanted.status.filter(|status| status.id != ticket.status_id) {
        last = Some(set_status(w, None, &mut ticket, status).await?);
    }
    if let Some(priority) =
        wanted.priority.and_then(|id| catalogue.priority(id).ok()).filter(|new| new.id != ticket.priority_id)
    {
        last = Some(set_priority(w, &catalogue, &ticket, priority).await?);
    }
    if let Some(assignee) = wanted.assignee.filter(|new| new.as_ref().map(|(id, _)| *id) != ticket.assignee_id) {
        let assignee = assignee.map(|(id, name)| Named::new(id, name));
        last = Some(assign(w, &ticket, assignee).await?);
    }
    if let Some(queue) = wanted.queue.and_then(|id| catalogue.queue(id).ok()).filter(|new| new.id != ticket.queue_id) {
        last = Some(set_queue(w, &catalogue, &ticket, queue).await?);
    }
    if let Some(event) = last {
        touch(w, &ticket, event).await?;
        acted(w, person, &ticket, event).await?;
    }
    Ok(())
}

struct ResolvedChange<'a> {
    status: Option<&'a Status>,
    queue: Option<i64>,
    priority: Option<i64>,
    assignee: Option<Option<(i64, String)>>,
}

async fn check<'a>(
    tx: &Tx,
    catalogue: &'a Catalogue,
    person: &Person,
    ticket: &ticket::Model,
    change: &TicketChange,
) -> Result<ResolvedChange<'a>> {
    let mut faults = Faults::default();
    let status = match &change.status {
        Some(slug) => faults.check_field("status", status_of(catalogue, ticket, slug)?.ok_or(Reason::NotOffered)),
        None => None,
    };
    let queue = change.queue.as_ref().and_then(|slug| {
        let found = catalogue.queues.iter().find(|queue| queue.slug == *slug);
        let offered =
            found.filter(|queue| person.updates_in(ticket.company_id, queue.id, |rights| &rights.queues.update));
        faults.check_field("queue", offered.map(|queue| queue.id).ok_or(Reason::NotOffered))
    });
    let priority = change.priority.as_ref().and_then(|slug| {
        let found = catalogue.priorities.iter().find(|priority| priority.slug == *slug);
        faults.check_field("priority", found.map(|priority| priority.id).ok_or(Reason::NotOffered))
    });
    let assignee = match change.assignee.as_deref() {
        None => None,
        Some("") => Some(None),
        Some(slug) => {
            let agent = agent(tx, slug).await?.filter(|agent| {
                // Whoever has the ticket may keep it.
                let queue_id = queue.unwrap_or(ticket.queue_id);
                ticket.assignee_id == Some(agent.id) || catalogue.answers(agent.role_id, queue_id, ticket.type_id)
            });
            faults.check_field("assignee", agent.ok_or(Reason::NotOffered)).map(|agent| Some((agent.id, agent.name)))
        }
    };
    edit_conflicts::check(tx, catalogue, ticket, change, &mut faults).await?;
    faults.into_result()?;
    Ok(ResolvedChange { status, queue, priority, assignee })
}

/// The status of this slug that an agent wants together with something else, if it is offered on the ticket, which is locked; `None` for
/// none.
///
/// # Errors
/// `Invalid` for one that is not offered, and where somebody else has set another one than the agent has `seen`.
pub(crate) async fn offered_status(
    w: &Write,
    ticket: &ticket::Model,
    wanted: Option<&String>,
    seen: Option<&String>,
) -> Result<Option<i64>> {
    let Some(slug) = wanted else { return Ok(None) };
    let (catalogue, mut faults) = (w.desk().catalogue(), Faults::default());
    let found = faults.check_field("status", status_of(&catalogue, ticket, slug)?.ok_or(Reason::NotOffered));
    let seen = Seen { status: seen.cloned(), ..Seen::default() };
    let change = TicketChange { status: wanted.cloned(), seen, ..TicketChange::default() };
    edit_conflicts::check(w, &catalogue, ticket, &change, &mut faults).await?;
    faults.into_result()?;
    Ok(found.map(|status| status.id))
}

/// The status of this slug among those of the ticket's type; the one that it has is offered, too.
fn status_of<'a>(catalogue: &'a Catalogue, ticket: &ticket::Model, slug: &str) -> Result<Option<&'a Status>> {
    let kind = catalogue.ticket_type(ticket.type_id)?;
    let found = catalogue.statuses_of(kind).find(|status| status.slug == *slug);
    let current = || catalogue.status(ticket.status_id).ok().filter(|status| status.slug == *slug);
    Ok(found.or_else(current))
}

async fn agent(tx: &Tx, slug: &str) -> Result<Option<user::Summary>> {
    // PostgreSQL refuses to compare with a NUL.
    if slug.contains('\0') {
        return Ok(None);
    }
    let staff = user::Entity::find().filter(user::Column::RoleId.is_not_null()).filter(user::Column::Active.eq(true));
    Ok(staff.filter(user::Column::Slug.eq(slug)).into_partial_model::<user::Summary>().one(tx).await?)
}

async fn set_priority(w: &Write, catalogue: &Catalogue, ticket: &ticket::Model, priority: &Priority) -> Result<i64> {
    let row = ticket::ActiveModel { id: Set(ticket.id), priority_id: Set(priority.id), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    let from = catalogue.priority(ticket.priority_id).ok().map(Priority::named);
    w.record(ticket.new_event(w, Event::Priority(Move { from, to: priority.named() }))).await
}

async fn set_queue(w: &Write, catalogue: &Catalogue, ticket: &ticket::Model, queue: &Queue) -> Result<i64> {
    let row = ticket::ActiveModel { id: Set(ticket.id), queue_id: Set(queue.id), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    chat::on_queue_changed(w, ticket, queue.id).await?;
    let from = catalogue.queue(ticket.queue_id).ok().map(Queue::named);
    w.record(ticket.new_event(w, Event::Queue(Move { from, to: queue.named() }))).await
}

/// Gives the ticket to somebody or to nobody, and returns the event.
pub(crate) async fn assign(w: &Write, ticket: &ticket::Model, to: Option<Named>) -> Result<i64> {
    assign_by(w, ticket, to, None).await
}

/// Gives the ticket to the person because of something else that they did.
pub(crate) async fn assign_to_actor(w: &Write, person: &Person, ticket: &ticket::Model, by: Cause) -> Result<i64> {
    assign_by(w, ticket, Some(person.named()), Some(by)).await
}

async fn assign_by(w: &Write, ticket: &ticket::Model, to: Option<Named>, cause: Option<Cause>) -> Result<i64> {
    let assignee_id = to.as_ref().and_then(|to| to.id);
    let row = ticket::ActiveModel { id: Set(ticket.id), assignee_id: Set(assignee_id), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    if let Some(id) = assignee_id {
        super::subscribe::add(w, ticket.id, id).await?;
    }
    let from = actor::maybe_named(&**w, ticket.assignee_id).await?;
    w.record(ticket.new_event(w, Event::Assigned(Assignment { from, to, cause }))).await
}

/// Moves the ticket to the first status of one of `kinds`; `None` where it already is. `by` is what else the person did, where the
/// move follows from that: the log says so.
pub(crate) async fn move_on(
    w: &Write,
    by: Option<Cause>,
    ticket: &ticket::Model,
    kinds: &[StatusKind],
) -> Result<Option<i64>> {
    let catalogue = w.desk().catalogue();
    let status = catalogue.first_status(catalogue.ticket_type(ticket.type_id)?, kinds)?;
    if status.id == ticket.status_id {
        return Ok(None);
    }
    set_status(w, by, &mut ticket.clone(), status).await.map(Some)
}

/// Sets a status, perhaps because of something else that the person did. Crossing the line between open and closed is told as closing
/// or reopening; to a closing the queue has an answer of its own. Returns the last event.
pub(crate) async fn set_status(
    w: &Write,
    by: Option<Cause>,
    ticket: &mut ticket::Model,
    status: &Status,
) -> Result<i64> {
    let (catalogue, closed) = (w.desk().catalogue(), status.kind.is_closed());
    let from = catalogue.status(ticket.status_id).ok().map(Status::named);
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        status_id: Set(status.id),
        closed: Set(closed),
        ..Default::default()
    };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    let change = StatusChange { from, to: status.named(), cause: by };
    let (event, closes) = match (ticket.closed, closed) {
        (false, true) => (Event::Closed(change), true),
        (true, false) => (Event::Reopened(change), false),
        (false, false) | (true, true) => (Event::Status(change), false),
    };
    if closed != ticket.closed
        && let Some(extent) = search::set_open(w, ticket.id, !closed).await?
    {
        w.index(ticket.id, extent);
    }
    if closed {
        chat::on_closed(w, ticket).await?;
    }
    (ticket.status_id, ticket.closed) = (status.id, closed);
    let recorded = w.record(ticket.new_event(w, event)).await?;
    match &catalogue.queue(ticket.queue_id)?.auto_answer_closed {
        // A moment later, so that it stands after the line about what it answers.
        Some(text) if closes => auto_answer::write(w, ticket, text, w.now() + 1).await,
        _ => Ok(recorded),
    }
}

/// The ticket has changed for everybody who sees it.
pub(crate) async fn touch(w: &Write, ticket: &ticket::Model, event: i64) -> Result<()> {
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        last_event: Set(event),
        last_public_event: Set(event),
        changed_at: Set(w.now().max(ticket.changed_at)),
        ..Default::default()
    };
    ticket::Entity::update(row).exec_without_returning(&**w).await?;
    Ok(())
}
