//! The index of plans for agents: requests that wait, and companies to look up.

use super::show::lines;
use crate::actor::Person;
use crate::entitlements::request::{self, Column};
use crate::{Desk, Result};
use domain::Refusal;
use domain::plans::{CompanyPlan, RequestInbox, RequestLine, RequestState};
use domain::tickets::Choice;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use std::collections::HashMap;

const REQUESTS_MAX: usize = 50;
const PLANS_MAX: usize = 50;

#[derive(FromQueryResult)]
struct PlanRow {
    plan_id: i64,
    slug: String,
    name: String,
    product: Option<String>,
    level: String,
    seat_limit: i64,
    used: i64,
}

/// The requests of all companies, the longest-waiting first, and the companies whose name begins with `find`.
///
/// # Errors
/// `NotFound` for customers.
pub async fn list(desk: &Desk, person: &Person, find: &str) -> Result<RequestInbox> {
    if !person.is_staff() {
        return Err(Refusal::NotFound.into());
    }
    let db = desk.db().read();
    let filed = request::Entity::find().filter(Column::State.eq(RequestState::Filed.as_str()));
    let mut waiting = filed.order_by_asc(Column::Id).limit(REQUESTS_MAX as u64 + 1).all(db).await?;
    let more_requests = waiting.len() > REQUESTS_MAX;
    waiting.truncate(REQUESTS_MAX);
    let of: Vec<i64> = waiting.iter().map(|row| row.plan_id).collect();
    let companies = companies(desk, &of).await?;
    let find = find.trim().replace('\0', "");
    let mut plans = plans(desk, &find).await?;
    let more_plans = plans.len() > PLANS_MAX;
    plans.truncate(PLANS_MAX);
    let shown = |row: PlanRow| CompanyPlan {
        company: Choice { slug: row.slug, label: row.name },
        named: desk.catalogue().product_name(row.product.as_deref().unwrap_or_default()).to_owned(),
        level: row.level,
        used: row.used,
        limit: row.seat_limit,
    };
    Ok(RequestInbox {
        requests: lines(desk, person, waiting, Some(&companies)).await?,
        more_requests,
        plans: plans.into_iter().map(shown).collect(),
        more_plans,
        find,
    })
}

/// The requests that have waited longest, and how many wait, up to `most`.
pub(crate) async fn waiting(desk: &Desk, person: &Person, shown: u64, most: u64) -> Result<(Vec<RequestLine>, u64)> {
    let db = desk.db().read();
    let filed = request::Entity::find().filter(Column::State.eq(RequestState::Filed.as_str())).order_by_asc(Column::Id);
    let count = filed.clone().select_only().column(Column::Id).limit(most).count(db).await?;
    let first = filed.limit(shown).all(db).await?;
    let companies = companies(desk, &first.iter().map(|row| row.plan_id).collect::<Vec<_>>()).await?;
    Ok((lines(desk, person, first, Some(&companies)).await?, count))
}

/// Names of companies by plan.
async fn companies(desk: &Desk, plans: &[i64]) -> Result<HashMap<i64, String>> {
    let ids = plans.iter().map(i64::to_string).chain(["-1".into()]).collect::<Vec<_>>().join(", ");
    let sql = format!("{SELECT} WHERE p.id IN ({ids})");
    let found =
        PlanRow::find_by_statement(Statement::from_string(desk.db().backend(), sql)).all(desk.db().read()).await?;
    Ok(found.into_iter().map(|row| (row.plan_id, row.name)).collect())
}

const SELECT: &str = "SELECT p.id AS plan_id, c.slug, c.name, p.product, p.level, p.seat_limit, \
    (SELECT COUNT(*) FROM seats s WHERE s.plan_id = p.id) AS used FROM companies c JOIN plans p ON p.company_id = c.id";

/// A few thousand companies are looked through at most: there is no index on parts of their names.
async fn plans(desk: &Desk, find: &str) -> Result<Vec<PlanRow>> {
    let escaped = find.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = format!(
        "{SELECT} WHERE c.id IN (SELECT id FROM companies WHERE LOWER(name) LIKE $1 ESCAPE '\\' ORDER BY name LIMIT {}) \
         ORDER BY c.name, p.id LIMIT {}",
        PLANS_MAX + 1,
        PLANS_MAX + 1
    );
    let pattern = format!("%{escaped}%");
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [pattern.into()]);
    Ok(PlanRow::find_by_statement(query).all(desk.db().read()).await?)
}
