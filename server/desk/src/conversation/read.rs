//! Reading a conversation: the newest messages and what happened between them.

use super::message;
use crate::events::event;
use crate::files::{self, attachment};
use crate::moment::moment;
use crate::people::{Person, user};
use crate::tickets::ticket;
use crate::{Desk, Result};
use domain::conversation::{Entry, Happening, Line, Message};
use domain::people::Name;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// Lines shown with a conversation at most.
const LINES_MAX: u64 = 500;

/// The newest `limit` messages with the lines since the first of them, oldest first, and how many messages are older.
/// Customers get neither notes nor lines that are not for them.
pub(crate) async fn read(
    desk: &Desk,
    person: &Person,
    ticket: &ticket::Model,
    limit: u64,
) -> Result<(Vec<Entry>, u64)> {
    let messages = newest(desk, person, ticket.id, limit).await?;
    let earlier =
        if (messages.len() as u64) < limit { 0 } else { count(desk, person, ticket.id).await?.saturating_sub(limit) };
    let since = if earlier == 0 { i64::MIN } else { messages.first().map_or(i64::MIN, |first| first.created_at) };
    let lines = lines(desk, person, ticket.id, since).await?;
    let names = names(desk, &messages, &lines).await?;
    let ids: Vec<i64> = messages.iter().map(|message| message.id).collect();
    let mut attached = files::of_messages(desk.db().read(), ids).await?;
    let now = desk.now();
    let mut entries: Vec<(i64, u8, Entry)> = Vec::with_capacity(messages.len() + lines.len());
    for message in messages {
        let at = message.created_at;
        let files = attached.remove(&message.id).unwrap_or_default();
        entries.push((at, 0, Entry::Message(shown(message, files, person, &names, now))));
    }
    for line in lines {
        let who = line.actor_id.and_then(|id| names.get(&id)).map_or_else(String::new, |name| name.full.clone());
        if let Some(what) = happening(&line) {
            entries.push((line.at, 1, Entry::Line(Line { at: moment(line.at, now, &person.zone), who, what })));
        }
    }
    entries.sort_by_key(|(at, kind, _)| (*at, *kind));
    Ok((entries.into_iter().map(|(_, _, entry)| entry).collect(), earlier))
}

fn readable(person: &Person, ticket_id: i64) -> sea_orm::Select<message::Entity> {
    let all = message::Entity::find().filter(message::Column::TicketId.eq(ticket_id));
    if person.works_here() { all } else { all.filter(message::Column::Note.eq(false)) }
}

async fn newest(desk: &Desk, person: &Person, ticket_id: i64, limit: u64) -> Result<Vec<message::Model>> {
    let query = readable(person, ticket_id)
        .order_by_desc(message::Column::CreatedAt)
        .order_by_desc(message::Column::Id)
        .limit(limit);
    let mut messages = query.all(desk.db().read()).await?;
    messages.reverse();
    Ok(messages)
}

async fn count(desk: &Desk, person: &Person, ticket_id: i64) -> Result<u64> {
    Ok(readable(person, ticket_id).count(desk.db().read()).await?)
}

async fn lines(desk: &Desk, person: &Person, ticket_id: i64, since: i64) -> Result<Vec<event::Model>> {
    let mut query = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket_id))
        .filter(event::Column::At.gte(since))
        .filter(event::Column::Kind.is_in(["closed", "reopened", "status", "queue", "priority", "assigned"]));
    if !person.works_here() {
        query = query.filter(event::Column::Public.eq(true));
    }
    let newest_first = query.order_by_desc(event::Column::At).order_by_desc(event::Column::Id).limit(LINES_MAX);
    let mut lines = newest_first.all(desk.db().read()).await?;
    lines.reverse();
    Ok(lines)
}

async fn names(desk: &Desk, messages: &[message::Model], lines: &[event::Model]) -> Result<HashMap<i64, Name>> {
    let writers = messages.iter().filter_map(|message| message.author_id);
    let ids: HashSet<i64> = writers.chain(lines.iter().filter_map(|line| line.actor_id)).collect();
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids)).all(desk.db().read()).await?;
    Ok(users.into_iter().map(|user| (user.id, Name { full: user.name, works_here: user.role_id.is_some() })).collect())
}

fn shown(
    message: message::Model,
    files: Vec<attachment::Model>,
    person: &Person,
    names: &HashMap<i64, Name>,
    now: i64,
) -> Message {
    let nobody = || Name { full: String::new(), works_here: true };
    Message {
        id: message.public_id,
        author: message.author_id.and_then(|id| names.get(&id)).cloned().unwrap_or_else(nobody),
        mine: message.author_id == Some(person.id),
        note: message.note,
        at: moment(message.created_at, now, &person.zone),
        body: message.body,
        files: files.into_iter().map(files::link).collect(),
    }
}

fn happening(line: &event::Model) -> Option<Happening> {
    let data: serde_json::Value = serde_json::from_str(&line.data).ok()?;
    let to = || data.get("to").and_then(|to| to.as_str()).map(str::to_owned);
    Some(match line.kind.as_str() {
        "closed" => Happening::Closed,
        "reopened" => Happening::Reopened,
        "status" => Happening::Status { to: to()? },
        "queue" => Happening::Queue { to: to()? },
        "priority" => Happening::Priority { to: to()? },
        "assigned" => Happening::Assigned { to: to() },
        _ => return None,
    })
}
