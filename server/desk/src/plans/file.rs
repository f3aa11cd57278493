//! Filing requests to change contacts: those who may file it do, others prepare it for one of them, agents file it for whoever calls.

use super::carry_out::carry_out;
use super::form::filer;
use super::judge::{Against, Judged, judge};
use super::lock;
use super::mails::RequestMail;
pub use super::ticket::TicketText;
use super::ticket::{self, Filing};
use crate::actor::{self, Person};
use crate::db::Tx;
use crate::entitlements::contacts::{account, seats};
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::scope::{self, Scope};
use crate::entitlements::{plan, request};
use crate::events::{Idempotency, fingerprint, idempotency};
use crate::write::Write;
use crate::{Desk, Result, pace, random};
use domain::events::Named;
use domain::events::plan::{Event, Prepared, Request};
use domain::mail::RequestStep;
use domain::plans::{RequestDraft, RequestState};
use domain::refusal::Because;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

/// A request as it was sent.
pub struct NewRequest<'a> {
    /// Slugs; empty for the person's first company and its plan of everything else.
    pub company: &'a str,
    pub product: &'a str,
    pub draft: RequestDraft,
    /// Who is to file it; the first who may where nobody is named.
    pub to: &'a str,
    /// For agents: who has asked.
    pub asked_by: &'a str,
    /// For agents: carry it out at once.
    pub approve: bool,
    /// For agents: this is a person, however the name sounds.
    pub confirmed: bool,
    pub key: &'a str,
    pub text: TicketText,
}

/// Writes a request and returns its id. With a key it is written once however often it is sent.
///
/// # Errors
/// `NotFound`; `Forbidden` for agents who may only read; `Invalid` with everything that is wrong; `TooFast`; `Conflict`.
pub async fn file(desk: &Desk, person: &Person, sent: NewRequest<'_>) -> Result<String> {
    let scope = scope::company(desk.db().read(), person, sent.company).await?;
    let plan = scope::plan(desk.db().read(), scope.company.id, sent.product).await?;
    if person.is_staff() {
        scope::must_decide(desk, person, &scope.company, &plan)?;
    }
    let (scope, plan, sent) = (&scope, &plan, &sent);
    desk.write(person, |w| async move { write(&w, person, scope, plan, sent).await }).await
}

async fn write(w: &Write, person: &Person, scope: &Scope, plan: &plan::Model, sent: &NewRequest<'_>) -> Result<String> {
    let pending =
        match idempotency::check(w, person.id, "plan request", sent.key, fingerprint_of(sent, plan), w.now()).await? {
            Idempotency::Seen(id) => return Ok(id),
            Idempotency::New(pending) => pending,
        };
    let plan = lock::plan(w, plan.id).await?;
    let seats = seats(&**w, plan.id).await?;
    let confirmed = sent.confirmed && person.is_staff();
    let catalogue = w.desk().catalogue();
    let against = Against {
        company: &scope.company,
        plan: &plan,
        seats: &seats,
        names: &catalogue.shared_names,
        confirmed,
        own: None,
    };
    let judged = judge(&**w, sent.draft.clone(), against).await?;
    let parties = parties(w, person, scope, sent).await?;
    pace::consume(w, person)?;
    let row = insert(w, person, &plan, &judged, &parties).await?;
    let row = if parties.filed_by.is_some() {
        filed(w, person, scope, &plan, row, sent.text).await?
    } else {
        prepared(w, person, scope, &plan, &row).await?;
        row
    };
    let id = row.public_id.clone();
    if sent.approve && person.is_staff() {
        carry_out(w, person, &scope.company, &plan, row, judged).await?;
    }
    pending.store(w, &id).await?;
    if let Some((addressee, _)) = parties.addressed_to {
        // Their pages count what is new again.
        let live = w.desk().live().clone();
        w.after_commit(move || live.was_read(addressee, None));
    }
    Ok(id)
}

fn fingerprint_of(sent: &NewRequest<'_>, plan: &plan::Model) -> Vec<u8> {
    let RequestDraft { kind, corrects, first_name, last_name, position, email, phone, removes, unlinks: _ } =
        &sent.draft;
    let plan = plan.id.to_string();
    let approve = if sent.approve { "approve" } else { "" };
    let texts = [
        kind.as_str(),
        corrects,
        first_name,
        last_name,
        position,
        email,
        phone,
        &plan,
        sent.to,
        sent.asked_by,
        approve,
    ];
    fingerprint(texts.into_iter().map(str::as_bytes).chain(removes.iter().map(String::as_bytes)))
}

/// Who files it, or who is to.
struct Parties {
    filed_by: Option<i64>,
    addressed_to: Option<(i64, String)>,
}

async fn parties(tx: &Tx, person: &Person, scope: &Scope, sent: &NewRequest<'_>) -> Result<Parties> {
    if person.is_staff() {
        let asker = filer(tx, person, scope, sent.asked_by).await?.map(|asker| asker.id);
        // Before the first contact nobody of the company could ask: the desk does it in its own name.
        let desk = Some(person.id).filter(|_| sent.asked_by.is_empty());
        let filed_by = asker.or(desk).ok_or_else(|| Refusal::field("asked_by", Reason::NotOffered))?;
        return Ok(Parties { filed_by: Some(filed_by), addressed_to: None });
    }
    if scope.files {
        return Ok(Parties { filed_by: Some(person.id), addressed_to: None });
    }
    let to = filer(tx, person, scope, sent.to).await?;
    let refused = if sent.to.is_empty() {
        Refusal::Forbidden(Because::FilersOnly)
    } else {
        Refusal::field("to", Reason::NotOffered)
    };
    let to = to.ok_or(refused)?;
    Ok(Parties { filed_by: None, addressed_to: Some((to.id, to.name)) })
}

