//! An event of the log as it is read for publishing.

use crate::events;
use domain::events::{Event, ticket};
use sea_orm::FromQueryResult;
use std::collections::BTreeSet;

/// A row of the log.
#[derive(FromQueryResult)]
pub(super) struct LiveEventRow {
    pub id: i64,
    ticket_id: i64,
    company_id: Option<i64>,
    actor_id: Option<i64>,
    kind: String,
    version: i16,
    public: bool,
    data: String,
    actor: Option<String>,
}

impl LiveEventRow {
    /// `None` for an event that a newer program wrote.
    pub(super) fn parse(self) -> Option<LiveEvent> {
        let event = events::read(&self.kind, self.version, &self.data)?;
        let Self { id, ticket_id, company_id, actor_id, public, actor, .. } = self;
        Some(LiveEvent { id, ticket_id, company_id, actor_id, public, event, actor })
    }
}

/// An event of the log that is published.
#[derive(Clone, Debug)]
pub(super) struct LiveEvent {
    pub id: i64,
    /// 0 for none.
    pub ticket_id: i64,
    pub company_id: Option<i64>,
    pub actor_id: Option<i64>,
    pub public: bool,
    pub event: Event,
    pub actor: Option<String>,
}

impl LiveEvent {
    /// Whether something was said or decided, what opened the ticket included.
    pub(super) fn tells_more(&self) -> bool {
        matches!(self.event, Event::Ticket(ticket::Event::Opened(_))) || self.event.kind().is_message()
    }

    /// The queue that the ticket has left.
    pub(super) fn left(&self) -> Option<i64> {
        match &self.event {
            Event::Ticket(ticket::Event::Queue(moved)) => moved.from.as_ref()?.id,
            _ => None,
        }
    }
}

/// The companies of whose plans something has become.
pub(super) fn plans_of(happened: &[LiveEvent]) -> BTreeSet<i64> {
    let of_plan = |logged: &&LiveEvent| matches!(logged.event, Event::Plan(_));
    happened.iter().filter(of_plan).filter_map(|logged| logged.company_id).collect()
}
