//! Eligibility for chat, computed in one place: the page shows every condition, and chat asks the same.

use super::facts::{Facts, OnPlan, PlanState, customer, facts};
use super::opening::opening;
use super::settings::SupportSettings;
use crate::actor::{Person, user};
use crate::entitlements::{likely_contact, seat};
use crate::{Desk, Result};
use domain::Refusal;
use domain::people::email::{self, DiffSegment};
use domain::support::{Check, CompanyCheck, Difference, Identity, PlanAnswer, SeatAnswer, WayOut};
use sea_orm::EntityTrait;

/// Whether a person may use chat, with every condition's answer. Those at the desk ask about a customer by their sign-in.
///
/// # Errors
/// `NotFound` for a customer who asks about somebody else.
pub async fn check(desk: &Desk, person: &Person, login: &str) -> Result<Check> {
    let db = desk.db().read();
    let (asks_for_others, login) = (person.is_staff(), login.trim());
    let user = match (asks_for_others, login.is_empty()) {
        (true, true) => None,
        (true, false) => customer(db, login).await?,
        (false, true) => user::Entity::find_by_id(person.id).one(db).await?,
        (false, false) => return Err(Refusal::NotFound.into()),
    };
    let settings = SupportSettings::read(db).await?;
    let mut companies = Vec::new();
    if let Some(user) = &user {
        for facts in facts(desk, user.id).await? {
            let whom = if asks_for_others { user.slug.as_str() } else { "me" };
            companies.push(checked(user, facts, &settings, whom));
        }
    }
    Ok(Check {
        of: user.as_ref().filter(|_| asks_for_others).map(|user| user.name.clone()).unwrap_or_default(),
        asks_for_others,
        unknown: asks_for_others && !login.is_empty() && user.is_none(),
        opening: opening(db, &settings.chat_calendar, desk.now(), &person.zone).await?,
        companies,
    })
}

/// What chat asks of a customer in one of their companies.
pub(crate) struct Admission {
    pub slug: String,
    /// Of the plan that counts; None for that of everything else.
    pub product: Option<String>,
    pub checked: CompanyCheck,
}

/// Every company of a customer with its answers, for whatever lets them in.
pub(crate) async fn admissions(desk: &Desk, person: &Person) -> Result<Vec<Admission>> {
    let db = desk.db().read();
    let Some(user) = user::Entity::find_by_id(person.id).one(db).await? else { return Ok(Vec::new()) };
    let settings = SupportSettings::read(db).await?;
    let admission = |facts: Facts| Admission {
        slug: facts.slug.clone(),
        product: facts.plan.as_ref().and_then(|plan| plan.product.clone()),
        checked: checked(&user, facts, &settings, "me"),
    };
    Ok(facts(desk, user.id).await?.into_iter().map(admission).collect())
}

/// `whom` is how a request's form names the person: `me`, or their slug for the desk.
fn checked(user: &user::Model, facts: Facts, settings: &SupportSettings, whom: &str) -> CompanyCheck {
    let username_address = user.username.as_ref().filter(|_| !settings.domain.is_empty());
    let username_address = username_address.map(|name| format!("{name}@{}.{}", facts.slug, settings.domain));
    let seat = facts.plan.as_ref().and_then(|plan| plan.own_seat().or_else(|| likely_contact(&plan.seats, user)));
    let holds = facts.plan.as_ref().is_some_and(|plan| plan.own.is_some());
    let rests = facts.plan.as_ref().is_some_and(|plan| plan.rests);
    let identity = identity(user, seat, username_address.as_deref());
    let way_out = way_out(&facts, seat, &identity, &user.email, whom);
    CompanyCheck {
        plan: plan_answer(facts.plan.as_ref()),
        seat: match seat {
            _ if rests => SeatAnswer::Rests,
            _ if holds => SeatAnswer::Holds,
            Some(seat) => SeatAnswer::Waits(format!("{} {}", seat.first_name, seat.last_name)),
            None => SeatAnswer::None,
        },
        identity,
        username_address,
        client: facts.client,
        way_out,
        helper: facts.helpers.into_iter().next(),
        company: facts.company,
    }
}

fn plan_answer(plan: Option<&OnPlan>) -> PlanAnswer {
    let Some(plan) = plan else { return PlanAnswer::None };
    let level = plan.level.clone();
    match plan.state {
        PlanState::Runs => PlanAnswer::Holds(level),
        PlanState::Ended => PlanAnswer::Ended(level),
        PlanState::Suspended => PlanAnswer::Suspended(level),
    }
}

/// The address on the plan against the account's, or against the one that the username gives.
fn identity(user: &user::Model, seat: Option<&seat::Model>, by_username: Option<&str>) -> Identity {
    let Some(seat) = seat else { return Identity::Nothing(user.email.clone()) };
    if email::same(&seat.email, &user.email) || by_username.is_some_and(|own| email::same(&seat.email, own)) {
        return Identity::Same(seat.email.clone());
    }
    let (plan, account) = email::difference(&seat.email, &user.email);
    let odd = plan.iter().chain(&account).filter(|piece| piece.differs).flat_map(odd_letters);
    let mut odd: Vec<_> = odd.take(8).collect();
    odd.dedup();
    Identity::Differs(Box::new(Difference { odd, plan, account }))
}

fn odd_letters(piece: &DiffSegment) -> impl Iterator<Item = (char, email::Odd)> {
    piece.text.chars().filter_map(|letter| Some((letter, email::oddity(letter)?)))
}

/// The request that would help. A client of the company gets none: only the company itself can let them in. Whoever is on the plan
/// with another address has it corrected there: a second seat would cost somebody theirs.
fn way_out(facts: &Facts, seat: Option<&seat::Model>, identity: &Identity, email: &str, whom: &str) -> Option<WayOut> {
    let plan = facts.plan.as_ref().filter(|plan| plan.runs() && !facts.client)?;
    let asked = |kind: &str, contact: &str, email: &str| {
        let product = plan.product.as_deref().unwrap_or_default();
        let about = [("company", facts.slug.as_str()), ("kind", kind), ("contact", contact)];
        let pairs = about.into_iter().chain([("product", product), ("email", email)]);
        let named = pairs.filter(|(_, value)| !value.is_empty());
        format!("/plan/requests/new?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(named).finish())
    };
    match (identity, seat) {
        (Identity::Differs(_), Some(seat)) => Some(WayOut::Address { address: asked("correct", &seat.slug, email) }),
        _ if plan.rests => Some(WayOut::Choose { address: asked("remove", "", "") }),
        _ if plan.own.is_some() => None,
        _ => Some(WayOut::Seat { address: asked("add", whom, "") }),
    }
}
