//! Callback page of a customer: the form, a pending callback, or why none is offered.

use super::slots::{calendar_zone, slot, slots, wanted_part};
use super::{choice, includes_phone, open_call, without_phone};
use crate::actor::{Home, Person, user};
use crate::format_time::zone;
use crate::tickets::new_ticket_form::new_ticket_form;
use crate::{Desk, Result};
use domain::Refusal;
use domain::phone::{CallbackForm, CallbackOffer, PendingCallback};
use domain::tickets;
use sea_orm::EntityTrait;

/// The form; the call that the person waits for; or why they get none.
///
/// # Errors
/// `NotFound` for agents.
pub async fn form(desk: &Desk, person: &Person) -> Result<CallbackOffer> {
    if person.is_staff() {
        return Err(Refusal::NotFound.into());
    }
    let (db, catalogue) = (desk.db().read(), desk.catalogue());
    if let Some((call, ticket)) = open_call(db, person.id).await?
        && !ticket.closed
    {
        let (hours, by) = (calendar_zone(desk).await?, taker(desk, call.taken_by).await?);
        return Ok(CallbackOffer::Waits(Box::new(PendingCallback {
            ticket: catalogue.number(ticket.number),
            subject: ticket.subject,
            slot: slot(&wanted_part(&call), &zone(&hours), &person.zone),
            number: call.number,
            zone: hours,
            own_zone: own_zone(person),
            by,
        })));
    }
    let raised = match new_ticket_form(desk, person, "", "").await? {
        tickets::TicketFormOrRefusal::Form(form) => form,
        tickets::TicketFormOrRefusal::Refused(because) => return Ok(CallbackOffer::Refused(because, false)),
    };
    let raising: Vec<&Home> = person.companies.iter().filter(|home| home.denied.is_none()).collect();
    let covers = |home: &&&Home, product: Option<&str>| {
        includes_phone(&catalogue, home, product) && domain::plans::may_raise(&home.plans, product, desk.now()).is_ok()
    };
    let product = |slug: &str| {
        catalogue.queues.iter().find(|queue| queue.slug == slug).and_then(|queue| queue.product.as_deref())
    };
    let queues: Vec<_> = raised
        .queues
        .into_iter()
        .filter(|queue| raising.iter().any(|home| covers(&home, product(&queue.slug))))
        .collect();
    if queues.is_empty() {
        let Some(home) = raising.first() else { return Err(Refusal::NotFound.into()) };
        return Ok(CallbackOffer::Refused(without_phone(&catalogue, home), true));
    }
    let account = user::Entity::find_by_id(person.id).one(db).await?;
    let (slots, hours) = slots(desk, person).await?;
    Ok(CallbackOffer::Form(Box::new(CallbackForm {
        companies: raising.iter().map(|home| choice(home)).collect(),
        queues,
        number: account.map(|account| account.phone).unwrap_or_default(),
        slots,
        zone: hours,
        own_zone: own_zone(person),
    })))
}

fn own_zone(person: &Person) -> String {
    person.zone.iana_name().unwrap_or("UTC").to_owned()
}

async fn taker(desk: &Desk, id: Option<i64>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    Ok(user::Entity::find_by_id(id).one(desk.db().read()).await?.map(|user| user.name))
}
