//! Validating a request against its plan as it is now.

use crate::Result;
use crate::actor::company;
use crate::entitlements::contacts::account;
use crate::entitlements::{plan, request, seat};
use domain::people::email;
use domain::people::person_name::{Candidate, Doubt, SharedNames, Verdict};
use domain::plans::{RequestDraft, RequestKind, RequestState};
use domain::refusal::{Faults, Reason};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What a request is looked at against.
pub(super) struct Against<'a> {
    pub company: &'a company::Model,
    pub plan: &'a plan::Model,
    pub seats: &'a [seat::Model],
    /// Words that no person is called by.
    pub names: &'a SharedNames,
    /// An agent has said that this is a person, however the name sounds.
    pub confirmed: bool,
    /// The request itself, where it is written down already.
    pub own: Option<i64>,
}

/// A request that fits.
pub(super) struct Judged {
    /// With every field as it is kept; the address in its canonical form.
    pub draft: RequestDraft,
    /// The name could be a role's.
    pub doubtful: bool,
    /// Slug and name of those who give up their seats.
    pub removes: Vec<(String, String)>,
}

/// # Errors
/// `Invalid` with everything that is wrong.
pub(super) async fn judge(db: &impl ConnectionTrait, draft: RequestDraft, against: Against<'_>) -> Result<Judged> {
    let mut faults = Faults::default();
    let mut draft = draft.tidied(&mut faults);
    draft.email = email::canonical(&draft.email);
    let mut removes: Vec<(String, String)> = Vec::new();
    for slug in &draft.removes {
        match against.seats.iter().find(|seat| seat.slug == *slug) {
            Some(seat) if removes.iter().all(|(known, _)| known != slug) => removes.push((slug.clone(), seat.name())),
            Some(_) => {}
            None => faults.add(format!("keep.{slug}"), Reason::NotOffered),
        }
    }
    draft.removes = removes.iter().map(|(slug, _)| slug.clone()).collect();
    if draft.kind == RequestKind::Correct && !against.seats.iter().any(|seat| seat.slug == draft.corrects) {
        faults.add("corrects", Reason::NotOffered);
    }
    let mut doubtful = false;
    if draft.kind != RequestKind::Remove {
        doubtful = judge_person(&draft, &against, &mut faults);
        judge_address(db, &draft, &against, &mut faults).await?;
    }
    let left = i64::try_from(against.seats.len() - removes.len()).unwrap_or(i64::MAX);
    if draft.kind == RequestKind::Add && left >= against.plan.seat_limit {
        faults.add("keep", Reason::SeatsFull { limit: against.plan.seat_limit });
    }
    faults.into_result()?;
    Ok(Judged { draft, doubtful, removes })
}

/// Whether an agent must make sure that this is a person; what surely is none is a fault.
fn judge_person(draft: &RequestDraft, against: &Against<'_>, faults: &mut Faults) -> bool {
    if draft.first_name.is_empty() && draft.last_name.is_empty() {
        return false;
    }
    let (first_name, last_name) = (draft.first_name.as_str(), draft.last_name.as_str());
    let candidate = Candidate { first_name, last_name, email: &draft.email, company: &against.company.name };
    match against.names.judge(candidate) {
        Verdict::Specific => false,
        Verdict::Confirm(_) => !against.confirmed,
        Verdict::Refused(doubt) => {
            let field = if matches!(doubt, Doubt::SharedMailbox(_)) { "email" } else { "first_name" };
            faults.add(field, Reason::NotAPerson(doubt));
            false
        }
    }
}

async fn judge_address(
    db: &impl ConnectionTrait,
    draft: &RequestDraft,
    against: &Against<'_>,
    faults: &mut Faults,
) -> Result<()> {
    if draft.email.is_empty() {
        return Ok(());
    }
    let stays = |seat: &&seat::Model| !draft.removes.contains(&seat.slug) && seat.slug != draft.corrects;
    let account = account(db, against.company.id, &draft.email).await?.map(|user| user.id);
    let same = |seat: &seat::Model| seat.email == draft.email || (account.is_some() && seat.user_id == account);
    if against.seats.iter().filter(stays).any(same) {
        faults.add("email", Reason::AlreadyContact);
    }
    let open = [RequestState::Prepared, RequestState::Filed].map(RequestState::as_str);
    let asked = request::Entity::find()
        .filter(request::Column::PlanId.eq(against.plan.id))
        .filter(request::Column::State.is_in(open))
        .filter(request::Column::Email.eq(&draft.email))
        .filter(request::Column::Id.ne(against.own.unwrap_or(-1)));
    if asked.one(db).await?.is_some() {
        faults.add("email", Reason::AlreadyAsked);
    }
    Ok(())
}
