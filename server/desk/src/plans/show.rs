//! The plan page of a company, and the page of one request.

use super::{change, days};
use crate::actor::company;
use crate::actor::{Person, picture, user};
use crate::entitlements::contacts::{account, next_holder, seats};
use crate::entitlements::history::history;
use crate::entitlements::scope::{self, Scope};
use crate::entitlements::{plan, request, seat};
use crate::format_time::format_time;
use crate::scope::{ticket, visible};
use crate::{Desk, Result};
use domain::plans::choose::rests;
use domain::plans::{
    Level, ManagerContact, PlanContact, PlanOf, PlanOverview, PlanPermissions, RequestKind, RequestLine, RequestPage,
    RequestPermissions, RequestState, Running, Shown, TermStatus,
};
use domain::tickets::Choice;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Requests shown at most.
const REQUESTS_MAX: u64 = 50;

/// The plans of a company; of a customer's first one where none is named.
///
/// # Errors
/// `NotFound` for a company that is not theirs to see.
pub async fn show(desk: &Desk, person: &Person, company: &str) -> Result<PlanOverview> {
    let db = desk.db().read();
    let scope = scope::company(db, person, company).await?;
    let found = scope::plans(db, scope.company.id).await?;
    let mut plans = Vec::new();
    for plan in &found {
        plans.push(shown(desk, person, &scope, plan).await?);
    }
    let decide = found.iter().any(|plan| scope::decides(desk, person, &scope.company, plan));
    let may = PlanPermissions {
        file: !found.is_empty() && (scope.files || decide),
        prepare: !found.is_empty() && !scope.files && !person.is_staff(),
        decide,
    };
    let own = person.companies.iter().map(|home| Choice { slug: home.slug.clone(), label: home.name.clone() });
    Ok(PlanOverview {
        companies: own.filter(|_| person.companies.len() > 1).collect(),
        plans,
        requests: requests(desk, person, &scope, &found).await?,
        history: if scope.knows(person) { history(desk, person, scope.company.id).await? } else { Vec::new() },
        account_manager: helper(db, scope.company.account_manager_id).await?,
        csm: helper(db, scope.company.csm_id).await?,
        opening: crate::support::chat_hours(desk, person).await?,
        may,
        manage: change::manage(desk, person, &scope.company, &found).await?,
        company: choice(&scope.company),
    })
}

/// The account manager and the customer success manager of a company.
///
/// # Errors
/// As [`show`].
pub(crate) async fn helpers(
    desk: &Desk,
    person: &Person,
    company: &str,
) -> Result<(Option<ManagerContact>, Option<ManagerContact>)> {
    let db = desk.db().read();
    let company = scope::company(db, person, company).await?.company;
    Ok((helper(db, company.account_manager_id).await?, helper(db, company.csm_id).await?))
}

pub(super) fn choice(company: &company::Model) -> Choice {
    Choice { slug: company.slug.clone(), label: company.name.clone() }
}

async fn helper(db: &impl ConnectionTrait, id: Option<i64>) -> Result<Option<ManagerContact>> {
    let Some(id) = id else { return Ok(None) };
    let found = user::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|user| ManagerContact {
        name: user.name,
        email: user.email,
        phone: user.phone,
        picture: picture::address(user.picture),
    }))
}

async fn shown(desk: &Desk, person: &Person, scope: &Scope, plan: &plan::Model) -> Result<Shown> {
    let now = desk.now();
    let at = |instant: i64| format_time(instant, now, &person.zone);
    let term = match (plan.term().at(now), plan.ends_at) {
        (Running::Suspended, _) => TermStatus::Suspended,
        (Running::Ended, Some(end)) => TermStatus::Ended(at(end)),
        (Running::Grace { until }, _) => TermStatus::Grace(at(until)),
        (_, Some(end)) => TermStatus::Until(at(end)),
        (_, None) => TermStatus::Open,
    };
    let PlanOf { product, named, used, limit, contacts, .. } = plan_of(desk, person, scope, plan).await?;
    let choose_by = plan.choose_by.filter(|_| used > limit);
    let choose_passed = choose_by.is_some_and(|by| now > by);
    // A day is the same one for everybody.
    let choose_by = choose_by.map(|by| format_time(by, now, &days::zone()));
    Ok(Shown { product, named, level: level(desk, plan), used, limit, term, contacts, choose_by, choose_passed })
}

/// What the plan's level gives; of one that is there no longer, its name.
fn level(desk: &Desk, plan: &plan::Model) -> Level {
    let unknown = || Level { name: plan.level.clone(), seats: plan.seat_limit, phone: false, dedicated: false };
    desk.catalogue().level(&plan.level).cloned().unwrap_or_else(unknown)
}

/// A plan with its contacts as the person sees them.
pub(super) async fn plan_of(desk: &Desk, person: &Person, scope: &Scope, plan: &plan::Model) -> Result<PlanOf> {
    let seats = seats(desk.db().read(), plan.id).await?;
    let product = plan.product.clone().unwrap_or_default();
    let mut pictures = picture::of(desk.db().read(), seats.iter().filter_map(|seat| seat.user_id)).await?;
    let mut shown = |(place, seat): (usize, seat::Model)| {
        let picture = seat.user_id.and_then(|id| pictures.remove(&id));
        PlanContact { picture, ..contact(desk, person, scope, plan, place, seat) }
    };
    Ok(PlanOf {
        named: desk.catalogue().product_name(&product).to_owned(),
        product,
        level: plan.level.clone(),
        used: i64::try_from(seats.len()).unwrap_or(i64::MAX),
        limit: plan.seat_limit,
        contacts: seats.into_iter().enumerate().map(&mut shown).collect(),
    })
}

