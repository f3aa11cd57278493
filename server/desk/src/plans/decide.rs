//! Approving, declining and withdrawing requests. Whatever an approval changes, it changes in one transaction, and no plan gets more
//! contacts than it has seats, however many approve at once.
//!
//! Invariant: contacts change only by requests, and a request is judged again at approval with the plan's row locked.

use super::carry_out::carry_out;
use super::file::named;
use super::judge::{Against, judge};
use super::mails::RequestMail;
use super::{lock, ticket};
use crate::actor::Person;
use crate::db::Tx;
use crate::entitlements::contacts::seats;
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::request;
use crate::entitlements::scope::{self, VisibleRequest};
use crate::tickets::change;
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::plan::{Declined, Event, Request};
use domain::mail::RequestStep;
use domain::plans::{RequestDraft, RequestState};
use domain::refusal::Because;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, Set};

/// The longest reason for declining, in characters.
pub const REASON_MAX: usize = 1_000;

/// The request, with its plan's row locked.
async fn lock_request(tx: &Tx, person: &Person, id: &str) -> Result<VisibleRequest> {
    let seen = scope::request(tx, person, id).await?;
    let plan = lock::plan(tx, seen.plan.id).await?;
    // Somebody else may have been quicker: what it is now counts.
    Ok(VisibleRequest { plan, ..scope::request(tx, person, id).await? })
}

fn already_settled() -> crate::Error {
    Refusal::Forbidden(Because::RequestSettled).into()
}

/// Carries a request out, with what the agent has adjusted. What is carried out already stays as it is.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers, for those who may only read, and for a request that is settled otherwise; `Invalid`
/// when it does not fit the plan as it is now.
pub async fn approve(
    desk: &Desk,
    person: &Person,
    id: &str,
    adjusted: Option<RequestDraft>,
    confirmed: bool,
) -> Result<()> {
    let adjusted = &adjusted;
    desk.write(person, |w| async move {
        let VisibleRequest { request: row, plan, scope } = lock_request(&w, person, id).await?;
        scope::must_decide(desk, person, &scope.company, &plan)?;
        match row.state() {
            RequestState::Filed => {}
            RequestState::Approved => return Ok(()),
            _ => return Err(already_settled()),
        }
        let seats = seats(&*w, plan.id).await?;
        let draft = match adjusted {
            Some(draft) => RequestDraft { kind: row.kind(), corrects: row.corrects.clone(), ..draft.clone() },
            None => row.draft(),
        };
        let catalogue = desk.catalogue();
        let against = Against {
            company: &scope.company,
            plan: &plan,
            seats: &seats,
            names: &catalogue.shared_names,
            confirmed,
            own: Some(row.id),
        };
        let judged = judge(&*w, draft, against).await?;
        carry_out(&w, person, &scope.company, &plan, row, judged).await
    })
    .await
}

/// Declines a request, and says why.
///
/// # Errors
/// As [`approve`]; `Invalid` without a reason.
pub async fn decline(desk: &Desk, person: &Person, id: &str, reason: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let VisibleRequest { request: row, plan, scope } = lock_request(&w, person, id).await?;
        scope::must_decide(desk, person, &scope.company, &plan)?;
        match row.state() {
            RequestState::Filed => {}
            RequestState::Declined => return Ok(()),
            _ => return Err(already_settled()),
        }
        let reason = domain::text::lines(reason);
        let fault = match reason.chars().count() {
            0 => Some(Reason::Missing),
            n if n > REASON_MAX => Some(Reason::TooLong { max: REASON_MAX }),
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(Refusal::field("reason", fault).into());
        }
        let row = resolve(&w, person, row, RequestState::Declined, &reason).await?;
        let closed = ticket::close(&w, &row).await?;
        let declined = Event::Declined(Declined { request: named(&row), reason });
        let new = NewPlanEvent { ticket_id: row.ticket_id, event: declined };
        let event = record_event(&w, &plan, new).await?;
        if let Some(found) = closed {
            change::touch(&w, &found, event).await?;
        }
        let step =
            RequestMail { step: RequestStep::Declined, person, company: &scope.company, request: &row, at: w.now() };
        step.send(&w, &[row.filed_by, Some(row.prepared_by)]).await?;
        Ok(())
    })
    .await
}

async fn resolve(
    w: &Write,
    person: &Person,
    row: request::Model,
    state: RequestState,
    reason: &str,
) -> Result<request::Model> {
    let changed = request::ActiveModel {
        id: Set(row.id),
        state: Set(state.as_str().into()),
        reason: Set(reason.to_owned()),
        decided_by: Set(Some(person.id)),
        decided_at: Set(Some(w.now())),
        ..Default::default()
    };
    Ok(changed.update(&**w).await?)
}

/// Takes an open request back: whoever wrote it, those of the company who file, and those who decide may.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may only read, and for a request that is settled otherwise.
pub async fn withdraw(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let VisibleRequest { request: row, plan, scope } = lock_request(&w, person, id).await?;
        if !scope.files && row.prepared_by != person.id {
            scope::must_decide(desk, person, &scope.company, &plan)?;
        }
        match row.state() {
            RequestState::Withdrawn => return Ok(()),
            state if !state.is_open() => return Err(already_settled()),
            _ => {}
        }
        let row = resolve(&w, person, row, RequestState::Withdrawn, "").await?;
        let closed = ticket::close(&w, &row).await?;
        let withdrawn = Event::Withdrawn(Request { request: named(&row) });
        let new = NewPlanEvent { ticket_id: row.ticket_id, event: withdrawn };
        let event = record_event(&w, &plan, new).await?;
        if let Some(found) = closed {
            change::touch(&w, &found, event).await?;
        }
        Ok(())
    })
    .await
}
