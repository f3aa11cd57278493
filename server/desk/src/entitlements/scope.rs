//! Authorization on plans and their requests: whose a person sees, and what they may do there.

use super::{plan, request};
use crate::actor::company;
use crate::actor::{Home, Person};
use crate::scope::ticket;
use crate::{Desk, Result};
use domain::Refusal;
use domain::refusal::Because;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A company whose plans a person sees.
pub(crate) struct Scope {
    pub company: company::Model,
    /// May file requests, as one of the company's own people.
    pub files: bool,
}

impl Scope {
    /// Who knows addresses, requests and history: those who file, and the desk.
    pub fn knows(&self, person: &Person) -> bool {
        self.files || person.is_staff()
    }
}

fn home<'a>(person: &'a Person, slug: &str) -> Option<&'a Home> {
    person.companies.iter().find(|home| slug.is_empty() || home.slug == slug)
}

/// The company of this slug; a customer's first one where none is named.
///
/// # Errors
/// `NotFound` for one that is not theirs to see.
pub(crate) async fn company(db: &impl ConnectionTrait, person: &Person, slug: &str) -> Result<Scope> {
    let files = home(person, slug).is_some_and(|home| home.files);
    let found = if person.is_staff() {
        company::Entity::find().filter(company::Column::Slug.eq(slug.replace('\0', "")))
    } else {
        let home = home(person, slug).ok_or(Refusal::NotFound)?;
        company::Entity::find().filter(company::Column::Id.eq(home.company_id))
    };
    Ok(Scope { company: found.one(db).await?.ok_or(Refusal::NotFound)?, files })
}

/// The plans of a company, that of everything else first.
pub(crate) async fn plans(db: &impl ConnectionTrait, company_id: i64) -> Result<Vec<plan::Model>> {
    let of_company = plan::Entity::find().filter(plan::Column::CompanyId.eq(company_id));
    let mut plans = of_company.order_by_asc(plan::Column::Id).all(db).await?;
    plans.sort_by_key(|plan| plan.product.clone());
    Ok(plans)
}

/// The plan of a company for a product; the only one where none is named.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn plan(db: &impl ConnectionTrait, company_id: i64, product: &str) -> Result<plan::Model> {
    let plans = plans(db, company_id).await?;
    let named = |plan: &plan::Model| plan.product.as_deref().unwrap_or_default() == product;
    let only = (plans.len() == 1 && product.is_empty()).then(|| plans.first().cloned()).flatten();
    Ok(plans.into_iter().find(named).or(only).ok_or(Refusal::NotFound)?)
}

/// A request that the person sees: those who file and the desk see all of the company's, others those they wrote.
pub(crate) struct VisibleRequest {
    pub request: request::Model,
    pub plan: plan::Model,
    pub scope: Scope,
}

/// # Errors
/// `NotFound` for one that does not exist or is not theirs to see.
pub(crate) async fn request(db: &impl ConnectionTrait, person: &Person, id: &str) -> Result<VisibleRequest> {
    let found = request::Entity::find().filter(request::Column::PublicId.eq(id.replace('\0', ""))).one(db).await?;
    let request = found.ok_or(Refusal::NotFound)?;
    let plan = plan::Entity::find_by_id(request.plan_id).one(db).await?.ok_or(Refusal::NotFound)?;
    let company = company::Entity::find_by_id(plan.company_id).one(db).await?.ok_or(Refusal::NotFound)?;
    if !person.is_staff() && home(person, &company.slug).is_none() {
        return Err(Refusal::NotFound.into());
    }
    let files = home(person, &company.slug).is_some_and(|home| home.files);
    let scope = Scope { company, files };
    if scope.knows(person) || request.prepared_by == person.id {
        Ok(VisibleRequest { request, plan, scope })
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Queue and type of the ticket that a request becomes: the team's for a dedicated plan, otherwise plan support's.
pub(crate) fn desk_of(desk: &Desk, company: &company::Model, plan: &plan::Model) -> Option<(i64, i64)> {
    let catalogue = desk.catalogue();
    let (queue, kind) = catalogue.plan_desk?;
    let dedicated = catalogue.level(&plan.level).is_some_and(|level| level.dedicated);
    let team = company.team_queue_id.filter(|id| dedicated && catalogue.queue(*id).is_ok());
    Some((team.unwrap_or(queue), kind))
}

/// Whether the person decides about requests of this plan: agents who may change tickets where these lie, and the company's
/// account manager and customer success manager.
pub(crate) fn decides(desk: &Desk, person: &Person, company: &company::Model, plan: &plan::Model) -> bool {
    let own = [company.account_manager_id, company.csm_id].contains(&Some(person.id));
    let there = || {
        desk_of(desk, company, plan).is_none_or(|(queue, kind)| person.may_update(company.id, person.id, queue, kind))
    };
    person.is_staff() && person.updates_anything() && (own || there())
}

/// # Errors
/// `Forbidden` for customers, and for those at the desk who may only read there.
pub(crate) fn must_decide(
    desk: &Desk,
    person: &Person,
    company: &company::Model,
    plan: &plan::Model,
) -> Result<(), Refusal> {
    match (person.is_staff(), decides(desk, person, company, plan)) {
        (_, true) => Ok(()),
        (true, false) => Err(Refusal::Forbidden(Because::ReadOnly)),
        (false, false) => Err(Refusal::Forbidden(Because::AgentsOnly)),
    }
}

/// The request that a ticket is, if the person sees it.
pub(crate) async fn of_ticket(desk: &Desk, person: &Person, ticket: &ticket::Model) -> Result<Option<String>> {
    if desk.catalogue().plan_desk.is_none_or(|(_, kind)| kind != ticket.type_id) {
        return Ok(None);
    }
    let db = desk.db().read();
    let found = request::Entity::find().filter(request::Column::TicketId.eq(ticket.id)).one(db).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(request(db, person, &found.public_id).await.is_ok().then_some(found.public_id))
}
