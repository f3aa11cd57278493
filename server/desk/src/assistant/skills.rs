//! Skills of the assistant, performed in the name of whoever asks: it calls the desk as they would, and sees what they see.

use crate::actor::{Person, user};
use crate::assets;
use crate::plans::show as plan;
use crate::tickets::list;
use crate::{Desk, Result, support};
use domain::assistant::{Contacts, Managers, Skill, SkillResult, TicketLine};
use domain::tickets::Row;
use sea_orm::EntityTrait;

/// Tickets that are named.
const TICKETS_MAX: usize = 5;
/// Contacts of one plan that are named.
const NAMES_MAX: usize = 20;
/// Companies of one person that are looked at.
const COMPANIES_MAX: usize = 5;

pub(super) async fn perform(desk: &Desk, person: &Person, skill: &Skill) -> Result<SkillResult> {
    match skill {
        Skill::Tickets => tickets(desk, person).await,
        Skill::Status(number) => status(desk, person, number).await,
        Skill::Contacts => contacts(desk, person).await,
        Skill::Chat => Ok(SkillResult::Chat(Box::new(support::check(desk, person, "").await?))),
        Skill::Hours(when) => {
            let (opening, day) = support::hours(desk, person, *when).await?;
            Ok(SkillResult::Hours { opening: opening.map(Box::new), day })
        }
        Skill::Password => {
            let own = user::Entity::find_by_id(person.id).one(desk.db().read()).await?;
            Ok(SkillResult::Password { email: own.map(|user| user.email).unwrap_or_default() })
        }
        Skill::Licences(question) => {
            let (licences, named) = assets::free_licences(desk, person, question).await?;
            Ok(SkillResult::Licences { licences, named })
        }
        Skill::Raise => Ok(SkillResult::Raise),
        Skill::Managers => managers(desk, person).await,
    }
}

/// Open tickets that they raised; at the desk, those that are given to them.
async fn tickets(desk: &Desk, person: &Person) -> Result<SkillResult> {
    let found = list::list(desk, person, "scope=mine&size=25").await?;
    let more = found.rows.len() > TICKETS_MAX;
    Ok(SkillResult::Tickets { lines: found.rows.into_iter().take(TICKETS_MAX).map(line).collect(), more })
}

fn line(row: Row) -> TicketLine {
    TicketLine { number: row.number, subject: row.subject, status: row.status, assignee: row.assignee }
}

/// A ticket that they do not see is as one that does not exist. Looking it up is no reading.
async fn status(desk: &Desk, person: &Person, number: &str) -> Result<SkillResult> {
    let counter = domain::tickets::number::read(number);
    let found = list::list(desk, person, &format!("closed=1&in=number&size=25&q={number}")).await?;
    let own = |row: &Row| counter.is_some() && domain::tickets::number::read(&row.number) == counter;
    let row = found.rows.into_iter().find(own);
    Ok(row.map_or_else(|| SkillResult::NoTicket(number.to_owned()), |row| SkillResult::Ticket(line(row))))
}

async fn contacts(desk: &Desk, person: &Person) -> Result<SkillResult> {
    let mut all = Vec::new();
    for home in person.companies.iter().take(COMPANIES_MAX) {
        let page = plan::show(desk, person, &home.slug).await?;
        all.extend(page.plans.into_iter().map(|shown| Contacts {
            company: home.name.clone(),
            level: shown.level.name,
            product: shown.named,
            used: shown.used,
            limit: shown.limit,
            names: shown.contacts.into_iter().take(NAMES_MAX).map(|contact| contact.name).collect(),
        }));
    }
    Ok(SkillResult::Contacts(all))
}

async fn managers(desk: &Desk, person: &Person) -> Result<SkillResult> {
    let mut all = Vec::new();
    for home in person.companies.iter().take(COMPANIES_MAX) {
        let (account_manager, csm) = plan::helpers(desk, person, &home.slug).await?;
        if account_manager.is_some() || csm.is_some() {
            all.push(Managers { company: home.name.clone(), account_manager, csm });
        }
    }
    Ok(SkillResult::Managers(all))
}
