//! Reading a conversation's timeline: the newest messages and the events between them.

use crate::actor::Person;
use crate::catalogue::Catalogue;
use crate::events::{self, event};
use crate::files::{self, attachment};
use crate::format_time::format_time;
use crate::scope::{message, ticket};
use crate::{Desk, Result};
use domain::conversation::{EventLine, Message, TimelineEntry};
use domain::drafts::UNDO;
use domain::events::{Event, Kind};
use domain::files::FileLink;
use domain::people::Name;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Lines shown with a conversation at most.
const LINES_MAX: u64 = 500;
/// Messages of a ticket that are read at once at most.
pub const MESSAGES_MAX: u64 = 5_000;
/// Messages that are read after another one at most.
const AFTER_MAX: u64 = 1_000;
/// Clocks of several processes differ by less, in milliseconds.
const SKEW: i64 = 60_000;
/// Stored names of the events that are lines.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| events::names(Kind::has_line));

/// A conversation as it lies in the database; who said and did it is looked up together with the ticket's other people.
pub(crate) struct Conversation {
    messages: Vec<message::Model>,
    lines: Vec<TimelineRow>,
    /// Messages older than these.
    pub earlier: u64,
    /// It begins with what opened the ticket.
    whole: bool,
}

/// An event that the timeline shows.
struct TimelineRow {
    at: i64,
    actor_id: Option<i64>,
    event: Event,
}

/// Names by user.
pub(crate) type Names = HashMap<i64, Name>;

/// The newest `limit` messages with the lines since the first of them, oldest first. Customers get neither notes nor lines
/// that are not for them.
pub(crate) async fn read(desk: &Desk, person: &Person, ticket: &ticket::Model, limit: u64) -> Result<Conversation> {
    let messages = newest(desk, person, ticket.id, limit).await?;
    let earlier =
        if (messages.len() as u64) < limit { 0 } else { count(desk, person, ticket.id).await?.saturating_sub(limit) };
    let since = if earlier == 0 { i64::MIN } else { messages.first().map_or(i64::MIN, |first| first.created_at) };
    let lines = lines(desk, person, ticket.id, since).await?;
    Ok(Conversation { messages, lines, earlier, whole: earlier == 0 })
}

/// What follows a message: whatever was kept after it, and the lines since.
pub(crate) async fn read_after(
    desk: &Desk,
    person: &Person,
    ticket: &ticket::Model,
    after: &message::Model,
) -> Result<Conversation> {
    let later = readable(person, ticket.id).filter(message::Column::Id.gt(after.id));
    // Through the index of the ticket's messages: none was kept after another one with an earlier instant, but for clocks that differ.
    let later = later.filter(message::Column::CreatedAt.gte(after.created_at - SKEW));
    let messages = later.order_by_asc(message::Column::Id).limit(AFTER_MAX).all(desk.db().read()).await?;
    let lines = lines(desk, person, ticket.id, after.created_at).await?;
    Ok(Conversation { messages, lines, earlier: 0, whole: false })
}

/// The message of this id, if it stands on the ticket.
pub(crate) async fn of_ticket(db: &impl ConnectionTrait, ticket_id: i64, id: &str) -> Result<Option<message::Model>> {
    // PostgreSQL refuses to compare with a NUL.
    let named = message::Entity::find().filter(message::Column::PublicId.eq(id.replace('\0', "")));
    Ok(named.filter(message::Column::TicketId.eq(ticket_id)).one(db).await?)
}

impl Conversation {
    /// The newest message that everybody may read.
    pub(crate) fn newest(&self) -> Option<&message::Model> {
        self.messages.iter().rev().find(|message| !message.note)
    }

    /// The oldest message.
    pub(crate) fn first(&self) -> Option<&message::Model> {
        self.messages.first()
    }

    /// Everybody who said or did something.
    pub(crate) fn people(&self) -> impl Iterator<Item = i64> {
        let writers = self.messages.iter().filter_map(|message| message.author_id);
        writers.chain(self.lines.iter().filter_map(|line| line.actor_id))
    }

