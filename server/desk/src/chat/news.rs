//! Push updates for chats: to those in one, its messages, stage and presence; to agents, the queue of waiting chats.

use super::queue::WaitingQueues;
use super::state::{self, ChatState};
use super::team;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::chat::{COUNTED_MAX, PresenceUpdate};
use domain::events::{ChatLines, Kind};
use sea_orm::{FromQueryResult, Statement};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// How far back changes of presence are looked for: clocks of several processes differ a little.
const BACK: i64 = 15_000;
/// People whose presence may change in that time.
const SEEN_MAX: usize = 5_000;
/// Chats that wait and are counted.
const QUEUE_MAX: usize = 1_000;

/// An update, with its encoding once that is known.
#[derive(Debug)]
struct EncodedUpdate(PresenceUpdate, OnceLock<Arc<str>>);

/// News of one chat.
#[derive(Debug)]
pub struct ChatNews {
    scope: ChatScope,
    /// Customers see it, too.
    public: bool,
    to_desk: EncodedUpdate,
    to_customer: EncodedUpdate,
}

impl ChatNews {
    /// Customers hear of their own chats, agents of those that they may answer.
    pub(crate) fn is_for(&self, person: &Person) -> bool {
        match person.is_staff() {
            true => self.scope.answers(person),
            false => self.public && self.scope.is_of(person),
        }
    }

    pub fn update(&self, person: &Person) -> &PresenceUpdate {
        &self.of(person).0
    }

    /// The update as `write` encodes it; cached, because it is the same for several readers.
    pub fn written(&self, person: &Person, write: impl FnOnce(&PresenceUpdate) -> String) -> Arc<str> {
        let EncodedUpdate(update, text) = self.of(person);
        text.get_or_init(|| write(update).into()).clone()
    }

    fn of(&self, person: &Person) -> &EncodedUpdate {
        if person.is_staff() { &self.to_desk } else { &self.to_customer }
    }
}

/// What decides who may see a chat.
#[derive(Clone, Debug, FromQueryResult)]
struct ChatScope {
    company_id: i64,
    customer_id: i64,
    queue_id: i64,
    type_id: i64,
}

impl ChatScope {
    fn answers(&self, person: &Person) -> bool {
        person.is_staff() && person.may_update(self.company_id, self.customer_id, self.queue_id, self.type_id)
    }

    fn is_of(&self, person: &Person) -> bool {
        person.id == self.customer_id && person.sees(self.company_id, self.customer_id, self.queue_id, self.type_id)
    }
}

/// The queues have changed.
#[derive(Debug)]
pub struct QueueNews {
    waiting: Vec<ChatScope>,
    fresh: Vec<(ChatScope, NewChat)>,
    /// Agents who take chats now.
    available: HashSet<i64>,
}

/// A chat that has just come into a queue.
#[derive(Clone, Debug)]
pub struct NewChat {
    pub number: String,
    pub subject: String,
    pub who: String,
    pub company: String,
}

impl QueueNews {
    pub(crate) fn is_for(&self, person: &Person) -> bool {
        person.is_staff() && person.updates_anything()
    }

    /// How many wait that the person may accept.
    pub fn waiting(&self, person: &Person) -> u16 {
        let count =
            self.waiting.iter().filter(|scope| scope.answers(person)).take(usize::from(COUNTED_MAX) + 1).count();
        u16::try_from(count).unwrap_or(COUNTED_MAX)
    }

    pub fn fresh(&self, person: &Person) -> Option<&NewChat> {
        self.fresh.iter().find(|(scope, _)| scope.answers(person)).map(|(_, asked)| asked)
    }

    /// Whether the person is to be called.
    pub fn calls(&self, person: &Person) -> bool {
        self.available.contains(&person.id)
    }
}

/// An event that a chat may be behind.
pub(crate) struct ChatEvent {
    /// 0 for none.
    pub ticket_id: i64,
    pub kind: Kind,
    pub public: bool,
}

/// Presence and queue positions as they were sent last.
#[derive(Default)]
pub(crate) struct ChatWatcher {
    people: HashMap<(i64, i64), (i64, i64)>,
    places: HashMap<i64, u16>,
}

/// What is to be sent.
#[derive(Default)]
pub(crate) struct ChatUpdates {
    pub chats: Vec<ChatNews>,
    pub queue: Option<QueueNews>,
}

#[derive(FromQueryResult)]
struct PresenceRow {
    ticket_id: i64,
    user_id: i64,
    changed_at: i64,
    changes: i64,
}

impl ChatWatcher {
    /// What these events are to those in chats, and whose presence has changed since the last look.
    pub async fn poll(&mut self, desk: &Desk, events: &[ChatEvent]) -> Result<ChatUpdates> {
        let mut updates = ChatUpdates::default();
        let ids: Vec<i64> = distinct(events.iter().map(|event| event.ticket_id).filter(|id| *id > 0));
        let states = state::load(desk, &ids).await?;
        let is_chat = |id: i64| states.iter().any(|state| state.ticket_id == id);
        let changes_queue = |event: &ChatEvent| {
            event.kind.chat_lines() != ChatLines::Same && (event.ticket_id == 0 || is_chat(event.ticket_id))
        };
        let others = if events.iter().any(changes_queue) {
            updates.queue = Some(queue_news(desk, &states, events).await?);
            self.moved_in_queue(desk).await?
        } else {
            Vec::new()
        };
        let changed = self.changed_presence(desk).await?;
        let fresh: Vec<i64> = states.iter().map(|state| state.ticket_id).collect();
        let quiet = distinct(others.into_iter().chain(changed).filter(|id| !fresh.contains(id)));
        updates.chats = chat_news(desk, states, true, &private(events)).await?;
        updates.chats.extend(chat_news(desk, state::load(desk, &quiet).await?, false, &[]).await?);
        Ok(updates)
    }

