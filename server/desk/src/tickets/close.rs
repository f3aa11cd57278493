//! Closing and reopening, by customers and agents alike.

use super::change::{move_on, touch};
use super::{acted, reopening};
use crate::actor::Person;
use crate::scope::find_for_update;
use crate::write::Write;
use crate::{Desk, Result, pace};
use domain::tickets::StatusKind;

/// Closes a ticket; closing a closed one changes nothing.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who may only read, or `TooFast`.
pub async fn close(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    desk.write(person, |w| async move { close_in(&w, person, number).await }).await
}

/// Opens a closed ticket again; an open one stays as it is.
///
/// # Errors
/// As [`close`]; `Forbidden` for a customer who may raise no case, some days after it was closed.
pub async fn reopen(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    desk.write(person, |w| async move { reopen_in(&w, person, number).await }).await
}

/// The work of [`close`].
pub(crate) async fn close_in(w: &Write, person: &Person, number: &str) -> Result<()> {
    set_closed(w, person, number, true).await
}

/// The work of [`reopen`].
pub(crate) async fn reopen_in(w: &Write, person: &Person, number: &str) -> Result<()> {
    set_closed(w, person, number, false).await
}

async fn set_closed(w: &Write, person: &Person, number: &str, closed: bool) -> Result<()> {
    let ticket = find_for_update(w, person, number).await?;
    if ticket.closed == closed {
        return Ok(());
    }
    reopening::check(w, person, &ticket).await?;
    pace::consume(w, person)?;
    let kinds: &[StatusKind] =
        if closed { &[StatusKind::Closed, StatusKind::Solved] } else { &[StatusKind::Open, StatusKind::New] };
    if let Some(event) = move_on(w, None, &ticket, kinds).await? {
        touch(w, &ticket, event).await?;
        acted(w, person, &ticket, event).await?;
    }
    Ok(())
}
