//! The new-ticket form: only what this person may use.

use super::audience_preview::{self, AudiencePreview};
use super::on_behalf::{self, OnBehalf};
use crate::actor::{Home, Person};
use crate::catalogue::{Catalogue, Queue, TicketType};
use crate::scope::find;
use crate::{Desk, Error, Result, entitlements, random};
use domain::Refusal;
use domain::assistant::Case;
use domain::plans::{RaiseDenied, may_raise};
use domain::refusal::Because;
use domain::tickets::{Choice, GroupForm, KindForm, Picker, TicketForm, TicketFormOrRefusal};

/// The form, or the reason why this person gets none. `company` and `reporter` say whom an agent raises it for.
///
/// # Errors
/// `NotFound` and `Invalid` for an agent who names nobody of the company.
pub async fn new_ticket_form(
    desk: &Desk,
    person: &Person,
    company: &str,
    reporter: &str,
) -> Result<TicketFormOrRefusal> {
    if person.is_staff() {
        return match on_behalf::caller(desk, person, company, reporter).await {
            Ok(caller) => {
                new_ticket_form_for(desk, person, caller).await.map(|form| TicketFormOrRefusal::Form(Box::new(form)))
            }
            Err(Error::Refused(Refusal::Forbidden(because))) => Ok(TicketFormOrRefusal::Refused(because)),
            Err(error) => Err(error),
        };
    }
    let homes: Vec<&Home> = person.companies.iter().filter(|home| home.denied.is_none()).collect();
    if homes.is_empty() {
        return refusal(desk, person).await.map(TicketFormOrRefusal::Refused);
    }
    let catalogue = desk.catalogue();
    let company_ids: Vec<i64> = homes.iter().map(|home| home.company_id).collect();
    let now = desk.now();
    let offered = |home: &&Home, queue: &Queue| {
        offers_queue(person, home.company_id, queue) && may_raise(&home.plans, queue.product.as_deref(), now).is_ok()
    };
    let queues = catalogue.queues.iter().filter(|queue| homes.iter().any(|home| offered(home, queue)));
    let kinds = catalogue.types.iter().filter(|kind| company_ids.iter().any(|id| offers_type(person, *id, kind)));
    Ok(TicketFormOrRefusal::Form(Box::new(TicketForm {
        companies: homes.iter().map(|home| Choice { slug: home.slug.clone(), label: home.name.clone() }).collect(),
        queues: queues.map(|queue| Choice { slug: queue.slug.clone(), label: queue.path.clone() }).collect(),
        kinds: kinds.map(|kind| kind_form(person, company_ids[0], kind)).collect(),
        priorities: priorities(&catalogue)?,
        audience: audience_preview::audience(desk, person, &AudiencePreview::default()).await?,
        key: random::id(),
        case: Case::default(),
        caller: None,
    })))
}

/// A ticket that a new one refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferredTicket {
    pub number: String,
    pub subject: String,
    /// Slugs of where it belongs; the company's is empty where the person raises no tickets for it.
    pub kind: String,
    pub queue: String,
    pub company: String,
}

