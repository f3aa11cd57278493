//! Writes of every sort, each with what it leaves behind.

use super::super::helpers::{self, incident, words};
use desk::conversation::{Reply, ReplyActions, reply};
use desk::people::Person;
use desk::tickets::{change, close, open, subscribe};
use desk::{Desk, Result, drafts};
use domain::drafts::SavedDraft;
use domain::tickets::TicketChange;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    Reply,
    ReplyAndSet,
    Note,
    Open,
    Close,
    Change,
    Draft,
    Subscribe,
}

impl Write {
    pub const ALL: [Self; 8] = [
        Self::Reply,
        Self::ReplyAndSet,
        Self::Note,
        Self::Open,
        Self::Close,
        Self::Change,
        Self::Draft,
        Self::Subscribe,
    ];
}

/// One write that is tried, and counted by a text that nothing else holds.
pub struct Case {
    pub write: Write,
    customer: Person,
    agent: Person,
    number: String,
    text: String,
}

impl Case {
    pub async fn new(desk: &Desk, write: Write, [customer, agent]: &[Person; 2], turn: usize) -> Self {
        let number = if write == Write::Open { String::new() } else { helpers::raise(desk, customer).await };
        let text = format!("drill turn {turn} {write:?}");
        Self { write, customer: customer.clone(), agent: agent.clone(), number, text }
    }

    /// Does it; with the same key each time where there are keys.
    pub async fn perform(&self, desk: &Desk) -> Result<()> {
        let (customer, agent, number) = (&self.customer, &self.agent, self.number.as_str());
        match self.write {
            Write::Reply => reply(desk, agent, number, self.words(false)).await.map(drop),
            Write::ReplyAndSet => {
                let actions = ReplyActions { status: Some("solved".into()), assign: true, ..ReplyActions::default() };
                reply(desk, agent, number, Reply { actions, ..self.words(false) }).await.map(drop)
            }
            Write::Note => reply(desk, agent, number, self.words(true)).await.map(drop),
            Write::Open => open::open(desk, customer, &incident(&self.text), &[], &self.text).await.map(drop),
            Write::Close => close::close(desk, customer, number).await,
            Write::Change => {
                let wanted = TicketChange { priority: Some("high".into()), ..TicketChange::default() };
                change::change(desk, agent, number, &wanted).await
            }
            Write::Draft => {
                let unsent = SavedDraft { text: self.text.clone(), ..SavedDraft::default() };
                drafts::save(desk, customer, number, &unsent).await.map(drop)
            }
            Write::Subscribe => subscribe::subscribe(desk, agent, number, true).await,
        }
    }

    fn words(&self, note: bool) -> Reply {
        Reply { note, key: self.text.clone(), ..words(&self.text) }
    }

    /// How often the database holds it, as another connection sees it.
    pub async fn stored(&self, desk: &Desk) -> i64 {
        let text = &self.text;
        let number = domain::tickets::number::read(&self.number).unwrap_or_default();
        let ticket = format!("(SELECT id FROM tickets WHERE number = {number})");
        let sql = match self.write {
            Write::ReplyAndSet => format!(
                "SELECT COUNT(*) FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE m.body LIKE '%{text}%' AND t.closed"
            ),
            Write::Reply | Write::Note => format!("SELECT COUNT(*) FROM messages WHERE body LIKE '%{text}%'"),
            Write::Open => format!("SELECT COUNT(*) FROM tickets WHERE subject = '{text}'"),
            Write::Close => format!("SELECT COUNT(*) FROM tickets WHERE number = {number} AND closed"),
            Write::Change => {
                format!("SELECT COUNT(*) FROM events WHERE ticket_id = {ticket} AND kind LIKE '%priority%'")
            }
            Write::Draft => format!("SELECT COUNT(*) FROM drafts WHERE ticket_id = {ticket}"),
            Write::Subscribe => {
                format!("SELECT COUNT(*) FROM subscriptions WHERE ticket_id = {ticket} AND user_id = {}", self.agent.id)
            }
        };
        helpers::number_in(desk, &sql).await
    }
}
