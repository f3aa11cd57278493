//! What agents change on a ticket: status, queue, priority, assignee. Each change is one line in the conversation.
//!
//! Invariant: what nobody chose has a cause. An event that followed from something else keeps its actor and names the
//! cause, and its line tells it.

use super::{acted, automatic, find_for_update, meanwhile, ticket};
use crate::catalogue::{Catalogue, Priority, Queue, Status};
use crate::db::Tx;
use crate::events::{self, Fact};
use crate::people::{self, Person, user};
use crate::{Desk, Result, chat, search};
use domain::conversation::Cause;
use domain::events::ticket::{Assignment, Event};
use domain::events::{Move, Named, StatusChange};
use domain::refusal::{Because, Faults};
use domain::tickets::{Change, StatusKind};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// Changes what `change` names and its agent has not left as they saw it; what already is so stays without a trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers and for those who may only read; `Invalid` for a choice that is not offered, and for what
/// somebody else has changed since the agent looked.
pub async fn change(desk: &Desk, person: &Person, number: &str, change: &Change) -> Result<()> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let catalogue = &catalogue;
    desk.write(|tx| async move {
        let mut ticket = find_for_update(&tx, person, number).await?;
        if !person.works_here() {
            return Err(Refusal::Forbidden(Because::AgentsOnly).into());
        }
        let wanted = check(&tx, catalogue, person, &ticket, &change.chosen()).await?;
        let mut last = None;
        if let Some(status) = wanted.status.filter(|status| status.id != ticket.status_id) {
            last = Some(set_status(catalogue, &tx, person, &mut ticket, status, now).await?);
        }
        if let Some(priority) =
            wanted.priority.and_then(|id| catalogue.priority(id).ok()).filter(|new| new.id != ticket.priority_id)
        {
            let row = ticket::ActiveModel { id: Set(ticket.id), priority_id: Set(priority.id), ..Default::default() };
            row.update(&*tx).await?;
            let from = catalogue.priority(ticket.priority_id).ok().map(Priority::named);
            let event = Event::Priority(Move { from, to: priority.named() });
            last = Some(tell(&tx, person, &ticket, event, now).await?);
        }
        if let Some(assignee) = wanted.assignee.filter(|new| new.as_ref().map(|(id, _)| *id) != ticket.assignee_id) {
            let assignee = assignee.map(|(id, name)| Named::new(id, name));
            last = Some(assign(&tx, person, &ticket, assignee, now).await?);
        }
        if let Some(queue) =
            wanted.queue.and_then(|id| catalogue.queue(id).ok()).filter(|new| new.id != ticket.queue_id)
        {
            let row = ticket::ActiveModel { id: Set(ticket.id), queue_id: Set(queue.id), ..Default::default() };
            row.update(&*tx).await?;
            chat::moved(&tx, &ticket, queue.id).await?;
            let from = catalogue.queue(ticket.queue_id).ok().map(Queue::named);
            let event = Event::Queue(Move { from, to: queue.named() });
            last = Some(tell(&tx, person, &ticket, event, now).await?);
        }
        if let Some(event) = last {
            touch(&tx, &ticket, event, now).await?;
            acted(&tx, person, &ticket, event).await?;
        }
        Ok(())
    })
    .await
}

struct Wanted<'a> {
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
    change: &Change,
) -> Result<Wanted<'a>> {
    let mut faults = Faults::default();
    let kind = catalogue.ticket_type(ticket.type_id)?;
    let status = change.status.as_ref().and_then(|slug| {
        let found = catalogue.statuses_of(kind).find(|status| status.slug == *slug);
        let current = catalogue.status(ticket.status_id).ok().filter(|status| status.slug == *slug);
        faults.keep("status", found.or(current).ok_or(Reason::NotOffered))
    });
    let queue = change.queue.as_ref().and_then(|slug| {
        let found = catalogue.queues.iter().find(|queue| queue.slug == *slug);
        let offered =
            found.filter(|queue| person.updates_in(ticket.company_id, queue.id, |rights| &rights.queues.update));
        faults.keep("queue", offered.map(|queue| queue.id).ok_or(Reason::NotOffered))
    });
    let priority = change.priority.as_ref().and_then(|slug| {
        let found = catalogue.priorities.iter().find(|priority| priority.slug == *slug);
        faults.keep("priority", found.map(|priority| priority.id).ok_or(Reason::NotOffered))
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
            faults.keep("assignee", agent.ok_or(Reason::NotOffered)).map(|agent| Some((agent.id, agent.name)))
        }
    };
    meanwhile::note(tx, catalogue, ticket, change, &mut faults).await?;
    faults.done()?;
    Ok(Wanted { status, queue, priority, assignee })
}

async fn agent(tx: &Tx, slug: &str) -> Result<Option<user::Known>> {
    // PostgreSQL refuses to compare with a NUL.
    if slug.contains('\0') {
        return Ok(None);
    }
    let at_the_desk =
        user::Entity::find().filter(user::Column::RoleId.is_not_null()).filter(user::Column::Active.eq(true));
    Ok(at_the_desk.filter(user::Column::Slug.eq(slug)).into_partial_model::<user::Known>().one(&**tx).await?)
}

