//! Carrying out a request that fits: seats are taken, given and corrected, and everybody concerned is told.

use super::file::named;
use super::judge::Judged;
use super::mails::{RequestMail, mail_contact};
use super::ticket;
use crate::actor::{Person, company};
use crate::db::Tx;
use crate::entitlements::contacts::{account, next_holder, seats};
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::{plan, request, seat};
use crate::tickets::{change, subscribe};
use crate::write::Write;
use crate::{Result, random};
use domain::events::Named;
use domain::events::plan::{Approved, Contact, Event};
use domain::mail::RequestStep;
use domain::plans::{RequestDraft, RequestKind, RequestState, Running};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::json;

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
