//! Tickets: found by scope, raised by contacts, worked by agents.

pub(crate) mod audience;
mod automatic;
pub(crate) mod behalf;
pub mod change;
pub mod close;
pub mod follow;
pub(crate) mod insert;
pub mod list;
pub(crate) mod load;
mod loading;
mod meanwhile;
mod number;
pub mod offer;
pub mod open;
pub mod planned;
pub(crate) mod rank_order;
pub mod rate;
pub mod rating;
pub mod read_cursor;
mod reading;
pub(crate) mod reopening;
mod scope;
pub mod seen;
pub mod show;
pub mod similar;
pub mod subscribe;
pub mod subscription;
pub mod ticket;
mod unread;
pub mod value;

pub use behalf::callers;
pub(crate) use reading::{acted, mark_read};
pub(crate) use scope::{answerable, visible};

use crate::error::Result;
use crate::events::{self, Fact};
use crate::people::Person;
use crate::{Desk, db::Tx};
use domain::Refusal;
use domain::events::person;
use domain::refusal::Because;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// The ticket of this number, if the person may see it.
///
/// # Errors
/// `NotFound` for one that does not exist or is not theirs to see.
pub(crate) async fn find(db: &impl ConnectionTrait, person: &Person, number: &str) -> Result<ticket::Model> {
    let number = domain::tickets::number::read(number).ok_or(Refusal::NotFound)?;
    let query = ticket::Entity::find().filter(ticket::Column::Number.eq(number)).filter(visible(person));
    Ok(query.one(db).await?.ok_or(Refusal::NotFound)?)
}

/// The same inside a transaction, kept still until it ends, and only if the person may change it.
///
/// # Errors
/// `NotFound` as in [`find`]; `Forbidden` for one they may only read.
pub(crate) async fn find_for_update(tx: &Tx, person: &Person, number: &str) -> Result<ticket::Model> {
    let number = domain::tickets::number::read(number).ok_or(Refusal::NotFound)?;
    let query = ticket::Entity::find().filter(ticket::Column::Number.eq(number)).filter(visible(person));
    // SQLite has one writer and knows no row locks; the query builder leaves the clause out there.
    let found = query.lock(LockType::NoKeyUpdate).one(&**tx).await?.ok_or(Refusal::NotFound)?;
    changeable(person, &found)?;
    Ok(found)
}

/// Keeps a ticket still until the transaction ends, for writes that begin elsewhere. Whoever locks more than a ticket locks the
/// ticket first: two writes that meet in another order would wait for each other. One that is gone is no error.
pub(crate) async fn lock(tx: &Tx, ticket_id: i64) -> Result<()> {
    let found = ticket::Entity::find_by_id(ticket_id).select_only().column(ticket::Column::Id);
    found.lock(LockType::NoKeyUpdate).into_tuple::<i64>().one(&**tx).await?;
    Ok(())
}

/// # Errors
/// `Forbidden` for a ticket that the person may only read.
pub(crate) fn changeable(person: &Person, found: &ticket::Model) -> Result<(), Refusal> {
    if person.may_update(found.company_id, found.reporter_id, found.queue_id, found.type_id) {
        Ok(())
    } else {
        Err(Refusal::Forbidden(Because::ReadOnly))
    }
}

/// Writes into the audit that somebody asked for a ticket that exists and is not theirs. Works after the answer has gone,
/// so that the answer takes no longer than for a number that never existed.
pub fn note_denied(desk: &Desk, person: &Person, number: &str) {
    if let Some(number) = domain::tickets::number::read(number) {
        note(desk, person, ticket::Column::Number.eq(number));
    }
}

/// The same for something that hangs on a ticket.
pub(crate) fn note_denied_on(desk: &Desk, person: &Person, ticket_id: i64) {
    note(desk, person, ticket::Column::Id.eq(ticket_id));
}

fn note(desk: &Desk, person: &Person, which: Expr) {
    let (desk, actor_id) = (desk.clone(), person.id);
    tokio::spawn(async move {
        if let Err(error) = write_denied(&desk, actor_id, which).await {
            tracing::error!(%error, "a denied access could not be written to the audit log");
        }
    });
}

async fn write_denied(desk: &Desk, actor_id: i64, which: Expr) -> Result<()> {
    let found = ticket::Entity::find().filter(which).one(desk.db().read()).await?;
    let Some(found) = found else { return Ok(()) };
    desk.write(|tx| async move {
        let fact = Fact {
            at: desk.now(),
            actor_id: Some(actor_id),
            company_id: Some(found.company_id),
            ticket_id: Some(found.id),
            event: person::Event::Denied(person::Denied { asset: None }).into(),
        };
        events::append(&tx, fact).await?;
        Ok(())
    })
    .await
}
