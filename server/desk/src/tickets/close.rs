//! Closing and reopening, by customers and agents alike.

use super::change::{move_on, touch};
use super::reopening::{self, TooLate};
use super::{acted, find_for_update};
use crate::pace::Turn;
use crate::people::Person;
use crate::{Desk, Result};
use domain::tickets::StatusKind;

/// Closes a ticket; closing a closed one changes nothing.
///
/// # Errors
/// `NotFound`, `Forbidden` for those who may only read, or `TooFast`.
pub async fn close(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    turn(desk, person, number, true).await
}

/// Opens a closed ticket again; an open one stays as it is.
///
/// # Errors
/// As [`close`]; `Forbidden` for a customer who may raise no case, some days after it was closed.
pub async fn reopen(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    turn(desk, person, number, false).await
}

async fn turn(desk: &Desk, person: &Person, number: &str, closed: bool) -> Result<()> {
    match turned(desk, person, number, closed).await? {
        Turned::Done(counted) => {
            counted.into_iter().for_each(Turn::keep);
            Ok(())
        }
        Turned::TooLate(too_late) => Err(reopening::refuse(desk, person, too_late).await),
    }
}

enum Turned<'a> {
    /// With what is counted of it.
    Done(Option<Turn<'a>>),
    TooLate(TooLate),
}

async fn turned<'a>(desk: &'a Desk, person: &Person, number: &str, closed: bool) -> Result<Turned<'a>> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let catalogue = &catalogue;
    desk.write(|tx| async move {
        let ticket = find_for_update(&tx, person, number).await?;
        if ticket.closed == closed {
            return Ok(Turned::Done(None));
        }
        if let Some(too_late) = reopening::denied(desk, &*tx, person, &ticket).await? {
            return Ok(Turned::TooLate(too_late));
        }
        let counted = desk.pace().take(person, now)?;
        let kinds: &[StatusKind] =
            if closed { &[StatusKind::Closed, StatusKind::Solved] } else { &[StatusKind::Open, StatusKind::New] };
        if let Some(event) = move_on(catalogue, &tx, person, &ticket, kinds, now).await? {
            touch(&tx, &ticket, event, now).await?;
            acted(&tx, person, &ticket, event).await?;
        }
        Ok(Turned::Done(counted))
    })
    .await
}