/// Gives the ticket to somebody or to nobody, and returns the event.
pub(crate) async fn assign(
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    to: Option<Named>,
    now: i64,
) -> Result<i64> {
    assign_by(tx, person, ticket, to, None, now).await
}

/// Gives the ticket to the person because of something else that they did.
pub(crate) async fn take_by(tx: &Tx, person: &Person, ticket: &ticket::Model, by: Cause, now: i64) -> Result<i64> {
    assign_by(tx, person, ticket, Some(person.named()), Some(by), now).await
}

async fn assign_by(
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    to: Option<Named>,
    cause: Option<Cause>,
    now: i64,
) -> Result<i64> {
    let assignee_id = to.as_ref().and_then(|to| to.id);
    let row = ticket::ActiveModel { id: Set(ticket.id), assignee_id: Set(assignee_id), ..Default::default() };
    ticket::Entity::update(row).exec_without_returning(&**tx).await?;
    if let Some(id) = assignee_id {
        super::subscribe::add(tx, ticket.id, id).await?;
    }
    let from = people::maybe_named(&**tx, ticket.assignee_id).await?;
    tell(tx, person, ticket, Event::Assigned(Assignment { from, to, cause }), now).await
}

/// Moves the ticket to the first status of one of `kinds`; `None` where it already is.
pub(crate) async fn move_on(
    catalogue: &Catalogue,
    tx: &Tx,
    person: &Person,
    ticket: &ticket::Model,
    kinds: &[StatusKind],
    now: i64,
) -> Result<Option<i64>> {
    move_to(catalogue, tx, (person, None), ticket, kinds, now).await
}

/// The same because of something else that the person did: the log says so.
pub(crate) async fn move_on_by(
    catalogue: &Catalogue,
    tx: &Tx,
    (person, by): (&Person, Cause),
    ticket: &ticket::Model,
    kinds: &[StatusKind],
    now: i64,
) -> Result<Option<i64>> {
    move_to(catalogue, tx, (person, Some(by)), ticket, kinds, now).await
}

async fn move_to(
    catalogue: &Catalogue,
    tx: &Tx,
    (person, by): (&Person, Option<Cause>),
    ticket: &ticket::Model,
    kinds: &[StatusKind],
    now: i64,
) -> Result<Option<i64>> {
    let kind = catalogue.ticket_type(ticket.type_id)?;
    let status = catalogue.first_status(kind, kinds)?;
    if status.id == ticket.status_id {
        return Ok(None);
    }
    set_status_by(catalogue, tx, (person, by), &mut ticket.clone(), status, now).await.map(Some)
}

/// Sets a status. Crossing the line between open and closed is told as closing or reopening; to a closing the queue has an
/// answer of its own. Returns the last event.
pub(crate) async fn set_status(
    catalogue: &Catalogue,
    tx: &Tx,
    person: &Person,
    ticket: &mut ticket::Model,
    status: &Status,
    now: i64,
) -> Result<i64> {
    set_status_by(catalogue, tx, (person, None), ticket, status, now).await
}

async fn set_status_by(
    catalogue: &Catalogue,
    tx: &Tx,
    (person, by): (&Person, Option<Cause>),
    ticket: &mut ticket::Model,
    status: &Status,
    now: i64,
) -> Result<i64> {
    let closed = status.kind.is_closed();
    let from = catalogue.status(ticket.status_id).ok().map(Status::named);
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        status_id: Set(status.id),
        closed: Set(closed),
        ..Default::default()
    };
    ticket::Entity::update(row).exec_without_returning(&**tx).await?;
    let change = StatusChange { from, to: status.named(), cause: by };
    let (event, closes) = match (ticket.closed, closed) {
        (false, true) => (Event::Closed(change), true),
        (true, false) => (Event::Reopened(change), false),
        (false, false) | (true, true) => (Event::Status(change), false),
    };
    if closed != ticket.closed {
        search::mark(tx, ticket.id, !closed).await?;
    }
    if closed {
        chat::closed(tx, person, ticket, now).await?;
    }
    (ticket.status_id, ticket.closed) = (status.id, closed);
    let told = tell(tx, person, ticket, event, now).await?;
    match &catalogue.queue(ticket.queue_id)?.auto_answer_closed {
        // A moment later, so that it stands after the line about what it answers.
        Some(text) if closes => automatic::answer(tx, ticket.company_id, ticket.id, text, now + 1).await,
        _ => Ok(told),
    }
}

async fn tell(tx: &Tx, person: &Person, ticket: &ticket::Model, event: Event, now: i64) -> Result<i64> {
    let (company_id, ticket_id) = (Some(ticket.company_id), Some(ticket.id));
    let fact = Fact { at: now, actor_id: Some(person.id), company_id, ticket_id, event: event.into() };
    events::append(tx, fact).await
}

/// The ticket has changed for everybody who sees it.
pub(crate) async fn touch(tx: &Tx, ticket: &ticket::Model, event: i64, now: i64) -> Result<()> {
    let row = ticket::ActiveModel {
        id: Set(ticket.id),
        last_event: Set(event),
        last_public_event: Set(event),
        changed_at: Set(now.max(ticket.changed_at)),
        ..Default::default()
    };
    ticket::Entity::update(row).exec_without_returning(&**tx).await?;
    Ok(())
}