    /// Chats whose position in the queue has changed.
    async fn moved_in_queue(&mut self, desk: &Desk) -> Result<Vec<i64>> {
        let queues = WaitingQueues::read(desk, Vec::new()).await?;
        let before = std::mem::replace(&mut self.places, queues.places().clone());
        let moved = self.places.iter().filter(|(id, place)| before.get(id) != Some(place));
        Ok(moved.map(|(id, _)| *id).collect())
    }

    /// Chats in which somebody came, went, types, or has read.
    async fn changed_presence(&mut self, desk: &Desk) -> Result<Vec<i64>> {
        let since = desk.now() - BACK;
        let sql = format!(
            "SELECT ticket_id, user_id, changed_at, changes FROM chat_people WHERE changed_at > {since} ORDER BY changed_at DESC LIMIT {SEEN_MAX}"
        );
        let rows = PresenceRow::find_by_statement(Statement::from_string(desk.db().backend(), sql))
            .all(desk.db().read())
            .await?;
        self.people.retain(|_, (at, _)| *at > since);
        let mut changed = Vec::new();
        for row in rows {
            let mark = (row.changed_at, row.changes);
            if self.people.insert((row.ticket_id, row.user_id), mark) != Some(mark) {
                changed.push(row.ticket_id);
            }
        }
        Ok(distinct(changed.into_iter()))
    }

    /// Nobody listens: what is there by the time somebody does is where they begin.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

/// What was missed in chats, for a stream that goes on.
pub(crate) async fn missed(desk: &Desk, events: &[ChatEvent]) -> Result<Vec<ChatNews>> {
    let ids = distinct(events.iter().map(|event| event.ticket_id).filter(|id| *id > 0));
    chat_news(desk, state::load(desk, &ids).await?, true, &private(events)).await
}

/// Tickets of which customers have nothing to hear.
fn private(events: &[ChatEvent]) -> Vec<i64> {
    let is_public = |id: i64| events.iter().any(|event| event.ticket_id == id && event.public);
    events.iter().map(|event| event.ticket_id).filter(|id| !is_public(*id)).collect()
}

fn distinct(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// News of these chats. Of those in `private` the desk alone hears.
async fn chat_news(desk: &Desk, states: Vec<ChatState>, fresh: bool, private: &[i64]) -> Result<Vec<ChatNews>> {
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = states.iter().map(|state| state.ticket_id).collect();
    let seen = state::participants(desk, &ids).await?;
    let queues = WaitingQueues::read(desk, state::waiting_in(&states)).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let news = states.iter().map(|state| {
        let public = !private.contains(&state.ticket_id);
        let update = |for_desk: bool| {
            let update = PresenceUpdate {
                number: catalogue.number(state.number),
                fresh,
                stage: state.stage(&queues, now),
                agent: state.agent(),
                gone: state.is_gone(now),
                people: state::present(state, &seen, for_desk, now),
            };
            EncodedUpdate(update, OnceLock::new())
        };
        ChatNews { scope: scope(state), public, to_desk: update(true), to_customer: update(false) }
    });
    Ok(news.collect())
}

fn scope(state: &ChatState) -> ChatScope {
    let ChatState { company_id, customer_id, queue_id, type_id, .. } = *state;
    ChatScope { company_id, customer_id, queue_id, type_id }
}

const WAITING: &str = "SELECT c.company_id, c.customer_id, t.queue_id, t.type_id FROM chats c JOIN tickets t ON t.id = c.ticket_id \
    WHERE c.stage = 'waiting' ORDER BY c.asked_at, c.ticket_id";

async fn queue_news(desk: &Desk, states: &[ChatState], events: &[ChatEvent]) -> Result<QueueNews> {
    let catalogue = desk.catalogue();
    let sql = Statement::from_string(desk.db().backend(), format!("{WAITING} LIMIT {QUEUE_MAX}"));
    let waiting = ChatScope::find_by_statement(sql).all(desk.db().read()).await?;
    let came = |state: &&ChatState| {
        let into =
            |event: &ChatEvent| event.ticket_id == state.ticket_id && event.kind.chat_lines() == ChatLines::Entered;
        state.stage == super::chat::WAITING && events.iter().any(into)
    };
    let asked = |state: &ChatState| NewChat {
        number: catalogue.number(state.number),
        subject: state.subject.clone(),
        who: state.customer().name.full,
        company: state.company.clone(),
    };
    let fresh = states.iter().filter(came).map(|state| (scope(state), asked(state))).collect();
    let available = team::present(desk).await?.into_iter().map(|member| member.user_id).collect();
    Ok(QueueNews { waiting, fresh, available })
}
