//! Changing plans, for administrators: levels, seats, terms, who looks after a company, and plans for single products.

mod helpers;

pub use helpers::{Helpers, set_helpers};

use super::days::{day_of, end_of};
use super::lock;
use crate::actor::{Person, company, user};
use crate::db::Tx;
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::{contacts, plan, scope};
use crate::{Desk, Result};
use domain::events::plan::{Changed, Event, PlanField, PlanFieldChange as PlanStep};
use domain::people::Kind;
use domain::plans::{PlanSettings, SEATS_MAX};
use domain::refusal::Faults;
use domain::text::whole_number;
use domain::tickets::Choice;
use domain::time::DAY;
use domain::{Reason, Refusal};
use helpers::active_staff;
use sea_orm::{ActiveModelTrait, QueryOrder, QuerySelect, Set};

/// The longest grace, in days.
const GRACE_MAX: i64 = 365;

/// How long a company has to say whom to keep, where no day is named.
const CHOOSE: i64 = 30 * DAY;

/// A plan as its form was sent.
pub struct PlanChange<'a> {
    pub level: &'a str,
    /// Seats; empty for as many as the level gives.
    pub limit: &'a str,
    /// A day, or empty for a plan without an end.
    pub ends_on: &'a str,
    pub grace_days: &'a str,
    pub suspended: bool,
    /// Until when the company says whom to keep; counts while there are more contacts than seats.
    pub choose_by: &'a str,
}

/// Sets a plan, or makes one for a product that has none. Contacts beyond the seats stay: nobody is dropped.
///
/// # Errors
/// `NotFound` for customers and unknown companies; `Forbidden` for agents; `Invalid` with everything that is wrong.
pub async fn change(desk: &Desk, person: &Person, company: &str, product: &str, sent: PlanChange<'_>) -> Result<()> {
    person.must_be_admin()?;
    let catalogue = desk.catalogue();
    let mut faults = Faults::default();
    let known = catalogue.level(sent.level);
    let level = faults.check_field("level", known.map(|level| level.name.clone()).ok_or(Reason::NotOffered));
    let limit = match sent.limit.trim() {
        "" => known.map(|level| level.seats),
        own => faults.check_field("limit", whole_number(own, 1, SEATS_MAX)),
    };
    let ends_at = faults.check_field("ends_on", end_of(sent.ends_on));
    let grace_days = faults.check_field("grace_days", whole_number(sent.grace_days, 0, GRACE_MAX));
    let choose_by = faults.check_field("choose_by", end_of(sent.choose_by));
    faults.into_result()?;
    let (Some(level), Some(seat_limit), Some(ends_at), Some(grace_days), Some(choose_by)) =
        (level, limit, ends_at, grace_days, choose_by)
    else {
        return Err(Refusal::Malformed.into());
    };
    let level = &level;
    desk.write(person, |w| async move {
        let (now, scope) = (w.now(), scope::company(&*w, person, company).await?);
        let before = find_or_create(desk, &w, &scope.company, product, level, seat_limit).await?;
        let held = i64::try_from(contacts::seats(&*w, before.id).await?.len()).unwrap_or(i64::MAX);
        // With more contacts than seats the company says whom to keep, by a day that may be named.
        let choose_by = if held > seat_limit { Some(choice(&before, choose_by, now)?) } else { None };
        let tell_at = match choose_by {
            Some(_) if (choose_by, seat_limit) != (before.choose_by, before.seat_limit) => Some(now),
            Some(_) => before.tell_at,
            None => None,
        };
        let suspended = sent.suspended;
        let after = plan::Model {
            level: level.clone(),
            seat_limit,
            ends_at,
            grace_days,
            suspended,
            choose_by,
            tell_at,
            ..before.clone()
        };
        let steps = steps(&before, &after);
        if !steps.is_empty() {
            let row = plan::ActiveModel {
                id: Set(after.id),
                level: Set(after.level.clone()),
                seat_limit: Set(after.seat_limit),
                ends_at: Set(after.ends_at),
                grace_days: Set(after.grace_days),
                suspended: Set(after.suspended),
                choose_by: Set(after.choose_by),
                tell_at: Set(after.tell_at),
                ..Default::default()
            };
            row.update(&*w).await?;
            record_event(&w, &after, NewPlanEvent::without_ticket(Event::Changed(Changed { steps }))).await?;
        }
        Ok(())
    })
    .await
}