/// The ticket of this number; nothing for one that the person does not see.
///
/// # Errors
/// When the database fails.
pub async fn referred_ticket(desk: &Desk, person: &Person, number: &str) -> Result<Option<ReferredTicket>> {
    let found = match find(desk.db().read(), person, number).await {
        Ok(found) => found,
        Err(Error::Refused(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let catalogue = desk.catalogue();
    let home = person.companies.iter().find(|home| home.company_id == found.company_id);
    Ok(Some(ReferredTicket {
        number: catalogue.number(found.number),
        subject: found.subject,
        kind: catalogue.ticket_type(found.type_id)?.slug.clone(),
        queue: catalogue.queue(found.queue_id)?.slug.clone(),
        company: home.map(|home| home.slug.clone()).unwrap_or_default(),
    }))
}

/// What an agent is offered who raises a ticket for somebody.
async fn new_ticket_form_for(desk: &Desk, person: &Person, caller: on_behalf::Caller) -> Result<TicketForm> {
    let catalogue = desk.catalogue();
    let panel = on_behalf::panel(desk, person, &caller).await?;
    let (company_id, on_behalf) = (caller.home().company_id, OnBehalf::Caller(Box::new(caller)));
    let queues = catalogue.queues.iter().filter(|queue| on_behalf.offers_queue(person, queue));
    let kinds = catalogue.types.iter().filter(|kind| on_behalf.offers_type(person, kind));
    let preview = AudiencePreview { company: &panel.company.slug, reporter: &panel.slug, ..AudiencePreview::default() };
    Ok(TicketForm {
        companies: vec![panel.company.clone()],
        queues: queues.map(|queue| Choice { slug: queue.slug.clone(), label: queue.path.clone() }).collect(),
        kinds: kinds.map(|kind| kind_form(person, company_id, kind)).collect(),
        priorities: priorities(&catalogue)?,
        audience: audience_preview::audience(desk, person, &preview).await?,
        key: random::id(),
        case: Case::default(),
        caller: Some(Box::new(panel)),
    })
}

/// Why the person may not raise tickets, with the names of those who can help.
async fn refusal(desk: &Desk, person: &Person) -> Result<Because> {
    let Some(home) = person.companies.first() else {
        return Ok(Because::NoPlan { company: String::new(), manager: None });
    };
    entitlements::because(desk, desk.db().read(), home, home.denied.unwrap_or(RaiseDenied::NoPlan), None).await
}

/// The company a ticket is raised for: the chosen one, or the only one there is.
///
/// # Errors
/// `Invalid` when the choice is not the person's; `Forbidden` with the plan's reason.
pub(crate) async fn home<'a>(desk: &Desk, person: &'a Person, chosen: &str) -> Result<&'a Home> {
    if person.is_staff() {
        return Err(Refusal::Forbidden(Because::NotACustomer).into());
    }
    let seated: Vec<&Home> = person.companies.iter().filter(|home| home.denied.is_none()).collect();
    let found = match (&seated[..], chosen) {
        ([], _) => return Err(Refusal::Forbidden(refusal(desk, person).await?).into()),
        ([only], "") => Some(*only),
        (several, slug) => several.iter().find(|home| home.slug == slug).copied(),
    };
    let reason = if chosen.is_empty() { domain::Reason::Missing } else { domain::Reason::NotOffered };
    Ok(found.ok_or_else(|| Refusal::field("company", reason))?)
}

pub(crate) fn offers_queue(person: &Person, company_id: i64, queue: &Queue) -> bool {
    queue.customers_may_create && person.updates_in(company_id, queue.id, |rights| &rights.queues.update)
}

pub(crate) fn offers_type(person: &Person, company_id: i64, kind: &TicketType) -> bool {
    kind.customers_may_create && person.updates_in(company_id, kind.id, |rights| &rights.types.update)
}

pub(crate) fn offers_attribute(person: &Person, company_id: i64, attribute_id: i64) -> bool {
    person.updates_in(company_id, attribute_id, |rights| &rights.attributes.update)
}

fn kind_form(person: &Person, company_id: i64, kind: &TicketType) -> KindForm {
    let groups = kind.groups.iter().map(|group| {
        let offered = group.attributes.iter().filter(|attribute| offers_attribute(person, company_id, attribute.id));
        GroupForm { name: group.name.clone(), fields: offered.map(|attribute| attribute.field.clone()).collect() }
    });
    let groups = groups.filter(|group| !group.fields.is_empty()).collect();
    KindForm { slug: kind.slug.clone(), name: kind.name.clone(), groups }
}

fn priorities(catalogue: &Catalogue) -> Result<Picker> {
    let choices = catalogue
        .priorities
        .iter()
        .map(|priority| Choice { slug: priority.slug.clone(), label: priority.badge.label.clone() });
    Ok(Picker { current: catalogue.usual_priority()?.slug.clone(), choices: choices.collect() })
}
