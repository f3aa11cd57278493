//! The written tickets of the demo, from `content/` to rows.

use super::content::{self, EventContent, MessageContent, TicketContent, span};
use super::organisation::{Organisation, member};
use super::rng::Rng;
use crate::catalogue::{Status, TicketType};
use crate::db::Tx;
use crate::files::Store;
use crate::tickets::load::{BulkEvent, BulkMessage, BulkTicket, Loader};
use crate::{Error, Result};
use domain::events::ticket::Assignment;
use domain::events::{self as log, Move, Named, StatusChange};
use domain::tickets::StatusKind;
use std::collections::HashSet;

pub(super) async fn write(
    tx: &Tx,
    loader: &mut Loader,
    files: &Store,
    organisation: &Organisation,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    for ticket in content::tickets()? {
        add(loader, files, organisation, &ticket, now, rng).await?;
    }
    loader.flush(tx).await
}

async fn add(
    loader: &mut Loader,
    files: &Store,
    organisation: &Organisation,
    ticket: &TicketContent,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    let catalogue = &organisation.catalogue;
    let missing = |what: &str| Error::broken(format!("demo content: {what} of “{}”", ticket.subject));
    let reporter = member(&organisation.people, &ticket.reporter)?;
    let opened = now - span(&ticket.opened)?;
    let kind = catalogue.types.iter().find(|kind| kind.slug == ticket.kind).ok_or_else(|| missing("type"))?;
    let mut messages = Vec::new();
    for message in &ticket.message {
        messages.push(message_of(files, organisation, message, opened, rng).await?);
    }
    let changed_at = messages.iter().filter(|said| !said.note).map(|said| said.at).max().unwrap_or(opened);
    let mut before = FieldValues::of(organisation, kind);
    let happenings =
        ticket.event.iter().map(|event| event_at(organisation, event, opened, &mut before)).collect::<Result<_>>()?;
    let mut values = Vec::new();
    for attribute in kind.groups.iter().flat_map(|group| &group.attributes) {
        if let Some(value) = ticket.attributes.get(&attribute.field.name) {
            values.push((attribute.id, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    let assignee = ticket.assignee.as_ref().map(|handle| member(&organisation.people, handle)).transpose()?;
    let provider = organisation.company_ids.get("portico").copied();
    loader.add(BulkTicket {
        origin: None,
        subject: ticket.subject.clone(),
        company_id: reporter.company_id.or(provider).ok_or_else(|| missing("company"))?,
        reporter_id: reporter.id,
        assignee_id: assignee.map(|agent| agent.id),
        queue_id: catalogue.queues.iter().find(|queue| queue.slug == ticket.queue).ok_or_else(|| missing("queue"))?.id,
        type_id: kind.id,
        status: catalogue
            .statuses_of(kind)
            .find(|status| status.slug == ticket.status)
            .ok_or_else(|| missing("status"))?,
        priority: catalogue
            .priorities
            .iter()
            .find(|level| level.slug == ticket.priority)
            .ok_or_else(|| missing("priority"))?,
        channel: ticket.channel.clone(),
        created_at: opened,
        changed_at,
        values,
        messages,
        events: happenings,
        read_by: readers(organisation, ticket, reporter.company_id),
    })?;
    Ok(())
}

/// Everybody who took part, and the desk and the reporter's company where the newest word is older than a day, but for those
/// who have not read it.
fn readers(organisation: &Organisation, ticket: &TicketContent, company_id: Option<i64>) -> Vec<i64> {
    let took_part: HashSet<&str> = ticket.message.iter().map(|message| message.by.as_str()).collect();
    let old = span(&ticket.opened).is_ok_and(|age| age > 3 * domain::time::DAY);
    let mut people: Vec<_> = organisation.people.iter().collect();
    people.sort_by_key(|(_, person)| person.id);
    let reads = people.into_iter().filter(|(handle, person)| {
        let near = person.is_staff || person.company_id == company_id;
        !ticket.unread.contains(handle) && (took_part.contains(handle.as_str()) || (old && near))
    });
    reads.map(|(_, person)| person.id).collect()
}

async fn message_of(
    files: &Store,
    organisation: &Organisation,
    message: &MessageContent,
    opened: i64,
    rng: &mut Rng,
) -> Result<BulkMessage> {
    let mut attached = Vec::new();
    for name in &message.files {
        let (content, media_type) =
            content::file(name).ok_or_else(|| Error::broken(format!("demo content: file {name}")))?;
        attached.push((rng.id(), files.store_file(name, media_type, content).await?));
    }
    let author = member(&organisation.people, &message.by)?;
    Ok(BulkMessage {
        public_id: rng.id(),
        author_id: author.id,
        by_customer: !author.is_staff,
        note: message.note,
        at: opened + span(&message.after)?,
        body: message.text.trim().to_owned(),
        files: attached,
    })
}

/// What a ticket's events have set so far; `None` where nothing tells what a field began with.
struct FieldValues {
    status: Option<log::Status>,
    queue: Option<Named>,
    priority: Option<Named>,
    assignee: Option<Named>,
}

impl FieldValues {
    fn of(organisation: &Organisation, kind: &TicketType) -> Self {
        let first = organisation.catalogue.first_status(kind, &[StatusKind::New, StatusKind::Open]);
        Self { status: first.ok().map(Status::named), queue: None, priority: None, assignee: None }
    }
}

fn event_at(
    organisation: &Organisation,
    event: &EventContent,
    opened: i64,
    before: &mut FieldValues,
) -> Result<BulkEvent> {
    Ok(BulkEvent {
        at: opened + span(&event.after)?,
        actor_id: Some(member(&organisation.people, &event.by)?.id),
        event: event_of(organisation, event, before)?.into(),
    })
}

/// What the log tells of a written event.
fn event_of(organisation: &Organisation, event: &EventContent, before: &mut FieldValues) -> Result<log::ticket::Event> {
    let catalogue = &organisation.catalogue;
    let unknown = || Error::broken(format!("demo content: event {} to {}", event.kind, event.to));
    match event.kind.as_str() {
        "status" => {
            let status = catalogue.statuses.iter().find(|status| status.slug == event.to).ok_or_else(unknown)?;
            let from = before.status.replace(status.named());
            let change = StatusChange { from, to: status.named(), cause: None };
            let closed = status.kind.is_closed();
            Ok(if closed { log::ticket::Event::Closed(change) } else { log::ticket::Event::Status(change) })
        }
        "queue" => {
            let queue = catalogue.queues.iter().find(|queue| queue.slug == event.to).ok_or_else(unknown)?;
            let from = before.queue.replace(queue.named());
            Ok(log::ticket::Event::Queue(Move { from, to: queue.named() }))
        }
        "priority" => {
            let known = catalogue.priorities.iter().find(|priority| priority.slug == event.to);
            let priority = known.ok_or_else(unknown)?;
            let from = before.priority.replace(priority.named());
            Ok(log::ticket::Event::Priority(Move { from, to: priority.named() }))
        }
        "assignee" => {
            let agent = member(&organisation.people, &event.to)?;
            let to = Named::new(agent.id, &agent.name);
            let from = before.assignee.replace(to.clone());
            Ok(log::ticket::Event::Assigned(Assignment { from, to: Some(to), cause: None }))
        }
        _ => Err(unknown()),
    }
}
