//! Presence in chats: who looks, who types, who has read what. Pages report it often; reports are buffered in memory for a moment,
//! written for all chats together, and not written at all where nothing changed.

use super::{chat, find};
use crate::actor::Person;
use crate::scope::{message, ticket};
use crate::tickets::mark_read;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::chat::{HERE, HERE_EVERY, TYPING, TYPING_EVERY};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, Value};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What comes within this is written together.
const GATHER: Duration = Duration::from_millis(120);
/// Pages are not on time to the millisecond.
const EARLY: i64 = 500;
/// People in chats that are remembered; the oldest are forgotten beyond.
const KEPT_MAX: usize = 20_000;

/// What a page reports of its reader. None: nothing new.
#[derive(Clone, Debug, Default)]
pub struct PresenceReport {
    pub typing: Option<bool>,
    pub here: Option<bool>,
    /// The id of the newest message that was read.
    pub read: Option<String>,
}

/// The person looks at the chat, types, or has read up to a message.
///
/// # Errors
/// `NotFound` for a chat that is not theirs.
pub async fn report_presence(desk: &Desk, person: &Person, number: &str, report: PresenceReport) -> Result<()> {
    let (ticket, chat) = find(desk.db().read(), person, number).await?;
    let read = match &report.read {
        Some(id) => read_up_to(desk, person, &ticket, id).await?,
        None => None,
    };
    buffer(desk, person, &chat, ticket.number, &report, read);
    Ok(())
}

/// Buffers a report, to be written in a moment.
pub(super) fn buffer(
    desk: &Desk,
    person: &Person,
    chat: &chat::Model,
    number: i64,
    report: &PresenceReport,
    read: Option<ReadPosition>,
) {
    let pending =
        PendingPresence { here: report.here, typing: report.typing, read, is_staff: person.is_staff(), number };
    if desk.presence().insert((chat.ticket_id, person.id), pending, desk.now()) {
        let desk = desk.clone();
        tokio::spawn(async move {
            tokio::time::sleep(GATHER).await;
            if let Err(error) = write(&desk, desk.presence().drain()).await {
                tracing::error!(%error, "chat presence could not be saved");
            }
        });
    }
}

/// A message, and what has happened by then if it is the last one.
#[derive(Clone, Debug)]
pub(super) struct ReadPosition {
    id: i64,
    public_id: String,
    event: Option<i64>,
}

async fn read_up_to(desk: &Desk, person: &Person, ticket: &ticket::Model, id: &str) -> Result<Option<ReadPosition>> {
    if id.contains('\0') {
        return Ok(None);
    }
    let db = desk.db().read();
    let of_ticket = || {
        message::Entity::find().filter(message::Column::TicketId.eq(ticket.id)).filter(message::Column::Note.eq(false))
    };
    let Some(found) = of_ticket().filter(message::Column::PublicId.eq(id)).one(db).await? else { return Ok(None) };
    let last = of_ticket().order_by_desc(message::Column::CreatedAt).order_by_desc(message::Column::Id).one(db).await?;
    let newest = if person.is_staff() { ticket.last_event } else { ticket.last_public_event };
    let is_last = last.is_some_and(|last| last.id == found.id);
    Ok(Some(ReadPosition { id: found.id, public_id: found.public_id, event: is_last.then_some(newest) }))
}

/// Everything up to the newest message, for whoever is given the whole chat to look at.
pub(super) fn read_position(message: Option<&message::Model>, event: i64) -> Option<ReadPosition> {
    message.map(|message| ReadPosition { id: message.id, public_id: message.public_id.clone(), event: Some(event) })
}

#[derive(Debug)]
struct PendingPresence {
    here: Option<bool>,
    typing: Option<bool>,
    read: Option<ReadPosition>,
    is_staff: bool,
    /// Of the ticket.
    number: i64,
}

/// Ticket and user.
type ParticipantKey = (i64, i64);

/// What was written of somebody last, so that the same is not written again.
#[derive(Clone, Copy, Debug, Default)]
struct LastWritten {
    here: Option<bool>,
    here_at: i64,
    typing: bool,
    typing_at: i64,
    read: i64,
}

#[derive(Default)]
struct BufferState {
    waiting: HashMap<ParticipantKey, PendingPresence>,
    last: HashMap<ParticipantKey, LastWritten>,
}

/// Reports that wait to be written, and what was written last.
#[derive(Default)]
pub(crate) struct PresenceBuffer(Mutex<BufferState>);

