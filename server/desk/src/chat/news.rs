//! What those in a chat are told at once: that something was said, how far it has come, who is there. And what agents are told of the line.

use super::line::Lines;
use super::state::{self, State};
use super::team;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::chat::{COUNTED_MAX, Signal};
use domain::events::{ChatLines, Kind};
use sea_orm::{FromQueryResult, Statement};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// How far back changes of presence are looked for: clocks of several processes differ a little.
const BACK: i64 = 15_000;
/// People whose presence may change in that time.
const SEEN_MAX: usize = 5_000;
/// Chats that wait and are counted.
const LINE_MAX: usize = 1_000;

/// A signal, and what it is on the wire once that is known.
#[derive(Debug)]
struct Written(Signal, OnceLock<Arc<str>>);

/// News of one chat.
#[derive(Debug)]
pub struct ChatNews {
    spot: Spot,
    /// Customers are told, too.
    public: bool,
    to_desk: Written,
    to_customer: Written,
}

impl ChatNews {
    /// Customers hear of their own chats, agents of those that they may answer.
    pub(crate) fn is_for(&self, person: &Person) -> bool {
        match person.is_staff() {
            true => self.spot.answers(person),
            false => self.public && self.spot.is_of(person),
        }
    }

    pub fn signal(&self, person: &Person) -> &Signal {
        &self.of(person).0
    }

    /// The signal as `write` puts it; kept, because it is the same for several readers.
    pub fn written(&self, person: &Person, write: impl FnOnce(&Signal) -> String) -> Arc<str> {
        let Written(signal, text) = self.of(person);
        text.get_or_init(|| write(signal).into()).clone()
    }

    fn of(&self, person: &Person) -> &Written {
        if person.is_staff() { &self.to_desk } else { &self.to_customer }
    }
}

/// What decides who may know of a chat.
#[derive(Clone, Debug, FromQueryResult)]
struct Spot {
    company_id: i64,
    customer_id: i64,
    queue_id: i64,
    type_id: i64,
}

impl Spot {
    fn answers(&self, person: &Person) -> bool {
        person.is_staff() && person.may_update(self.company_id, self.customer_id, self.queue_id, self.type_id)
    }

    fn is_of(&self, person: &Person) -> bool {
        person.id == self.customer_id && person.sees(self.company_id, self.customer_id, self.queue_id, self.type_id)
    }
}

/// The lines have changed.
#[derive(Debug)]
pub struct LineNews {
    waiting: Vec<Spot>,
    fresh: Vec<(Spot, Asked)>,
    /// Agents who take chats now.
    available: HashSet<i64>,
}

/// A chat that has just come into a line.
#[derive(Clone, Debug)]
pub struct Asked {
    pub number: String,
    pub subject: String,
    pub who: String,
    pub company: String,
}

impl LineNews {
    pub(crate) fn is_for(&self, person: &Person) -> bool {
        person.is_staff() && person.updates_anything()
    }

    /// How many wait that the person may accept.
    pub fn waiting(&self, person: &Person) -> u16 {
        let count = self.waiting.iter().filter(|spot| spot.answers(person)).take(usize::from(COUNTED_MAX) + 1).count();
        u16::try_from(count).unwrap_or(COUNTED_MAX)
    }

    pub fn fresh(&self, person: &Person) -> Option<&Asked> {
        self.fresh.iter().find(|(spot, _)| spot.answers(person)).map(|(_, asked)| asked)
    }

    /// Whether the person is to be called.
    pub fn calls(&self, person: &Person) -> bool {
        self.available.contains(&person.id)
    }
}

/// An event that a chat may be behind.
pub(crate) struct Heard {
    /// 0 for none.
    pub ticket_id: i64,
    pub kind: Kind,
    pub public: bool,
}

/// What was told last.
#[derive(Default)]
pub(crate) struct Watch {
    people: HashMap<(i64, i64), (i64, i64)>,
    places: HashMap<i64, u16>,
}

/// What is to be told.
#[derive(Default)]
pub(crate) struct Out {
    pub chats: Vec<ChatNews>,
    pub line: Option<LineNews>,
}

#[derive(FromQueryResult)]
struct Changed {
    ticket_id: i64,
    user_id: i64,
    changed_at: i64,
    changes: i64,
}

impl Watch {
    /// What these events are to those in chats, and whose presence has changed since the last look.
    pub async fn look(&mut self, desk: &Desk, heard: &[Heard]) -> Result<Out> {
        let mut out = Out::default();
        let ids: Vec<i64> = distinct(heard.iter().map(|event| event.ticket_id).filter(|id| *id > 0));
        let states = state::load(desk, &ids).await?;
        let is_chat = |id: i64| states.iter().any(|state| state.ticket_id == id);
        let changes_line = |event: &Heard| {
            event.kind.chat_lines() != ChatLines::Same && (event.ticket_id == 0 || is_chat(event.ticket_id))
        };
        let others = if heard.iter().any(changes_line) {
            out.line = Some(line(desk, &states, heard).await?);
            self.moved(desk).await?
        } else {
            Vec::new()
        };
        let stirred = self.stirred(desk).await?;
        let fresh: Vec<i64> = states.iter().map(|state| state.ticket_id).collect();
        let quiet = distinct(others.into_iter().chain(stirred).filter(|id| !fresh.contains(id)));
        out.chats = told(desk, states, true, &private(heard)).await?;
        out.chats.extend(told(desk, state::load(desk, &quiet).await?, false, &[]).await?);
        Ok(out)
    }

