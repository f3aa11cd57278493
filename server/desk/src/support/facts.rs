//! Facts about a person in each of their companies on which support channels depend: plan, seat, managers.

use crate::actor::user;
use crate::entitlements::{plan, seat};
use crate::{Desk, Result};
use domain::plans::choose::rests;
use domain::plans::{Running, SEATS_MAX, Term};
use domain::support::Helper;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};

/// Plans of one company that are looked at.
const PLANS_MAX: u64 = 50;

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
    /// Its slug; `None` for the plan of everything else.
    pub product: Option<String>,
    pub state: PlanState,
    pub seats: Vec<seat::Model>,
    /// The person's own among them.
    pub own: Option<usize>,
    /// It waits until the company has chosen whom to keep.
    pub rests: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PlanState {
    Runs,
    Ended,
    Suspended,
}

impl OnPlan {
    pub fn own_seat(&self) -> Option<&seat::Model> {
        self.own.and_then(|at| self.seats.get(at))
    }

    pub fn runs(&self) -> bool {
        self.state == PlanState::Runs
    }
}

#[derive(FromQueryResult)]
struct MemberCompanyRow {
    company_id: i64,
    slug: String,
    company: String,
    client: bool,
    manager: Option<String>,
    manager_phone: Option<String>,
    csm: Option<String>,
    csm_phone: Option<String>,
}

const MEMBER_COMPANIES: &str = "SELECT m.company_id, c.slug, c.name AS company, m.client, a.name AS manager, a.phone AS manager_phone, \
    s.name AS csm, s.phone AS csm_phone \
    FROM memberships m JOIN companies c ON c.id = m.company_id LEFT JOIN users a ON a.id = c.account_manager_id \
    LEFT JOIN users s ON s.id = c.csm_id WHERE m.user_id = $1 ORDER BY c.name, c.id LIMIT 50";

/// One entry for each company of the person, by name.
pub(super) async fn facts(desk: &Desk, user_id: i64) -> Result<Vec<Facts>> {
    let db = desk.db().read();
    let query = Statement::from_sql_and_values(desk.db().backend(), MEMBER_COMPANIES, [user_id.into()]);
    let mut known = Vec::new();
    for row in MemberCompanyRow::find_by_statement(query).all(db).await? {
        let helpers = [
            row.csm.map(|name| Helper { name, phone: row.csm_phone.unwrap_or_default(), success: true }),
            row.manager.map(|name| Helper { name, phone: row.manager_phone.unwrap_or_default(), success: false }),
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

async fn on_plan(desk: &Desk, company_id: i64, user_id: i64) -> Result<Option<OnPlan>> {
    let (db, catalogue) = (desk.db().read(), desk.catalogue());
    let of_company = plan::Entity::find().filter(plan::Column::CompanyId.eq(company_id));
    let mut plans = of_company.order_by_asc(plan::Column::Id).limit(PLANS_MAX).all(db).await?;
    // That of everything else first.
    plans.sort_by_key(|plan| plan.product.clone());
    let mut best: Option<OnPlan> = None;
    for plan in plans {
        let seats = seats(db, plan.id).await?;
        let level = catalogue.level(&plan.level);
        let own = seats.iter().position(|seat| seat.user_id == Some(user_id));
        let found = OnPlan {
            phone: level.is_some_and(|level| level.phone),
            dedicated: level.is_some_and(|level| level.dedicated),
            state: state(plan.term(), desk.now()),
            level: plan.level,
            product: plan.product,
            own,
            rests: own.is_some_and(|place| rests(place, plan.seat_limit, plan.choose_by, desk.now())),
            seats,
        };
        let rank = |plan: &OnPlan| {
            (
                plan.own.is_some() && !plan.rests && plan.runs(),
                plan.own.is_some() && plan.runs(),
                plan.own.is_some(),
                plan.runs(),
            )
        };
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    Ok(best)
}

fn state(term: Term, now: i64) -> PlanState {
    match term.at(now) {
        Running::Active | Running::Grace { .. } => PlanState::Runs,
        Running::Ended => PlanState::Ended,
        Running::Suspended => PlanState::Suspended,
    }
}

async fn seats(db: &impl ConnectionTrait, plan_id: i64) -> Result<Vec<seat::Model>> {
    let of_plan = seat::Entity::find().filter(seat::Column::PlanId.eq(plan_id));
    Ok(of_plan
        .order_by_asc(seat::Column::Since)
        .order_by_asc(seat::Column::Id)
        .limit(SEATS_MAX.unsigned_abs())
        .all(db)
        .await?)
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
