//! Current state of chats, with the names of those in them: for pages, lists and presence updates alike.

use super::queue::WaitingQueues;
use crate::actor::picture;
use crate::{Desk, Result};
use domain::chat::{GONE, Present, Stage, Who};
use domain::people::Name;
use sea_orm::{FromQueryResult, Statement};

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ChatState {
    pub ticket_id: i64,
    pub number: i64,
    pub subject: String,
    pub company_id: i64,
    pub company: String,
    /// Of the company's first plan.
    pub level: Option<String>,
    pub customer_id: i64,
    customer_slug: String,
    customer_name: String,
    customer_picture: Option<Vec<u8>>,
    pub queue_id: i64,
    pub type_id: i64,
    pub stage: String,
    pub agent_id: Option<i64>,
    agent_slug: Option<String>,
    agent_name: Option<String>,
    agent_picture: Option<Vec<u8>>,
    agent_seen: Option<i64>,
    pub asked_at: i64,
    ended_by_name: Option<String>,
    pub said_by_customer: bool,
    pub last_public_event: i64,
}

const STATES: &str = "SELECT c.ticket_id, t.number, t.subject, c.company_id, co.name AS company, \
    (SELECT p.level FROM plans p WHERE p.company_id = c.company_id ORDER BY p.id LIMIT 1) AS level, \
    c.customer_id, u.slug AS customer_slug, u.name AS customer_name, u.picture AS customer_picture, t.queue_id, t.type_id, c.stage, \
    c.agent_id, a.slug AS agent_slug, a.name AS agent_name, a.picture AS agent_picture, d.seen_at AS agent_seen, c.asked_at, \
    e.name AS ended_by_name, c.said_by_customer, t.last_public_event \
    FROM chats c JOIN tickets t ON t.id = c.ticket_id JOIN companies co ON co.id = c.company_id JOIN users u ON u.id = c.customer_id \
    LEFT JOIN users a ON a.id = c.agent_id LEFT JOIN chat_desk d ON d.user_id = c.agent_id LEFT JOIN users e ON e.id = c.ended_by \
    WHERE c.ticket_id IN";

/// The chats among these tickets.
pub(super) async fn load(desk: &Desk, tickets: &[i64]) -> Result<Vec<ChatState>> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{STATES} ({})", listed(tickets));
    Ok(ChatState::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?)
}

/// The queues in which some of these wait.
pub(super) fn waiting_in(states: &[ChatState]) -> Vec<i64> {
    states.iter().filter(|state| state.stage == super::chat::WAITING).map(|state| state.queue_id).collect()
}

pub(super) fn listed(ids: &[i64]) -> String {
    ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

impl ChatState {
    pub fn customer(&self) -> Who {
        let name = Name {
            full: self.customer_name.clone(),
            is_staff: false,
            picture: picture::address(self.customer_picture.clone()),
        };
        Who { slug: self.customer_slug.clone(), name }
    }

    pub fn agent(&self) -> Option<Who> {
        let picture = picture::address(self.agent_picture.clone());
        let name = Name { full: self.agent_name.clone()?, is_staff: true, picture };
        Some(Who { slug: self.agent_slug.clone()?, name })
    }

    /// Its agent has not been seen for long, and others may take it over.
    pub fn is_gone(&self, now: i64) -> bool {
        self.stage == super::chat::OPEN && self.agent_seen.is_none_or(|seen| seen < now - GONE)
    }

    pub fn stage(&self, queues: &WaitingQueues, now: i64) -> Stage {
        match self.stage.as_str() {
            super::chat::WAITING => {
                let place = queues.place(self.ticket_id).unwrap_or(1);
                Stage::Waiting { place, minutes: queues.minutes_left(self.queue_id, self.asked_at, now) }
            }
            super::chat::OPEN => Stage::Open,
            _ => Stage::Ended { by: self.ended_by_name.clone().unwrap_or_default() },
        }
    }
}

/// Somebody in a chat as the database knows them.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ParticipantRow {
    pub ticket_id: i64,
    pub user_id: i64,
    slug: String,
    name: String,
    role_id: Option<i64>,
    picture: Option<Vec<u8>>,
    here_until: i64,
    typing_until: i64,
    read_message: String,
}

/// Whoever has been in one of these chats. So many looked at one chat at most.
pub(super) async fn participants(desk: &Desk, tickets: &[i64]) -> Result<Vec<ParticipantRow>> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.ticket_id, p.user_id, u.slug, u.name, u.role_id, u.picture, p.here_until, p.typing_until, p.read_message \
         FROM chat_people p JOIN users u ON u.id = p.user_id WHERE p.ticket_id IN ({}) ORDER BY p.ticket_id, p.user_id LIMIT 5000",
        listed(tickets)
    );
    Ok(ParticipantRow::find_by_statement(Statement::from_string(desk.db().backend(), sql))
        .all(desk.db().read())
        .await?)
}

/// Those in one chat: its customer and its agent, and for the desk also colleagues who look at it now.
pub(super) fn present(state: &ChatState, seen: &[ParticipantRow], for_desk: bool, now: i64) -> Vec<Present> {
    let ended = state.stage == super::chat::ENDED;
    let own = |id: i64| id == state.customer_id || Some(id) == state.agent_id;
    let shown = seen.iter().filter(|seen| seen.ticket_id == state.ticket_id);
    shown
        .filter(|seen| own(seen.user_id) || for_desk && seen.here_until > now)
        .map(|seen| {
            let picture = picture::address(seen.picture.clone());
            let name = Name { full: seen.name.clone(), is_staff: seen.role_id.is_some(), picture };
            Present {
                who: Who { slug: seen.slug.clone(), name },
                here: seen.here_until > now,
                typing: !ended && seen.typing_until > now,
                read: Some(seen.read_message.clone()).filter(|id| !id.is_empty()),
            }
        })
        .collect()
}