    /// Chats whose place in the line is another one than before.
    async fn moved(&mut self, desk: &Desk) -> Result<Vec<i64>> {
        let lines = Lines::read(desk, Vec::new()).await?;
        let before = std::mem::replace(&mut self.places, lines.places().clone());
        let moved = self.places.iter().filter(|(id, place)| before.get(id) != Some(place));
        Ok(moved.map(|(id, _)| *id).collect())
    }

    /// Chats in which somebody came, went, types, or has read.
    async fn stirred(&mut self, desk: &Desk) -> Result<Vec<i64>> {
        let since = desk.now() - BACK;
        let sql = format!(
            "SELECT ticket_id, user_id, changed_at, changes FROM chat_people WHERE changed_at > {since} ORDER BY changed_at DESC LIMIT {SEEN_MAX}"
        );
        let rows =
            Changed::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?;
        self.people.retain(|_, (at, _)| *at > since);
        let mut stirred = Vec::new();
        for row in rows {
            let mark = (row.changed_at, row.changes);
            if self.people.insert((row.ticket_id, row.user_id), mark) != Some(mark) {
                stirred.push(row.ticket_id);
            }
        }
        Ok(distinct(stirred.into_iter()))
    }

    /// Nobody listens: what is there by the time somebody does is where they begin.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// What was missed in chats, for a stream that goes on.
pub(crate) async fn missed(desk: &Desk, heard: &[Heard]) -> Result<Vec<ChatNews>> {
    let ids = distinct(heard.iter().map(|event| event.ticket_id).filter(|id| *id > 0));
    told(desk, state::load(desk, &ids).await?, true, &private(heard)).await
}

/// Tickets of which customers have nothing to hear.
fn private(heard: &[Heard]) -> Vec<i64> {
    let is_public = |id: i64| heard.iter().any(|event| event.ticket_id == id && event.public);
    heard.iter().map(|event| event.ticket_id).filter(|id| !is_public(*id)).collect()
}

fn distinct(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// News of these chats. Of those in `private` the desk alone hears.
async fn told(desk: &Desk, states: Vec<State>, fresh: bool, private: &[i64]) -> Result<Vec<ChatNews>> {
    if states.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = states.iter().map(|state| state.ticket_id).collect();
    let seen = state::people(desk, &ids).await?;
    let lines = Lines::read(desk, state::waiting_in(&states)).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let news = states.iter().map(|state| {
        let public = !private.contains(&state.ticket_id);
        let signal = |for_desk: bool| {
            let signal = Signal {
                number: catalogue.number(state.number),
                fresh,
                stage: state.stage(&lines, now),
                agent: state.agent(),
                gone: state.is_gone(now),
                people: state::present(state, &seen, for_desk, now),
            };
            Written(signal, OnceLock::new())
        };
        ChatNews { spot: spot(state), public, to_desk: signal(true), to_customer: signal(false) }
    });
    Ok(news.collect())
}

fn spot(state: &State) -> Spot {
    let State { company_id, customer_id, queue_id, type_id, .. } = *state;
    Spot { company_id, customer_id, queue_id, type_id }
}

const WAITING: &str = "SELECT c.company_id, c.customer_id, t.queue_id, t.type_id FROM chats c JOIN tickets t ON t.id = c.ticket_id \
    WHERE c.stage = 'waiting' ORDER BY c.asked_at, c.ticket_id";

async fn line(desk: &Desk, states: &[State], heard: &[Heard]) -> Result<LineNews> {
    let catalogue = desk.catalogue();
    let sql = Statement::from_string(desk.db().backend(), format!("{WAITING} LIMIT {LINE_MAX}"));
    let waiting = Spot::find_by_statement(sql).all(desk.db().read()).await?;
    let came = |state: &&State| {
        let into = |event: &Heard| event.ticket_id == state.ticket_id && event.kind.chat_lines() == ChatLines::Entered;
        state.stage == super::chat::WAITING && heard.iter().any(into)
    };
    let asked = |state: &State| Asked {
        number: catalogue.number(state.number),
        subject: state.subject.clone(),
        who: state.customer().name.full,
        company: state.company.clone(),
    };
    let fresh = states.iter().filter(came).map(|state| (spot(state), asked(state))).collect();
    let available = team::present(desk).await?.into_iter().map(|member| member.user_id).collect();
    Ok(LineNews { waiting, fresh, available })
}
