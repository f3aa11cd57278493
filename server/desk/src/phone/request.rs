//! Requesting a callback: a ticket and a call for a slot.

use super::slots::{DayPart, calendar_zone, find_slot, slot};
use super::{call, includes_phone, open_call, without_phone};
use crate::actor::Person;
use crate::format_time::zone;
use crate::tickets::new_ticket_form::home;
use crate::tickets::open;
use crate::write::Write;
use crate::{Desk, Error, Result, entitlements, events, pace, random};
use domain::phone::{CallOutcome, Slot, check_number};
use domain::refusal::Faults;
use domain::tickets::draft::TicketDraft;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, Set};

/// The callback that a customer asks for.
#[derive(Clone, Debug)]
pub struct CallbackRequest<'a> {
    /// Slugs; the company may be empty for whoever has one.
    pub company: &'a str,
    pub queue: &'a str,
    pub subject: &'a str,
    /// What it is about, in more words; may be empty.
    pub about: &'a str,
    pub number: &'a str,
    /// The slug of a [`Slot`].
    pub slot: &'a str,
    /// What the ticket says, in the desk's language: the desk itself has no words. Takes what it is about, the number, the time and
    /// the zone of the hours.
    pub describe: fn(&str, &str, &Slot, &str) -> String,
}

/// Raises a ticket to call somebody back, and returns its number; of somebody who waits for a call already, that ticket's.
///
/// # Errors
/// `NotFound` for agents; `Forbidden` with what the plan lacks; `Invalid` with everything that is wrong; `TooFast`.
pub async fn request_callback(desk: &Desk, person: &Person, asked: CallbackRequest<'_>) -> Result<String> {
    if person.is_staff() {
        return Err(Refusal::NotFound.into());
    }
    let catalogue = desk.catalogue();
    let of = home(desk, person, asked.company).await?;
    let product = catalogue.queues.iter().find(|queue| queue.slug == asked.queue);
    let product = product.and_then(|queue| queue.product.as_deref());
    entitlements::may_raise(desk, of, product).await?;
    if !includes_phone(&catalogue, of, product) {
        return Err(Refusal::Forbidden(without_phone(&catalogue, of)).into());
    }
    let mut faults = Faults::default();
    let number = faults.check_field("number", check_number(asked.number));
    let missing = if asked.slot.is_empty() { Reason::Missing } else { Reason::NotOffered };
    let part = faults.check_field("slot", find_slot(desk, asked.slot).await?.ok_or(missing));
    let hours = calendar_zone(desk).await?;
    let description = match (&number, &part) {
        (Some(number), Some(part)) => {
            // On the ticket the organisation's own clock stands.
            let there = zone(&hours);
            (asked.describe)(asked.about.trim(), number, &slot(part, &there, &there), &hours)
        }
        _ => "-".into(),
    };
    let draft = TicketDraft {
        subject: asked.subject.into(),
        queue: asked.queue.into(),
        company: asked.company.into(),
        kind: plainest(desk, person, of.company_id),
        description,
        ..TicketDraft::default()
    };
    let prepared = match open::prepare(desk, &catalogue, person, &draft).await {
        Err(Error::Refused(Refusal::Invalid(more))) => {
            more.into_iter().for_each(|fault| faults.add(fault.field, fault.reason));
            None
        }
        prepared => Some(prepared?.by("phone")),
    };
    faults.into_result()?;
    let (Some(prepared), Some(number), Some(part)) = (prepared, number, part) else {
        return Err(Error::broken("a call without faults is complete"));
    };
    let (catalogue, draft, number, part, prepared) = (&catalogue, &draft, &number, &part, &prepared);
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        if let Some((before, ticket)) = open_call(&*w, person.id).await? {
            if !ticket.closed {
                return Ok(catalogue.number(ticket.number));
            }
            // The ticket was closed without a call.
            let outcome = CallOutcome::NotReached.as_str().to_owned();
            let row = call::ActiveModel {
                id: Set(before.id),
                done_at: Set(Some(w.now())),
                outcome: Set(outcome),
                ..Default::default()
            };
            row.update(&*w).await?;
        }
        pace::consume(&w, person)?;
        let (ticket_id, shown) = open::raise(&w, person, prepared.clone(), draft, &[]).await?;
        insert_call(&w, person, ticket_id, number.clone(), part).await?;
        Ok(shown)
    })
    .await
}

async fn insert_call(w: &Write, person: &Person, ticket_id: i64, number: String, part: &DayPart) -> Result<()> {
    let row = call::ActiveModel {
        public_id: Set(random::id()),
        ticket_id: Set(ticket_id),
        user_id: Set(person.id),
        number: Set(number),
        wanted_from: Set(part.from),
        wanted_until: Set(part.until),
        created_at: Set(w.now()),
        taken_by: Set(None),
        done_at: Set(None),
        outcome: Set(String::new()),
        ..Default::default()
    };
    row.insert(&**w).await?;
    Ok(())
}

/// The type that asks for nothing more, as far as there is one.
fn plainest(desk: &Desk, person: &Person, company_id: i64) -> String {
    let catalogue = desk.catalogue();
    let offered =
        catalogue.types.iter().filter(|kind| crate::tickets::new_ticket_form::offers_type(person, company_id, kind));
    let asks = |kind: &&crate::catalogue::TicketType| {
        kind.groups.iter().flat_map(|group| &group.attributes).filter(|attribute| attribute.field.required).count()
    };
    offered.min_by_key(asks).map(|kind| kind.slug.clone()).unwrap_or_default()
}