    /// The entries as `person` sees them, with the ticket's files on their messages.
    pub(crate) fn into_entries(
        self,
        catalogue: &Catalogue,
        person: &Person,
        names: &Names,
        files: &[attachment::Model],
        now: i64,
    ) -> Vec<TimelineEntry> {
        let mut entries: Vec<(i64, u8, TimelineEntry)> = Vec::with_capacity(self.messages.len() + self.lines.len());
        // What opened the ticket cannot be taken back.
        let first = self.whole;
        for (place, message) in self.messages.into_iter().enumerate() {
            let own = files.iter().rev().filter(|file| file.message_id == message.id).map(files::link).collect();
            entries.push((
                message.created_at,
                0,
                TimelineEntry::Message(to_message(message, own, person, names, now, first && place == 0)),
            ));
        }
        let is_staff = person.is_staff();
        for line in self.lines {
            let who = line.actor_id.and_then(|id| names.get(&id)).map_or_else(String::new, |name| name.full.clone());
            if let Some(what) = line.event.line(|status| catalogue.status_name(is_staff, status).to_owned()) {
                entries.push((
                    line.at,
                    1,
                    TimelineEntry::Line(EventLine { at: format_time(line.at, now, &person.zone), who, what }),
                ));
            }
        }
        entries.sort_by_key(|(at, kind, _)| (*at, *kind));
        entries.into_iter().map(|(_, _, entry)| entry).collect()
    }
}

/// A message and everything after it, at most [`MESSAGES_MAX`] messages.
pub(crate) async fn read_from(
    desk: &Desk,
    person: &Person,
    ticket: &ticket::Model,
    first: &message::Model,
) -> Result<Conversation> {
    read(desk, person, ticket, count_from(desk, person, first).await?.clamp(1, MESSAGES_MAX)).await
}

/// How many messages a window from this one on holds.
pub(crate) async fn count_from(desk: &Desk, person: &Person, first: &message::Model) -> Result<u64> {
    use message::Column as M;
    let later = Condition::any()
        .add(M::CreatedAt.gt(first.created_at))
        .add(Condition::all().add(M::CreatedAt.eq(first.created_at)).add(M::Id.gte(first.id)));
    let later = readable(person, first.ticket_id).filter(M::CreatedAt.gte(first.created_at)).filter(later);
    Ok(later.count(desk.db().read()).await?)
}

/// The first message after this one that somebody else wrote, as far as the person may read it.
pub(crate) async fn next_of_others(
    desk: &Desk,
    person: &Person,
    after: &message::Model,
) -> Result<Option<message::Model>> {
    use message::Column as M;
    let of_others = Condition::any().add(M::AuthorId.is_null()).add(M::AuthorId.ne(person.id));
    let later = Condition::any()
        .add(M::CreatedAt.gt(after.created_at))
        .add(Condition::all().add(M::CreatedAt.eq(after.created_at)).add(M::Id.gt(after.id)));
    let later = readable(person, after.ticket_id).filter(M::CreatedAt.gte(after.created_at)).filter(later);
    let later = later.filter(of_others).order_by_asc(M::CreatedAt).order_by_asc(M::Id);
    Ok(later.one(desk.db().read()).await?)
}

/// Those of these messages that stand on the ticket and that the person may read.
pub(crate) async fn of_these(
    desk: &Desk,
    person: &Person,
    ticket_id: i64,
    ids: &[String],
) -> Result<Vec<message::Model>> {
    let named = readable(person, ticket_id).filter(message::Column::PublicId.is_in(ids));
    Ok(named.all(desk.db().read()).await?)
}

fn readable(person: &Person, ticket_id: i64) -> sea_orm::Select<message::Entity> {
    let all = message::Entity::find().filter(message::Column::TicketId.eq(ticket_id));
    if person.is_staff() { all } else { all.filter(message::Column::Note.eq(false)) }
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

async fn lines(desk: &Desk, person: &Person, ticket_id: i64, since: i64) -> Result<Vec<TimelineRow>> {
    let mut query = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket_id))
        .filter(event::Column::At.gte(since))
        .filter(event::Column::Kind.is_in(LINES.iter().copied()));
    if !person.is_staff() {
        query = query.filter(event::Column::Public.eq(true));
    }
    let newest_first = query.order_by_desc(event::Column::At).order_by_desc(event::Column::Id).limit(LINES_MAX);
    let oldest_first = newest_first.all(desk.db().read()).await?.into_iter().rev();
    let known = |row: event::Model| row.read().map(|event| TimelineRow { at: row.at, actor_id: row.actor_id, event });
    Ok(oldest_first.filter_map(known).collect())
}

fn to_message(
    message: message::Model,
    files: Vec<FileLink>,
    person: &Person,
    names: &Names,
    now: i64,
    opening: bool,
) -> Message {
    let nobody = || Name { full: String::new(), is_staff: true, picture: None };
    let mine = message.author_id == Some(person.id);
    let undo = mine && !opening && now - message.created_at <= UNDO;
    Message {
        id: message.public_id,
        author: message.author_id.and_then(|id| names.get(&id)).cloned().unwrap_or_else(nobody),
        mine,
        note: message.note,
        at: format_time(message.created_at, now, &person.zone),
        body: message.body,
        html: message.html,
        files,
        undo,
    }
}
