//! The history of plans: events of the log, linked to their plans (`plan_events`).

use super::plan;
use crate::actor::Person;
use crate::events::{self, NewEvent};
use crate::format_time::format_time;
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::plan::{Event, PlanFieldChange};
use domain::events::{self as log, Named};
use domain::plans::{History, PlanHistoryEvent};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Lines shown at most.
const LINES_MAX: i64 = 60;

/// An event of a plan that is to be recorded, with the ticket of its request, if there is one.
pub(crate) struct NewPlanEvent {
    pub ticket_id: Option<i64>,
    pub event: Event,
}

impl NewPlanEvent {
    /// Without a ticket.
    pub(crate) fn without_ticket(event: Event) -> Self {
        Self { ticket_id: None, event }
    }
}

/// Records an event of a plan and returns its id.
pub(crate) async fn record_event(w: &Write, plan: &plan::Model, new: NewPlanEvent) -> Result<i64> {
    let new_event = w.new_event(new.event).of_company(plan.company_id);
    insert(w, plan, NewEvent { ticket_id: new.ticket_id, ..new_event }).await
}

/// Records an event that nobody has caused, and returns its id.
pub(crate) async fn record_system_event(w: &Write, plan: &plan::Model, event: Event) -> Result<i64> {
    insert(w, plan, NewEvent { actor_id: None, ..w.new_event(event).of_company(plan.company_id) }).await
}

async fn insert(w: &Write, plan: &plan::Model, new_event: NewEvent) -> Result<i64> {
    let event_id = w.record(new_event).await?;
    let sql = "INSERT INTO plan_events (plan_id, event_id) VALUES ($1, $2)";
    let values = [plan.id.into(), event_id.into()];
    w.execute_raw(Statement::from_sql_and_values(w.get_database_backend(), sql, values)).await?;
    Ok(event_id)
}

#[derive(FromQueryResult)]
struct HistoryRow {
    at: i64,
    kind: String,
    version: i16,
    data: String,
    who: Option<String>,
}

/// What happened to the plans of a company, newest first.
pub(crate) async fn history(desk: &Desk, person: &Person, company_id: i64) -> Result<Vec<History>> {
    let sql = "SELECT e.at, e.kind, e.version, e.data, u.name AS who FROM plans p JOIN plan_events h ON h.plan_id = p.id \
        JOIN events e ON e.id = h.event_id LEFT JOIN users u ON u.id = e.actor_id \
        WHERE p.company_id = $1 ORDER BY h.event_id DESC LIMIT $2";
    let values = [company_id.into(), LINES_MAX.into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    let now = desk.now();
    let line = |found: HistoryRow| {
        let log::Event::Plan(event) = events::read(&found.kind, found.version, &found.data)? else { return None };
        let what = happening(event)?;
        Some(History { at: format_time(found.at, now, &person.zone), who: found.who.unwrap_or_default(), what })
    };
    Ok(HistoryRow::find_by_statement(query).all(desk.db().read()).await?.into_iter().filter_map(line).collect())
}

/// What the page of the plan tells; nothing of who looks after the company.
fn happening(event: Event) -> Option<PlanHistoryEvent> {
    let labels = |named: Vec<Named>| named.into_iter().map(|named| named.label).collect();
    let step = |step: PlanFieldChange| (step.field.as_str().to_owned(), step.from, step.to);
    Some(match event {
        Event::Prepared(prepared) => PlanHistoryEvent::Prepared {
            name: prepared.request.label,
            to: prepared.to.map(|to| to.label).unwrap_or_default(),
        },
        Event::Filed(filed) => PlanHistoryEvent::Filed { name: filed.request.label },
        Event::Approved(approved) => PlanHistoryEvent::Approved { name: approved.request.label },
        Event::Declined(declined) => {
            PlanHistoryEvent::Declined { name: declined.request.label, reason: declined.reason }
        }
        Event::Withdrawn(withdrawn) => PlanHistoryEvent::Withdrawn { name: withdrawn.request.label },
        Event::Added(added) => PlanHistoryEvent::Added(added.contact.label),
        Event::Removed(removed) => PlanHistoryEvent::Removed(removed.contact.label),
        Event::Corrected(corrected) => PlanHistoryEvent::Corrected(corrected.contact.label),
        Event::Linked(linked) => PlanHistoryEvent::Linked(linked.contact.label),
        Event::ChoiceAsked(asked) => PlanHistoryEvent::Asked { by: asked.by, names: labels(asked.contacts) },
        Event::ChoicePassed(passed) => PlanHistoryEvent::Rested(labels(passed.contacts)),
        Event::Changed(changed) => PlanHistoryEvent::Changed(changed.steps.into_iter().map(step).collect()),
        Event::HelpersChanged(_) => return None,
    })
}
