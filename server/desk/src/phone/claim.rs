//! Claiming a call: whoever claims it will call.

use super::{call, find_call_for_update};
use crate::actor::Person;
use crate::tickets::{acted, change};
use crate::{Desk, Result};
use domain::Refusal;
use domain::events::Nothing;
use domain::events::ticket::Event;
use domain::refusal::Because;
use sea_orm::{ActiveModelTrait, Set};

/// Claims a call; one's own stays as it is. A ticket that nobody has is theirs from now on.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who may not change the ticket, and for a call that somebody else has taken or that is done.
pub async fn claim(desk: &Desk, person: &Person, id: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let (found, ticket) = find_call_for_update(&w, desk, person, id).await?;
        if found.taken_by == Some(person.id) && found.done_at.is_none() {
            return Ok(());
        }
        if found.taken_by.is_some() || found.done_at.is_some() {
            return Err(Refusal::Forbidden(Because::CallTaken).into());
        }
        call::ActiveModel { id: Set(found.id), taken_by: Set(Some(person.id)), ..Default::default() }
            .update(&*w)
            .await?;
        let event = if ticket.assignee_id.is_none() {
            let event = change::assign(&w, &ticket, Some(person.named())).await?;
            change::touch(&w, &ticket, event).await?;
            event
        } else {
            w.record(ticket.new_event(&w, Event::CallTaken(Nothing {}))).await?
        };
        acted(&w, person, &ticket, event).await
    })
    .await
}
