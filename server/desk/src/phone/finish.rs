//! Finishing a call: its outcome is written as a note on the ticket.

use super::slots::{DayPart, calendar_zone, find_slot, slot};
use super::{call, find_call_for_update};
use crate::actor::Person;
use crate::conversation::note_down;
use crate::format_time::zone;
use crate::messages::MessageBody;
use crate::{Desk, Result};
use domain::phone::{CallOutcome, NOTE_MAX, Slot};
use domain::refusal::{Because, Faults};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, Set};

/// The result of a call, as an agent reports it.
#[derive(Clone, Debug)]
pub struct CallResult<'a> {
    /// As [`CallOutcome`] is written.
    pub outcome: &'a str,
    /// What there is to say about it; may be empty.
    pub note: &'a str,
    /// When it is tried again: the slug of a [`Slot`], or empty for not at all.
    pub again: &'a str,
    /// What the note says, in the desk's language. Takes the outcome, what was said about it, when it is tried again, and the zone of
    /// the hours.
    pub describe: fn(CallOutcome, &str, Option<&Slot>, &str) -> String,
}

/// Ends a call, or puts it off where it reached nobody. Sending the same again changes nothing more.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may not change the ticket, and for a call that somebody else has taken or that ended
/// otherwise; `Invalid`.
pub async fn finish(desk: &Desk, person: &Person, id: &str, ended: CallResult<'_>) -> Result<()> {
    let (outcome, again) = checked(desk, &ended).await?;
    let hours = calendar_zone(desk).await?;
    let (again, hours) = (&again, &hours);
    desk.write(person, |w| async move {
        let (found, ticket) = find_call_for_update(&w, desk, person, id).await?;
        if found.done_at.is_some() && found.outcome == outcome.as_str() && found.taken_by == Some(person.id) {
            return Ok(());
        }
        if found.done_at.is_some() || found.taken_by.is_some_and(|id| id != person.id) {
            return Err(Refusal::Forbidden(Because::CallTaken).into());
        }
        if again.as_ref().is_some_and(|part| part.until == found.wanted_until && part.from == found.wanted_from) {
            return Ok(());
        }
        let there = zone(hours);
        let next = again.as_ref().map(|part| slot(part, &there, &there));
        let text = (ended.describe)(outcome, ended.note.trim(), next.as_ref(), hours);
        let row = match &again {
            Some(part) => call::ActiveModel {
                id: Set(found.id),
                taken_by: Set(Some(person.id)),
                wanted_from: Set(part.from),
                wanted_until: Set(part.until),
                ..Default::default()
            },
            None => call::ActiveModel {
                id: Set(found.id),
                taken_by: Set(Some(person.id)),
                done_at: Set(Some(w.now())),
                outcome: Set(outcome.as_str().into()),
                ..Default::default()
            },
        };
        row.update(&*w).await?;
        let said = MessageBody::from_form(&text, "").map_err(|reason| Refusal::field("note", reason))?;
        note_down(&w, person, &ticket, said).await
    })
    .await
}

async fn checked(desk: &Desk, ended: &CallResult<'_>) -> Result<(CallOutcome, Option<DayPart>)> {
    let mut faults = Faults::default();
    let missing = if ended.outcome.is_empty() { Reason::Missing } else { Reason::NotOffered };
    let outcome = faults.check_field("outcome", CallOutcome::parse(ended.outcome).ok_or(missing));
    if ended.note.chars().count() > NOTE_MAX {
        faults.add("note", Reason::TooLong { max: NOTE_MAX });
    }
    let again = match (ended.again, outcome) {
        ("", _) | (_, Some(CallOutcome::Reached)) => None,
        (slug, _) => faults.check_field("again", find_slot(desk, slug).await?.ok_or(Reason::NotOffered)),
    };
    faults.into_result()?;
    Ok((outcome.unwrap_or(CallOutcome::Reached), again))
}
