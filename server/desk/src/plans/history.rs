//! What happened to a plan: events of the one log, told with their plan beside them.

use super::plan;
use crate::Desk;
use crate::Result;
use crate::db::Tx;
use crate::events::{self, Fact};
use crate::moment::moment;
use crate::people::Person;
use domain::plans::{Happening, History};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde_json::Value;

/// Lines shown at most.
const LINES_MAX: i64 = 60;

/// Something that happened to a plan, perhaps by a request with a ticket.
pub(super) struct Told {
    pub kind: &'static str,
    pub ticket_id: Option<i64>,
    pub data: Value,
}

/// Appends to the log and returns the event.
pub(super) async fn tell(tx: &Tx, actor_id: Option<i64>, plan: &plan::Model, told: Told, at: i64) -> Result<i64> {
    let Told { kind, ticket_id, data } = told;
    let company_id = Some(plan.company_id);
    let event_id = events::append(tx, Fact { at, actor_id, company_id, ticket_id, kind, public: true, data }).await?;
    let sql = "INSERT INTO plan_events (plan_id, event_id) VALUES ($1, $2)";
    let values = [plan.id.into(), event_id.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(event_id)
}

#[derive(FromQueryResult)]
struct Found {
    at: i64,
    kind: String,
    data: String,
    who: Option<String>,
}

/// What happened to the plans of a company, newest first.
pub(super) async fn history(desk: &Desk, person: &Person, company_id: i64) -> Result<Vec<History>> {
    let sql = "SELECT e.at, e.kind, e.data, u.name AS who FROM plans p JOIN plan_events h ON h.plan_id = p.id \
        JOIN events e ON e.id = h.event_id LEFT JOIN users u ON u.id = e.actor_id \
        WHERE p.company_id = $1 ORDER BY h.event_id DESC LIMIT $2";
    let values = [company_id.into(), LINES_MAX.into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    let now = desk.now();
    let line = |found: Found| {
        let what = happening(&found.kind, &found.data)?;
        Some(History { at: moment(found.at, now, &person.zone), who: found.who.unwrap_or_default(), what })
    };
    Ok(Found::find_by_statement(query).all(desk.db().read()).await?.into_iter().filter_map(line).collect())
}

fn happening(kind: &str, data: &str) -> Option<Happening> {
    let data: Value = serde_json::from_str(data).ok()?;
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let name = || text("name");
    let names = || data.get("names").and_then(|names| serde_json::from_value(names.clone()).ok()).unwrap_or_default();
    Some(match kind {
        "plan_prepared" => Happening::Prepared { name: name(), to: text("to") },
        "plan_filed" => Happening::Filed { name: name() },
        "plan_approved" => Happening::Approved { name: name() },
        "plan_declined" => Happening::Declined { name: name(), reason: text("reason") },
        "plan_withdrawn" => Happening::Withdrawn { name: name() },
        "plan_added" => Happening::Added(name()),
        "plan_removed" => Happening::Removed(name()),
        "plan_corrected" => Happening::Corrected(name()),
        "plan_linked" => Happening::Linked(name()),
        "plan_choice_asked" => Happening::Asked { by: text("by"), names: names() },
        "plan_choice_passed" => Happening::Rested(names()),
        "plan_changed" => Happening::Changed(serde_json::from_value(data.get("steps")?.clone()).ok()?),
        _ => return None,
    })
}