async fn insert(
    w: &Write,
    person: &Person,
    plan: &plan::Model,
    judged: &Judged,
    parties: &Parties,
) -> Result<request::Model> {
    let now = w.now();
    let draft = judged.draft.clone();
    let state = if parties.filed_by.is_some() { RequestState::Filed } else { RequestState::Prepared };
    let row = request::ActiveModel {
        public_id: Set(random::id()),
        plan_id: Set(plan.id),
        ticket_id: Set(None),
        state: Set(state.as_str().into()),
        kind: Set(draft.kind.as_str().into()),
        corrects: Set(draft.corrects),
        removes: Set(json!(judged.removes).to_string()),
        first_name: Set(draft.first_name),
        last_name: Set(draft.last_name),
        position: Set(draft.position),
        email: Set(draft.email),
        phone: Set(draft.phone),
        doubtful: Set(judged.doubtful),
        prepared_by: Set(person.id),
        addressed_to: Set(parties.addressed_to.as_ref().map(|(id, _)| *id)),
        filed_by: Set(parties.filed_by),
        decided_by: Set(None),
        reason: Set(String::new()),
        created_at: Set(now),
        filed_at: Set(parties.filed_by.map(|_| now)),
        decided_at: Set(None),
        ..Default::default()
    };
    Ok(row.insert(&**w).await?)
}

/// The request is somebody's to file.
async fn prepared(w: &Write, person: &Person, scope: &Scope, plan: &plan::Model, row: &request::Model) -> Result<()> {
    let to = actor::maybe_named(&**w, row.addressed_to).await?;
    let event = Event::Prepared(Prepared { request: named(row), to });
    record_event(w, plan, NewPlanEvent::without_ticket(event)).await?;
    let step = RequestMail { step: RequestStep::Prepared, person, company: &scope.company, request: row, at: w.now() };
    step.send(w, &[row.addressed_to]).await
}

/// The request is with the provider now: it becomes a ticket, and everyone concerned is told.
async fn filed(
    w: &Write,
    person: &Person,
    scope: &Scope,
    plan: &plan::Model,
    mut row: request::Model,
    text: TicketText,
) -> Result<request::Model> {
    let (draft, removes, filed_by) = (row.draft(), row.removes(), row.filed_by.unwrap_or(person.id));
    // What the desk asks for in its own name is about the new contact: the ticket is theirs, where they have an account.
    let in_own_name = person.is_staff() && filed_by == person.id && !draft.email.is_empty();
    let own = if in_own_name { account(&**w, plan.company_id, &draft.email).await? } else { None };
    let filing = Filing {
        company: &scope.company,
        plan,
        draft: &draft,
        removes: &removes,
        filed_by: own.map_or(filed_by, |user| user.id),
        prepared_by: row.prepared_by,
        text,
    };
    row.ticket_id = ticket::raise(w, person, filing).await?;
    ticket::store_ticket(w, row.id, row.ticket_id).await?;
    let event = Event::Filed(Request { request: named(&row) });
    record_event(w, plan, NewPlanEvent::without_ticket(event)).await?;
    let step = RequestMail { step: RequestStep::Filed, person, company: &scope.company, request: &row, at: w.now() };
    let dedicated = w.desk().catalogue().level(&plan.level).is_some_and(|level| level.dedicated);
    let helper = scope.company.csm_id.filter(|_| dedicated).or(scope.company.account_manager_id);
    step.send(w, &[Some(row.prepared_by), row.filed_by, helper]).await?;
    Ok(row)
}

/// Whom a request is about: the new contact, or those who go.
pub(super) fn about(row: &request::Model) -> String {
    let name = row.draft().name();
    if name.is_empty() { row.removes().into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ") } else { name }
}

/// What the log keeps of a request.
pub(super) fn named(row: &request::Model) -> Named {
    Named::new(row.id, about(row))
}

/// Files a request that somebody else prepared; one that is filed already stays as it is.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may not file; `Invalid` when it does not fit the plan any more.
pub async fn forward(desk: &Desk, person: &Person, id: &str, text: TicketText) -> Result<()> {
    desk.write(person, |w| async move {
        let seen = scope::request(&*w, person, id).await?;
        let plan = lock::plan(&w, seen.plan.id).await?;
        // Somebody else may have been quicker.
        let scope::VisibleRequest { request: row, scope, .. } = scope::request(&*w, person, id).await?;
        if !scope.files && !scope::decides(desk, person, &scope.company, &plan) {
            let because = if person.is_staff() { Because::ReadOnly } else { Because::FilersOnly };
            return Err(Refusal::Forbidden(because).into());
        }
        match row.state() {
            RequestState::Prepared => {}
            RequestState::Filed => return Ok(()),
            _ => return Err(Refusal::Forbidden(Because::RequestSettled).into()),
        }
        let seats = seats(&*w, plan.id).await?;
        let catalogue = desk.catalogue();
        let against = Against {
            company: &scope.company,
            plan: &plan,
            seats: &seats,
            names: &catalogue.shared_names,
            confirmed: false,
            own: Some(row.id),
        };
        judge(&*w, row.draft(), against).await?;
        // An agent files for the one who was asked.
        let filed_by = if person.is_staff() { row.addressed_to.unwrap_or(row.prepared_by) } else { person.id };
        let changed = request::ActiveModel {
            id: Set(row.id),
            state: Set(RequestState::Filed.as_str().into()),
            filed_by: Set(Some(filed_by)),
            filed_at: Set(Some(w.now())),
            ..Default::default()
        };
        let row = changed.update(&*w).await?;
        filed(&w, person, &scope, &plan, row, text).await?;
        Ok(())
    })
    .await
}
