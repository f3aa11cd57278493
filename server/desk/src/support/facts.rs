//! What is known of a person in one company, as far as support depends on it.

use crate::people::user;
use crate::{Desk, Result};
use domain::support::Helper;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement, sea_query::ExprTrait,
};

pub(super) struct Facts {
    pub slug: String,
    pub company: String,
    pub client: bool,
    /// The plan that concerns this person most: one that gives them a seat, otherwise the first.
    pub plan: Option<OnPlan>,
    /// Customer success manager first.
    pub helpers: Vec<Helper>,
}

pub(super) struct OnPlan {
    pub level: String,
    pub phone: bool,
    /// Cases go to a team of the company's own.
    pub dedicated: bool,
    pub state: State,
    pub seats: Vec<Seat>,
    /// The person's own among them.
    pub own: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Runs,
}

/// A contact as the plan knows them; somebody's account stands beside it once they have registered.
#[derive(FromQueryResult)]
pub(super) struct Seat {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub user_id: Option<i64>,
}

impl OnPlan {
    pub fn own_seat(&self) -> Option<&Seat> {
        self.own.and_then(|at| self.seats.get(at))
    }

    pub fn runs(&self) -> bool {
        self.state == State::Runs
    }
}

#[derive(FromQueryResult)]
struct Belonging {
    company_id: i64,
    slug: String,
    company: String,
    client: bool,
    manager: Option<String>,
    csm: Option<String>,
}

const BELONGINGS: &str = "SELECT m.company_id, c.slug, c.name AS company, m.client, a.name AS manager, NULL AS csm \
    FROM memberships m JOIN companies c ON c.id = m.company_id LEFT JOIN users a ON a.id = c.account_manager_id \
    WHERE m.user_id = $1 ORDER BY c.name, c.id LIMIT 50";

/// One entry for each company of the person, by name.
pub(super) async fn facts(desk: &Desk, user_id: i64) -> Result<Vec<Facts>> {
    let db = desk.db().read();
    let query = Statement::from_sql_and_values(desk.db().backend(), BELONGINGS, [user_id.into()]);
    let mut known = Vec::new();
    for row in Belonging::find_by_statement(query).all(db).await? {
        let helpers = [
            row.csm.map(|name| Helper { name, success: true }),
            row.manager.map(|name| Helper { name, success: false }),
        ];
        known.push(Facts {
            plan: on_plan(desk, row.company_id, user_id).await?,
            slug: row.slug,
            company: row.company,
            client: row.client,
            helpers: helpers.into_iter().flatten().collect(),
        });
    }
    Ok(known)
}

#[derive(FromQueryResult)]
struct Plan {
    id: i64,
    level: String,
}

const PLANS: &str = "SELECT id, level FROM plans WHERE company_id = $1 ORDER BY COALESCE(product, ''), id LIMIT 50";

const SEATS: &str = "SELECT u.email, u.first_name, u.last_name, s.user_id FROM seats s JOIN users u ON u.id = s.user_id \
    WHERE s.plan_id = $1 ORDER BY s.id LIMIT 500";

async fn on_plan(desk: &Desk, company_id: i64, user_id: i64) -> Result<Option<OnPlan>> {
    let (db, backend) = (desk.db().read(), desk.db().backend());
    let mut best: Option<OnPlan> = None;
    for plan in
        Plan::find_by_statement(Statement::from_sql_and_values(backend, PLANS, [company_id.into()])).all(db).await?
    {
        let query = Statement::from_sql_and_values(backend, SEATS, [plan.id.into()]);
        let seats = Seat::find_by_statement(query).all(db).await?;
        let found = OnPlan {
            phone: plan.level != "Essential",
            dedicated: plan.level == "Premier",
            level: plan.level,
            state: State::Runs,
            own: seats.iter().position(|seat| seat.user_id == Some(user_id)),
            seats,
        };
        let rank = |plan: &OnPlan| (plan.own.is_some(), plan.runs());
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    Ok(best)
}

/// The customer whose sign-in this is.
pub(super) async fn customer(db: &impl ConnectionTrait, login: &str) -> Result<Option<user::Model>> {
    let login = domain::people::fold_login(login).replace('\0', "");
    let either = user::Column::Email.eq(&login).or(user::Column::Username.eq(&login));
    let found = user::Entity::find()
        .filter(either)
        .filter(user::Column::RoleId.is_null())
        .filter(user::Column::Active.eq(true));
    Ok(found.one(db).await?)
}
