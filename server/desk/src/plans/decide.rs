//! Approving, declining and withdrawing requests. Whatever an approval changes, it changes in one transaction, and no plan gets more
//! contacts than it has seats, however many approve at once.
//!
//! Invariant: contacts change only by requests, and a request is judged again at approval with the plan's row locked.

use super::file::named;
use super::judge::{Against, Judged, judge};
use super::mails::{RequestMail, mail_contact};
use super::{lock, ticket};
use crate::actor::Person;
use crate::actor::company;
use crate::db::Tx;
use crate::entitlements::contacts::{account, next_holder, seats};
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::scope::{self, VisibleRequest};
use crate::entitlements::{plan, request, seat};
use crate::tickets::{change, subscribe};
use crate::write::Write;
use crate::{Desk, Result, random};
use domain::events::Named;
use domain::events::plan::{Approved, Contact, Declined, Event, Request};
use domain::mail::RequestStep;
use domain::plans::{RequestDraft, RequestKind, RequestState, Running};
use domain::refusal::Because;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::json;

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

/// Makes a request true that fits.
pub(super) async fn carry_out(
    w: &Write,
    person: &Person,
    company: &company::Model,
    plan: &plan::Model,
    row: request::Model,
    judged: Judged,
) -> Result<()> {
    let now = w.now();
    if judged.doubtful {
        return Err(Refusal::field("confirm", Reason::ConfirmPerson).into());
    }
    let draft = judged.draft;
    if draft.kind == RequestKind::Correct && !draft.unlinks {
        must_keep_its_holder(w, plan, &draft).await?;
    }
    let changed = request::ActiveModel {
        id: Set(row.id),
        state: Set(RequestState::Approved.as_str().into()),
        removes: Set(json!(judged.removes).to_string()),
        first_name: Set(draft.first_name.clone()),
        last_name: Set(draft.last_name.clone()),
        position: Set(draft.position.clone()),
        email: Set(draft.email.clone()),
        phone: Set(draft.phone.clone()),
        doubtful: Set(false),
        decided_by: Set(Some(person.id)),
        decided_at: Set(Some(now)),
        ..Default::default()
    };
    let row = changed.update(&**w).await?;
    if let Some(id) = row.ticket_id {
        crate::scope::lock(w, id).await?;
    }
    let seated = seated(w, plan, &row, now).await?;
    let closed = ticket::close(w, &row).await?;
    let approved = Event::Approved(Approved { request: named(&row), seated });
    let new = NewPlanEvent { ticket_id: row.ticket_id, event: approved };
    let event = record_event(w, plan, new).await?;
    if let Some(found) = closed {
        change::touch(w, &found, event).await?;
    }
    let step = |step| RequestMail { step, person, company, request: &row, at: now };
    let all = seats(&**w, plan.id).await?;
    let mut left = all.len();
    for seat in all.into_iter().filter(|seat| draft.removes.contains(&seat.slug)) {
        seat::Entity::delete_by_id(seat.id).exec(&**w).await?;
        left -= 1;
        record(w, plan, Event::Removed(Contact { contact: seat.named() })).await?;
        mail_contact(w, &step(RequestStep::SeatTaken), &seat).await?;
    }
    match draft.kind {
        RequestKind::Add => {
            let seat = add(w, plan, &draft, now).await?;
            left += 1;
            record(w, plan, Event::Added(Contact { contact: seat.named() })).await?;
            mail_contact(w, &step(RequestStep::SeatGiven), &seat).await?;
        }
        RequestKind::Correct => correct(w, plan, &draft).await?,
        RequestKind::Remove => {}
    }
    if plan.choose_by.is_some() && i64::try_from(left).unwrap_or(i64::MAX) <= plan.seat_limit {
        let chosen =
            plan::ActiveModel { id: Set(plan.id), choose_by: Set(None), tell_at: Set(None), ..Default::default() };
        chosen.update(&**w).await?;
    }
    step(RequestStep::Approved).send(w, &[row.filed_by, Some(row.prepared_by)]).await
}

/// The account that gets a seat and can raise cases at once. Its owner follows the request's ticket, and so hears of it there.
async fn seated(tx: &Tx, plan: &plan::Model, row: &request::Model, now: i64) -> Result<Option<Named>> {
    let runs = matches!(plan.term().at(now), Running::Active | Running::Grace { .. });
    if row.kind() != RequestKind::Add || !runs {
        return Ok(None);
    }
    let account = account(tx, plan.company_id, &row.email).await?;
    if let (Some(user), Some(ticket_id)) = (&account, row.ticket_id) {
        subscribe::add(tx, ticket_id, user.id).await?;
    }
    Ok(account.map(|user| user.named()))
}

async fn record(w: &Write, plan: &plan::Model, event: Event) -> Result<()> {
    record_event(w, plan, NewPlanEvent::without_ticket(event)).await.map(drop)
}

async fn add(tx: &Tx, plan: &plan::Model, draft: &RequestDraft, now: i64) -> Result<seat::Model> {
    let account = account(tx, plan.company_id, &draft.email).await?;
    let row = seat::ActiveModel {
        plan_id: Set(plan.id),
        slug: Set(random::id()),
        user_id: Set(account.map(|user| user.id)),
        email: Set(draft.email.clone()),
        first_name: Set(draft.first_name.clone()),
        last_name: Set(draft.last_name.clone()),
        position: Set(draft.position.clone()),
        phone: Set(draft.phone.clone()),
        since: Set(now),
        ..Default::default()
    };
    Ok(row.insert(tx).await?)
}

/// # Errors
/// `Invalid` for an address that takes the seat from whoever holds it: an agent says that this is meant.
async fn must_keep_its_holder(tx: &Tx, plan: &plan::Model, draft: &RequestDraft) -> Result<()> {
    let all = seats(tx, plan.id).await?;
    let Some(seat) = all.iter().find(|seat| seat.slug == draft.corrects) else { return Ok(()) };
    let heir = next_holder(tx, plan.company_id, &all, seat, &draft.email).await?;
    if seat.user_id.is_none() || heir == seat.user_id {
        return Ok(());
    }
    Err(Refusal::field("email", Reason::LosesSeat { name: seat.name(), taken: heir.is_some() }).into())
}

/// The seat is that of whose account has the address.
async fn correct(w: &Write, plan: &plan::Model, draft: &RequestDraft) -> Result<()> {
    let all = seats(&**w, plan.id).await?;
    let found = all.iter().find(|seat| seat.slug == draft.corrects).ok_or(Refusal::NotFound)?;
    let user_id = next_holder(&**w, plan.company_id, &all, found, &draft.email).await?;
    let row = seat::ActiveModel {
        id: Set(found.id),
        user_id: Set(user_id),
        email: Set(draft.email.clone()),
        first_name: Set(draft.first_name.clone()),
        last_name: Set(draft.last_name.clone()),
        position: Set(draft.position.clone()),
        phone: Set(draft.phone.clone()),
        ..Default::default()
    };
    let seat = row.update(&**w).await?;
    record(w, plan, Event::Corrected(Contact { contact: seat.named() })).await
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
