//! The written tickets.

use super::content::{self, Event, Message, Ticket, span};
use super::found::{Founded, member};
use super::rng::Rng;
use crate::catalogue::Catalogue;
use crate::db::Tx;
use crate::files::Store;
use crate::tickets::load::{Happened, Loader, Loading, Said};
use crate::{Error, Result};
use serde_json::json;
use std::collections::HashSet;

pub(super) async fn write(
    tx: &Tx,
    loader: &mut Loader,
    files: &Store,
    founded: &Founded,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    for ticket in content::tickets()? {
        add(loader, files, founded, &ticket, now, rng).await?;
    }
    loader.flush(tx).await
}

async fn add(
    loader: &mut Loader,
    files: &Store,
    founded: &Founded,
    ticket: &Ticket,
    now: i64,
    rng: &mut Rng,
) -> Result<()> {
    let catalogue = &founded.catalogue;
    let missing = |what: &str| Error::broken(format!("demo content: {what} of “{}”", ticket.subject));
    let reporter = member(&founded.people, &ticket.reporter)?;
    let opened = now - span(&ticket.opened)?;
    let kind = catalogue.types.iter().find(|kind| kind.slug == ticket.kind).ok_or_else(|| missing("type"))?;
    let mut messages = Vec::new();
    for message in &ticket.message {
        messages.push(said(files, founded, message, opened, rng).await?);
    }
    let changed_at = messages.iter().filter(|said| !said.note).map(|said| said.at).max().unwrap_or(opened);
    let happenings = ticket.event.iter().map(|event| happened(founded, event, opened)).collect::<Result<_>>()?;
    let mut values = Vec::new();
    for attribute in kind.groups.iter().flat_map(|group| &group.attributes) {
        if let Some(value) = ticket.attributes.get(&attribute.field.name) {
            values.push((attribute.id, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        }
    }
    let assignee = ticket.assignee.as_ref().map(|handle| member(&founded.people, handle)).transpose()?;
    let provider = founded.company_ids.get("portico").copied();
    loader.add(Loading {
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
        happenings,
        read_by: readers(founded, ticket, reporter.company_id),
    })?;
    Ok(())
}

/// Everybody who took part, and the desk and the reporter's company where the newest word is older than a day, but for those
/// who have not read it.
fn readers(founded: &Founded, ticket: &Ticket, company_id: Option<i64>) -> Vec<i64> {
    let took_part: HashSet<&str> = ticket.message.iter().map(|message| message.by.as_str()).collect();
    let old = span(&ticket.opened).is_ok_and(|age| age > 3 * domain::time::DAY);
    let mut people: Vec<_> = founded.people.iter().collect();
    people.sort_by_key(|(_, person)| person.id);
    let reads = people.into_iter().filter(|(handle, person)| {
        let near = person.works_here || person.company_id == company_id;
        !ticket.unread.contains(handle) && (took_part.contains(handle.as_str()) || (old && near))
    });
    reads.map(|(_, person)| person.id).collect()
}

async fn said(files: &Store, founded: &Founded, message: &Message, opened: i64, rng: &mut Rng) -> Result<Said> {
    let mut attached = Vec::new();
    for name in &message.files {
        let (content, media_type) =
            content::file(name).ok_or_else(|| Error::broken(format!("demo content: file {name}")))?;
        attached.push((rng.id(), files.keep(name, media_type, content).await?));
    }
    let author = member(&founded.people, &message.by)?;
    Ok(Said {
        public_id: rng.id(),
        author_id: author.id,
        by_customer: !author.works_here,
        note: message.note,
        at: opened + span(&message.after)?,
        body: message.text.trim().to_owned(),
        files: attached,
    })
}

fn happened(founded: &Founded, event: &Event, opened: i64) -> Result<Happened> {
    let (kind, to) = told(founded, &founded.catalogue, event)?;
    Ok(Happened {
        at: opened + span(&event.after)?,
        actor_id: Some(member(&founded.people, &event.by)?.id),
        kind,
        data: json!({ "to": to }),
    })
}

/// The event's kind and the label that its line shows.
fn told(founded: &Founded, catalogue: &Catalogue, event: &Event) -> Result<(&'static str, String)> {
    let unknown = || Error::broken(format!("demo content: event {} to {}", event.kind, event.to));
    match event.kind.as_str() {
        "status" => {
            let status = catalogue.statuses.iter().find(|status| status.slug == event.to).ok_or_else(unknown)?;
            Ok((if status.kind.is_closed() { "closed" } else { "status" }, status.badge.label.clone()))
        }
        "queue" => {
            let queue = catalogue.queues.iter().find(|queue| queue.slug == event.to).ok_or_else(unknown)?;
            Ok(("queue", queue.path.clone()))
        }
        "priority" => {
            let priority =
                catalogue.priorities.iter().find(|priority| priority.slug == event.to).ok_or_else(unknown)?;
            Ok(("priority", priority.badge.label.clone()))
        }
        "assignee" => Ok(("assigned", member(&founded.people, &event.to)?.name.clone())),
        _ => Err(unknown()),
    }
}