/// Until when the company chooses whom to keep: on the day that is named, otherwise as before, otherwise in a month.
///
/// # Errors
/// `Invalid` for a new day that is over: nobody is left to wait without having been told before.
fn choice(before: &plan::Model, named: Option<i64>, now: i64) -> Result<i64> {
    match (named, before.choose_by) {
        (Some(named), Some(kept)) if day_of(named) == day_of(kept) => Ok(kept),
        (Some(named), _) if named < now => Err(Refusal::field("choose_by", Reason::DayIsOver).into()),
        (Some(named), _) => Ok(named),
        (None, Some(kept)) => Ok(kept),
        (None, None) => Ok(end_of(&day_of(now + CHOOSE)).ok().flatten().unwrap_or(now + CHOOSE)),
    }
}

/// The company's plan for a product, its row locked; where there is none, a new one that the caller fills.
async fn find_or_create(
    desk: &Desk,
    tx: &Tx,
    company: &company::Model,
    product: &str,
    level: &str,
    seat_limit: i64,
) -> Result<plan::Model> {
    let plans = scope::plans(tx, company.id).await?;
    if let Some(found) = plans.iter().find(|plan| plan.product.as_deref().unwrap_or_default() == product) {
        return lock::plan(tx, found.id).await;
    }
    if !product.is_empty() && desk.catalogue().product_name(product).is_empty() {
        return Err(Refusal::field("product", Reason::NotOffered).into());
    }
    let row = plan::ActiveModel {
        company_id: Set(company.id),
        level: Set(level.to_owned()),
        // Told as a change below: a new plan comes from nothing.
        seat_limit: Set(seat_limit.min(0)),
        product: Set(Some(product.to_owned()).filter(|product| !product.is_empty())),
        grace_days: Set(0),
        suspended: Set(false),
        ..Default::default()
    };
    Ok(row.insert(tx).await?)
}

/// What has changed.
fn steps(before: &plan::Model, after: &plan::Model) -> Vec<PlanStep> {
    let day = |at: Option<i64>| at.map(day_of).unwrap_or_default();
    let all = [
        (PlanField::Level, before.level.clone(), after.level.clone()),
        (PlanField::Limit, before.seat_limit.to_string(), after.seat_limit.to_string()),
        (PlanField::EndsOn, day(before.ends_at), day(after.ends_at)),
        (PlanField::GraceDays, before.grace_days.to_string(), after.grace_days.to_string()),
        (PlanField::Suspended, before.suspended.to_string(), after.suspended.to_string()),
        (PlanField::ChooseBy, day(before.choose_by), day(after.choose_by)),
    ];
    let changed = all.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(field, from, to)| PlanStep { field, from, to }).collect()
}

/// What an administrator is offered; nothing for others.
pub(super) async fn manage(
    desk: &Desk,
    person: &Person,
    company: &company::Model,
    plans: &[plan::Model],
) -> Result<Option<PlanSettings>> {
    if person.kind != Kind::Admin {
        return Ok(None);
    }
    let (catalogue, db) = (desk.catalogue(), desk.db().read());
    let agents = active_staff().order_by_asc(user::Column::Name).limit(500).into_partial_model::<user::Summary>();
    let agents = agents.all(db).await?;
    let slug = |id: Option<i64>| {
        let found = agents.iter().find(|agent| Some(agent.id) == id);
        found.map(|agent| agent.slug.clone()).unwrap_or_default()
    };
    let none = |product: &str| plans.iter().all(|plan| plan.product.as_deref().unwrap_or_default() != product);
    let products = [(String::new(), String::new())].into_iter().chain(catalogue.products.iter().cloned());
    let queue = company.team_queue_id.and_then(|id| catalogue.queue(id).ok());
    let day = |at: Option<i64>| at.map(day_of).unwrap_or_default();
    let mut terms = Vec::new();
    for plan in plans {
        let over = i64::try_from(contacts::seats(db, plan.id).await?.len()).unwrap_or(i64::MAX) > plan.seat_limit;
        terms.push((day(plan.ends_at), plan.grace_days, day(plan.choose_by.filter(|_| over))));
    }
    Ok(Some(PlanSettings {
        levels: catalogue.levels.clone(),
        products: products.filter(|(slug, _)| none(slug)).map(|(slug, label)| Choice { slug, label }).collect(),
        queues: catalogue
            .queues
            .iter()
            .map(|queue| Choice { slug: queue.slug.clone(), label: queue.path.clone() })
            .collect(),
        account_manager: slug(company.account_manager_id),
        csm: slug(company.csm_id),
        team_queue: queue.map(|queue| queue.slug.clone()).unwrap_or_default(),
        agents: agents.into_iter().map(|agent| Choice { slug: agent.slug, label: agent.name }).collect(),
        terms,
    }))
}