impl PresenceBuffer {
    fn lock(&self) -> MutexGuard<'_, BufferState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn drain(&self) -> HashMap<ParticipantKey, PendingPresence> {
        std::mem::take(&mut self.lock().waiting)
    }

    /// Keeps what is new of it, and returns whether a write must be started.
    fn insert(&self, who: ParticipantKey, mut pending: PendingPresence, now: i64) -> bool {
        let mut state = self.lock();
        if state.last.len() >= KEPT_MAX {
            state.last.retain(|_, last| last.here_at.max(last.typing_at) > now - HERE);
        }
        let last = state.last.entry(who).or_default();
        pending.here = pending.here.filter(|here| last.here != Some(*here) || now - last.here_at >= HERE_EVERY - EARLY);
        pending.typing = pending
            .typing
            .filter(|typing| last.typing != *typing || *typing && now - last.typing_at >= TYPING_EVERY - EARLY);
        pending.read = pending.read.filter(|read| read.id > last.read);
        if pending.here.is_none() && pending.typing.is_none() && pending.read.is_none() {
            return false;
        }
        if let Some(here) = pending.here {
            (last.here, last.here_at) = (Some(here), now);
        }
        if let Some(typing) = pending.typing {
            (last.typing, last.typing_at) = (typing, now);
        }
        if let Some(read) = &pending.read {
            last.read = read.id;
        }
        let nobody = state.waiting.is_empty();
        match state.waiting.get_mut(&who) {
            Some(before) => {
                before.here = pending.here.or(before.here);
                before.typing = pending.typing.or(before.typing);
                before.read = pending.read.or(before.read.take());
            }
            None => {
                state.waiting.insert(who, pending);
            }
        }
        nobody
    }
}

const WRITE: &str = "INSERT INTO chat_people (ticket_id, user_id, here_until, typing_until, read_id, read_message, changed_at, changes) \
    VALUES ($1, $2, CASE WHEN $3 < 0 THEN 0 ELSE $3 END, CASE WHEN $4 < 0 THEN 0 ELSE $4 END, $5, $6, $7, 1) \
    ON CONFLICT (ticket_id, user_id) DO UPDATE SET \
    here_until = CASE WHEN $3 < 0 THEN chat_people.here_until ELSE excluded.here_until END, \
    typing_until = CASE WHEN $4 < 0 THEN chat_people.typing_until ELSE excluded.typing_until END, \
    read_id = CASE WHEN excluded.read_id > chat_people.read_id THEN excluded.read_id ELSE chat_people.read_id END, \
    read_message = CASE WHEN excluded.read_id > chat_people.read_id THEN excluded.read_message ELSE chat_people.read_message END, \
    changed_at = excluded.changed_at, changes = chat_people.changes + 1";

/// Instants before which nothing is changed are below zero.
const AS_IT_IS: i64 = -1;

async fn write(desk: &Desk, pending: HashMap<ParticipantKey, PendingPresence>) -> Result<()> {
    if pending.is_empty() {
        return Ok(());
    }
    let (now, backend) = (desk.now(), desk.db().backend());
    let pending = &pending;
    desk.write(Actor::Portico, |w| async move {
        // Always in this order, so that two processes never wait for each other.
        let mut pending: Vec<(&ParticipantKey, &PendingPresence)> = pending.iter().collect();
        pending.sort_by_key(|(who, _)| **who);
        for ((ticket_id, user_id), pending) in pending {
            let until =
                |flag: Option<bool>, lasts: i64| flag.map_or(AS_IT_IS, |flag| if flag { now + lasts } else { 0 });
            let (read_id, read) = pending.read.as_ref().map_or((0, ""), |read| (read.id, read.public_id.as_str()));
            let values: [Value; 7] = [
                (*ticket_id).into(),
                (*user_id).into(),
                until(pending.here, HERE).into(),
                until(pending.typing, TYPING).into(),
                read_id.into(),
                read.into(),
                now.into(),
            ];
            w.execute_raw(Statement::from_sql_and_values(backend, WRITE, values)).await?;
            if let Some(event) = pending.read.as_ref().and_then(|read| read.event) {
                mark_read(&w, *user_id, *ticket_id, event).await?;
            }
            let sql = if pending.is_staff {
                "UPDATE chat_desk SET seen_at = $1 WHERE user_id = $2 AND seen_at < $1"
            } else {
                "UPDATE chats SET customer_at = $1 WHERE customer_id = $2 AND stage <> 'ended' AND customer_at < $1"
            };
            // Leaving a page is not being there.
            if pending.here != Some(false) {
                w.execute_raw(Statement::from_sql_and_values(backend, sql, [now.into(), (*user_id).into()])).await?;
            }
        }
        Ok(())
    })
    .await?;
    for ((_, user_id), pending) in pending {
        if pending.read.as_ref().is_some_and(|read| read.event.is_some()) {
            desk.live().was_read(*user_id, Some(pending.number));
        }
    }
    Ok(())
}

/// These people have a page open, whichever it is: agents are there, and customers have not gone.
pub(crate) async fn record_heartbeats(desk: &Desk, agents: &[i64], customers: &[i64]) -> Result<()> {
    let now = desk.now();
    for (ids, table, user, among) in
        [(agents, "chat_desk", "user_id", "TRUE"), (customers, "chats", "customer_id", "stage <> 'ended'")]
    {
        let column = if table == "chats" { "customer_at" } else { "seen_at" };
        for ids in ids.chunks(500) {
            let of = format!("{among} AND {column} < {now} AND {user} IN ({})", super::state::listed(ids));
            let db = desk.db();
            let any = Statement::from_string(db.backend(), format!("SELECT 1 FROM {table} WHERE {of} LIMIT 1"));
            if db.read().query_one_raw(any).await?.is_some() {
                let sql = &format!("UPDATE {table} SET {column} = {now} WHERE {of}");
                db.write(|tx| async move { Ok(tx.execute_unprepared(sql).await?) }).await?;
            }
        }
    }
    Ok(())
}
