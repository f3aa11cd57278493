//! The support page: which channels a person's plan opens to them.

use super::check::admissions;
use super::facts::{Facts, facts};
use super::opening::opening;
use super::settings::SupportSettings;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::support::{Opening, Support, Ways};
use sea_orm::ConnectionTrait;

/// The ways to help that are open to a person. At the desk there are none, and the hours are shown.
///
/// # Errors
/// When the database fails.
pub async fn show(desk: &Desk, person: &Person) -> Result<Support> {
    let db = desk.db().read();
    let settings = SupportSettings::read(db).await?;
    let known = if person.is_staff() { Vec::new() } else { facts(desk, person.id).await? };
    let opening = opening(db, &settings.chat_calendar, desk.now(), &person.zone).await?;
    let is_open = opening.as_ref().is_some_and(|opening| opening.open);
    let admitted = if is_open && !person.is_staff() { admissions(desk, person).await? } else { Vec::new() };
    let chat = |facts: &Facts| admitted.iter().any(|one| one.slug == facts.slug && one.checked.fits());
    Ok(Support {
        opening,
        ways: known.into_iter().map(|facts| Ways { chat: chat(&facts), ..ways(desk, facts, &settings) }).collect(),
        is_staff: person.is_staff(),
    })
}

/// When chat is answered, for pages beside those of support; `None` where no such calendar is kept.
///
/// # Errors
/// When the database fails.
pub(crate) async fn chat_hours(desk: &Desk, person: &Person) -> Result<Option<Opening>> {
    let db = desk.db().read();
    let settings = SupportSettings::read(db).await?;
    opening(db, &settings.chat_calendar, desk.now(), &person.zone).await
}

/// The queue and the ticket type that chats go to, by slug; empty where none is set.
pub(crate) async fn chat_desk(db: &impl ConnectionTrait) -> Result<(String, String)> {
    let settings = SupportSettings::read(db).await?;
    Ok((settings.chat_queue, settings.chat_type))
}

fn ways(desk: &Desk, facts: Facts, settings: &SupportSettings) -> Ways {
    let plan = facts.plan.filter(super::facts::OnPlan::runs);
    let phone = plan.as_ref().is_some_and(|plan| plan.phone);
    let phone_from = desk.catalogue().levels.iter().find(|level| level.phone).map(|level| level.name.clone());
    Ways {
        company: facts.company,
        may_raise: plan.as_ref().is_some_and(|plan| plan.own.is_some() && !plan.rests),
        phone: (phone && !settings.phone.is_empty()).then(|| settings.phone.clone()),
        chat: false,
        team: plan.as_ref().is_some_and(|plan| plan.dedicated),
        phone_from: phone_from.filter(|_| !phone && !settings.phone.is_empty()),
        helpers: facts.helpers,
        level: plan.map(|plan| plan.level),
    }
}
