//! A preview of the audience: who will see a ticket that is still being written.

use super::on_behalf::OnBehalf;
use crate::actor::Person;
use crate::scope::audience::{self, AccessFields};
use crate::{Desk, Error, Result};
use domain::Refusal;
use domain::tickets::Audience;

/// What has been chosen, by slugs; empty for what has not.
#[derive(Clone, Copy, Debug, Default)]
pub struct AudiencePreview<'a> {
    pub company: &'a str,
    pub queue: &'a str,
    pub kind: &'a str,
    /// Whom an agent raises it for.
    pub reporter: &'a str,
}

/// Who will see it; none before it is said for which company it is. What is not chosen yet narrows nothing.
///
/// # Errors
/// `Forbidden` with the reason why this person raises no tickets; `Invalid` for a company that is not theirs; `NotFound`
/// for a queue or type that they are not offered.
pub async fn audience(desk: &Desk, person: &Person, preview: &AudiencePreview<'_>) -> Result<Option<Audience>> {
    let Some(of) = of(desk, person, preview).await? else { return Ok(None) };
    audience::audience(desk.db().read(), &desk.catalogue(), person, &of).await.map(Some)
}

pub(crate) async fn of(desk: &Desk, person: &Person, preview: &AudiencePreview<'_>) -> Result<Option<AccessFields>> {
    let on_behalf = match OnBehalf::of(desk, person, preview.company, preview.reporter).await {
        Ok(on_behalf) => on_behalf,
        Err(Error::Refused(refusal)) if preview.company.is_empty() && refusal.about("company").is_some() => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let catalogue = desk.catalogue();
    let queue = catalogue.queues.iter().find(|queue| queue.slug == preview.queue);
    let queue = queue.filter(|queue| on_behalf.offers_queue(person, queue)).map(|queue| queue.id);
    let kind = catalogue.types.iter().find(|kind| kind.slug == preview.kind);
    let kind = kind.filter(|kind| on_behalf.offers_type(person, kind)).map(|kind| kind.id);
    if (queue.is_none() && !preview.queue.is_empty()) || (kind.is_none() && !preview.kind.is_empty()) {
        return Err(Refusal::NotFound.into());
    }
    Ok(Some(AccessFields {
        ticket_id: None,
        company_id: on_behalf.home().company_id,
        reporter_id: on_behalf.reporter_id(person),
        assignee_id: None,
        queue_id: queue,
        type_id: kind,
    }))
}
