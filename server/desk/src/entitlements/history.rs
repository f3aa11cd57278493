//! What happened to a plan: events of the one log, told with their plan beside them.

use super::plan;
use crate::actor::Person;
use crate::events::{self, NewEvent};
use crate::moment::moment;
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::plan::{Event, PlanFieldChange};
use domain::events::{self as log, Named};
use domain::plans::{Happening, History};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Lines shown at most.
const LINES_MAX: i64 = 60;

/// Something that happened to a plan, perhaps by a request with a ticket.
pub(crate) struct Told {
    pub ticket_id: Option<i64>,
    pub event: Event,
}

impl Told {
    /// Without a ticket.
    pub(crate) fn alone(event: Event) -> Self {
        Self { ticket_id: None, event }
    }
}

/// Appends to the log and returns the event.
pub(crate) async fn tell(w: &Write, plan: &plan::Model, told: Told) -> Result<i64> {
    let new_event = w.new_event(told.event).of_company(plan.company_id);
    record(w, plan, NewEvent { ticket_id: told.ticket_id, ..new_event }).await
}

/// Appends what nobody has done, and returns the event.
pub(crate) async fn tell_of_itself(w: &Write, plan: &plan::Model, event: Event) -> Result<i64> {
    record(w, plan, NewEvent { actor_id: None, ..w.new_event(event).of_company(plan.company_id) }).await
}

async fn record(w: &Write, plan: &plan::Model, new_event: NewEvent) -> Result<i64> {
    let event_id = w.record(new_event).await?;
    let sql = "INSERT INTO plan_events (plan_id, event_id) VALUES ($1, $2)";
    let values = [plan.id.into(), event_id.into()];
    w.execute_raw(Statement::from_sql_and_values(w.get_database_backend(), sql, values)).await?;
    Ok(event_id)
}

#[derive(FromQueryResult)]
struct Found {
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
    let line = |found: Found| {
        let log::Event::Plan(event) = events::read(&found.kind, found.version, &found.data)? else { return None };
        let what = happening(event)?;
        Some(History { at: moment(found.at, now, &person.zone), who: found.who.unwrap_or_default(), what })
    };
    Ok(Found::find_by_statement(query).all(desk.db().read()).await?.into_iter().filter_map(line).collect())
}

/// What the page of the plan tells; nothing of who looks after the company.
fn happening(event: Event) -> Option<Happening> {
    let labels = |named: Vec<Named>| named.into_iter().map(|named| named.label).collect();
    let step = |step: PlanFieldChange| (step.field.as_str().to_owned(), step.from, step.to);
    Some(match event {
        Event::Prepared(prepared) => {
            Happening::Prepared { name: prepared.request.label, to: prepared.to.map(|to| to.label).unwrap_or_default() }
        }
        Event::Filed(filed) => Happening::Filed { name: filed.request.label },
        Event::Approved(approved) => Happening::Approved { name: approved.request.label },
        Event::Declined(declined) => Happening::Declined { name: declined.request.label, reason: declined.reason },
        Event::Withdrawn(withdrawn) => Happening::Withdrawn { name: withdrawn.request.label },
        Event::Added(added) => Happening::Added(added.contact.label),
        Event::Removed(removed) => Happening::Removed(removed.contact.label),
        Event::Corrected(corrected) => Happening::Corrected(corrected.contact.label),
        Event::Linked(linked) => Happening::Linked(linked.contact.label),
        Event::ChoiceAsked(asked) => Happening::Asked { by: asked.by, names: labels(asked.contacts) },
        Event::ChoicePassed(passed) => Happening::Rested(labels(passed.contacts)),
        Event::Changed(changed) => Happening::Changed(changed.steps.into_iter().map(step).collect()),
        Event::HelpersChanged(_) => return None,
    })
}
