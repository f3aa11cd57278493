//! Closing and reopening, by customers and agents alike.

use super::change::{move_on, touch};
use super::reopening::{self, TooLate};
use super::{acted, find_for_update};
use crate::people::Person;
use crate::{Desk, Result};
use domain::tickets::StatusKind;

/// Closes a ticket; closing a closed one changes nothing.
///
/// # Errors
/// `NotFound`, or `Forbidden` for those who may only read.
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
        None => Ok(()),
        Some(too_late) => Err(reopening::refuse(desk, person, too_late).await),
    }
}

async fn turned(desk: &Desk, person: &Person, number: &str, closed: bool) -> Result<Option<TooLate>> {
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let catalogue = &catalogue;
    desk.write(|tx| async move {
        let ticket = find_for_update(&tx, person, number).await?;
        if ticket.closed == closed {
            return Ok(None);
        }
        if let Some(too_late) = reopening::denied(desk, &*tx, person, &ticket).await? {
            return Ok(Some(too_late));
        }
        let kinds: &[StatusKind] =
            if closed { &[StatusKind::Closed, StatusKind::Solved] } else { &[StatusKind::Open, StatusKind::New] };
        if let Some(event) = move_on(catalogue, &tx, person, &ticket, kinds, now).await? {
            touch(&tx, &ticket, event, now).await?;
            acted(&tx, person, &ticket, event).await?;
        }
        Ok(None)
    })
    .await
}
