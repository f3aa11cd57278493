//! History of an imported ticket: its changes as events of the timeline.

use super::find;
use super::writer::TicketWriter;
use crate::Result;
use crate::catalogue::{Priority, Queue, TicketType};
use crate::import::record::{ChangeRecord, Field, StatusName, TicketRecord};
use crate::tickets::load::BulkEvent;
use domain::events::ticket::{Assignment, Event};
use domain::events::{Event as Logged, Move, Named, Status, StatusChange};

impl TicketWriter<'_> {
    /// In the order of time. A closed ticket whose file tells no history gets the line that it was closed.
    pub(super) async fn history(
        &mut self,
        record: &TicketRecord,
        kind: &TicketType,
        reporter_id: i64,
    ) -> Result<Vec<BulkEvent>> {
        let mut happenings = self.timeline_events(record, &record.changes, kind, reporter_id).await?;
        let has_closing = happenings.iter().any(|happened| matches!(happened.event, Logged::Ticket(Event::Closed(_))));
        if let Some(at) = record.closed_at.filter(|_| !has_closing) {
            let change = StatusChange { from: None, to: self.status(kind, &record.status), cause: None };
            happenings.push(BulkEvent { at, actor_id: None, event: Event::Closed(change).into() });
            happenings.sort_by_key(|happened| happened.at);
        }
        Ok(happenings)
    }

    /// Changes of a ticket as lines, in their order.
    pub(super) async fn timeline_events(
        &mut self,
        record: &TicketRecord,
        changes: &[ChangeRecord],
        kind: &TicketType,
        reporter_id: i64,
    ) -> Result<Vec<BulkEvent>> {
        let mut lines = Vec::with_capacity(changes.len());
        for change in changes {
            let actor_id = match &change.by {
                None => None,
                Some(name) if record.reporter.as_ref() == Some(name) => Some(reporter_id),
                Some(name) => Some(self.agent(record, name).await?),
            };
            lines.push(BulkEvent { at: change.at, actor_id, event: self.event_of(record, kind, change).into() });
        }
        Ok(lines)
    }

    /// What the log tells of a change.
    fn event_of(&self, record: &TicketRecord, kind: &TicketType, change: &ChangeRecord) -> Event {
        let (from, to) = (change.from.as_deref(), change.to.as_deref());
        match change.field {
            Field::Status => self.status_change(kind, from, to.unwrap_or_default()),
            Field::Queue => {
                Event::Queue(Move { from: from.map(|name| self.queue(name)), to: self.queue(to.unwrap_or_default()) })
            }
            Field::Priority => Event::Priority(Move {
                from: from.map(|slug| self.priority(slug)),
                to: self.priority(to.unwrap_or_default()),
            }),
            Field::Assignee => {
                let agent = |name: &str| self.agent_named(record, name);
                Event::Assigned(Assignment { from: from.map(agent), to: to.map(agent), cause: None })
            }
        }
    }

    /// Crossing the line between open and closed is told as closing or reopening.
    fn status_change(&self, kind: &TicketType, from: Option<&str>, to: &str) -> Event {
        let known = |slug: &str| self.mapping.status(slug);
        let closed = |status: Option<&StatusName>| status.is_some_and(|status| status.kind.is_closed());
        let named = |slug: &str| match known(slug) {
            Some(status) => self.status(kind, status),
            None => Status { id: None, label: slug.to_owned(), customers: None },
        };
        let change = StatusChange { from: from.map(named), to: named(to), cause: None };
        match (closed(from.and_then(known)), closed(known(to))) {
            (false, true) => Event::Closed(change),
            (true, false) => Event::Reopened(change),
            (false, false) | (true, true) => Event::Status(change),
        }
    }

    fn status(&self, kind: &TicketType, name: &StatusName) -> Status {
        match find::status(self.catalogue, kind, name) {
            Some(known) => known.named(),
            None => Status { id: None, label: name.label.clone(), customers: name.customer_name.clone() },
        }
    }

    /// An agent who is only named in the history has no account.
    fn agent_named(&self, record: &TicketRecord, name: &str) -> Named {
        let email = record.agents.get(name).map(String::as_str);
        let known = self.people.known_agent(name, email);
        known.map_or_else(|| Named::unknown(name), |id| Named::new(id, name))
    }

    fn queue(&self, name: &str) -> Named {
        find::queue(self.catalogue, name).map_or_else(|| Named::unknown(name), Queue::named)
    }

    fn priority(&self, slug: &str) -> Named {
        let known = self.catalogue.priorities.iter().find(|priority| priority.slug == slug);
        known.map_or_else(|| Named::unknown(slug), Priority::named)
    }
}
