//! A ticket's changes as the lines of its conversation.

use super::find;
use super::intake::Intake;
use crate::Result;
use crate::catalogue::TicketType;
use crate::import::record::{ChangeRecord, Field, StatusName, TicketRecord};
use crate::tickets::load::Happened;
use serde_json::{Value, json};

impl Intake<'_> {
    /// In the order of time. A closed ticket whose file tells no history gets the line that it was closed.
    pub(super) async fn happenings(
        &mut self,
        record: &TicketRecord,
        kind: &TicketType,
        reporter_id: i64,
    ) -> Result<Vec<Happened>> {
        let mut happenings = self.lines(record, &record.changes, kind, reporter_id).await?;
        let told = happenings.iter().any(|happened| happened.kind == "closed");
        if let Some(at) = record.closed_at.filter(|_| !told) {
            let label = self.label(kind, &record.status);
            happenings.push(Happened { at, actor_id: None, kind: "closed", data: json!({ "to": label }) });
            happenings.sort_by_key(|happened| happened.at);
        }
        Ok(happenings)
    }

    /// Changes of a ticket as lines, in their order.
    pub(super) async fn lines(
        &mut self,
        record: &TicketRecord,
        changes: &[ChangeRecord],
        kind: &TicketType,
        reporter_id: i64,
    ) -> Result<Vec<Happened>> {
        let mut lines = Vec::with_capacity(changes.len());
        for change in changes {
            let actor_id = match &change.by {
                None => None,
                Some(name) if record.reporter.as_ref() == Some(name) => Some(reporter_id),
                Some(name) => Some(self.agent(record, name).await?),
            };
            let (kind, to) = self.told(kind, change);
            lines.push(Happened { at: change.at, actor_id, kind, data: json!({ "to": to }) });
        }
        Ok(lines)
    }

    /// The event's kind and what its line shows.
    fn told(&self, kind: &TicketType, change: &ChangeRecord) -> (&'static str, Value) {
        let name = change.to.as_deref().unwrap_or_default();
        match change.field {
            Field::Status => {
                let (from, to) =
                    (change.from.as_deref().and_then(|slug| self.mapping.status(slug)), self.mapping.status(name));
                let label = to.map_or(name, |to| self.label(kind, to));
                (crossing(from, to), label.into())
            }
            Field::Queue => ("queue", find::queue(self.catalogue, name).map_or(name, |queue| &queue.path).into()),
            Field::Assignee => ("assigned", change.to.clone().into()),
            Field::Priority => {
                let known = self.catalogue.priorities.iter().find(|priority| priority.slug == name);
                ("priority", known.map_or(name, |priority| &priority.badge.label).into())
            }
        }
    }

    fn label<'n>(&'n self, kind: &TicketType, status: &'n StatusName) -> &'n str {
        find::status(self.catalogue, kind, status).map_or(&status.label, |known| &known.badge.label)
    }
}

/// Crossing the line between open and closed is told as closing or reopening.
fn crossing(from: Option<&StatusName>, to: Option<&StatusName>) -> &'static str {
    let closed = |status: Option<&StatusName>| status.is_some_and(|status| status.kind.is_closed());
    match (closed(from), closed(to)) {
        (false, true) => "closed",
        (true, false) => "reopened",
        _ => "status",
    }
}