fn contact(
    desk: &Desk,
    person: &Person,
    scope: &Scope,
    plan: &plan::Model,
    place: usize,
    seat: seat::Model,
) -> PlanContact {
    let me = seat.user_id == Some(person.id);
    let known = me || scope.knows(person);
    PlanContact {
        name: seat.name(),
        id: seat.slug,
        position: seat.position,
        phone: Some(seat.phone).filter(|phone| known && !phone.is_empty()),
        email: known.then_some(seat.email),
        since: format_time(seat.since, desk.now(), &person.zone),
        registered: seat.user_id.is_some(),
        rests: rests(place, plan.seat_limit, plan.choose_by, desk.now()),
        me,
        picture: None,
    }
}

/// Open requests, the newest first; of those who do not file, their own of any state.
async fn requests(desk: &Desk, person: &Person, scope: &Scope, plans: &[plan::Model]) -> Result<Vec<RequestLine>> {
    let of_plans = request::Entity::find().filter(request::Column::PlanId.is_in(plans.iter().map(|plan| plan.id)));
    let which = if scope.knows(person) {
        Condition::all()
            .add(request::Column::State.is_in([RequestState::Prepared, RequestState::Filed].map(RequestState::as_str)))
    } else {
        Condition::all().add(request::Column::PreparedBy.eq(person.id))
    };
    let newest = of_plans.filter(which).order_by_desc(request::Column::Id).limit(REQUESTS_MAX);
    lines(desk, person, newest.all(desk.db().read()).await?, None).await
}

/// Requests as lists show them, with the company of each where it is to be named.
pub(super) async fn lines(
    desk: &Desk,
    person: &Person,
    found: Vec<request::Model>,
    companies: Option<&HashMap<i64, String>>,
) -> Result<Vec<RequestLine>> {
    let people = found.iter().flat_map(|row| [Some(row.prepared_by), row.filed_by, row.addressed_to]);
    let names = names(desk.db().read(), people.flatten().collect()).await?;
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let line = |row: request::Model| RequestLine {
        id: row.public_id.clone(),
        company: companies.and_then(|all| all.get(&row.plan_id)).cloned().unwrap_or_default(),
        kind: row.kind(),
        state: row.state(),
        name: row.draft().name(),
        removes: row.removes().into_iter().map(|(_, name)| name).collect(),
        by: name(row.filed_by.unwrap_or(row.prepared_by)),
        to: row.addressed_to.filter(|_| row.state() == RequestState::Prepared).map(name),
        at: format_time(row.filed_at.unwrap_or(row.created_at), desk.now(), &person.zone),
    };
    Ok(found.into_iter().map(line).collect())
}

/// Names by user.
async fn names(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<HashMap<i64, String>> {
    let of = user::Entity::find().filter(user::Column::Id.is_in(ids)).into_partial_model::<user::Summary>();
    Ok(of.all(db).await?.into_iter().map(|user| (user.id, user.name)).collect())
}

/// One request.
///
/// # Errors
/// `NotFound` for one that is not theirs to see.
pub async fn request(desk: &Desk, person: &Person, id: &str) -> Result<RequestPage> {
    let db = desk.db().read();
    let scope::VisibleRequest { request: row, plan, scope } = scope::request(db, person, id).await?;
    let ids = [Some(row.prepared_by), row.addressed_to, row.filed_by, row.decided_by];
    let names = names(db, ids.into_iter().flatten().collect()).await?;
    super::tasks::mark_seen(desk, person, &row).await?;
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let decides = scope::decides(desk, person, &scope.company, &plan);
    let state = row.state();
    let may = RequestPermissions {
        file: state == RequestState::Prepared && (scope.files || decides),
        withdraw: state.is_open() && (scope.files || row.prepared_by == person.id || decides),
        decide: state == RequestState::Filed && decides,
    };
    let registered = row.kind() != RequestKind::Remove && account(db, plan.company_id, &row.email).await?.is_some();
    Ok(RequestPage {
        company: choice(&scope.company),
        plan: plan_of(desk, person, &scope, &plan).await?,
        kind: row.kind(),
        state,
        doubtful: row.doubtful,
        registered,
        loses: if state.is_open() { loses(db, &plan, &row).await? } else { None },
        removes: row.removes().into_iter().map(|(slug, label)| Choice { slug, label }).collect(),
        prepared_by: name(row.prepared_by),
        to: row.addressed_to.map(name),
        filed_by: row.filed_by.map(name),
        decided_by: row.decided_by.map(name),
        created: format_time(row.filed_at.unwrap_or(row.created_at), desk.now(), &person.zone),
        decided: row.decided_at.map(|at| format_time(at, desk.now(), &person.zone)),
        reason: row.reason.clone(),
        ticket: ticket(desk, person, row.ticket_id).await?,
        may,
        person: [row.first_name, row.last_name, row.position, row.email, row.phone],
        id: row.public_id,
    })
}

/// The contact who holds the seat and would lose it by the corrected address.
async fn loses(db: &impl ConnectionTrait, plan: &plan::Model, row: &request::Model) -> Result<Option<String>> {
    if row.kind() != RequestKind::Correct {
        return Ok(None);
    }
    let all = seats(db, plan.id).await?;
    let Some(seat) = all.iter().find(|seat| seat.slug == row.corrects && seat.user_id.is_some()) else {
        return Ok(None);
    };
    let heir = next_holder(db, plan.company_id, &all, seat, &row.email).await?;
    Ok((heir != seat.user_id).then(|| seat.name()))
}

/// The request's ticket, if the person sees it.
async fn ticket(desk: &Desk, person: &Person, id: Option<i64>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let seen = ticket::Entity::find_by_id(id).filter(visible(person));
    Ok(seen.one(desk.db().read()).await?.map(|ticket| desk.catalogue().number(ticket.number)))
}
