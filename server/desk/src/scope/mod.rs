//! Access to tickets: rows of tickets and messages, and who may find them. Conditions and locks, without any rule of what is done to a
//! ticket.

pub(crate) mod audience;
mod denied;
pub mod message;
pub mod read_cursor;
pub mod subscription;
pub mod ticket;
mod visible;

pub use denied::audit_denied;
pub(crate) use denied::audit_denied_on;
pub(crate) use visible::{updatable, visible};

use crate::Result;
use crate::actor::Person;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::write::Write;
use domain::Refusal;
use domain::events::Event;
use domain::refusal::Because;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

impl ticket::Model {
    /// Something that the actor of a write does on this ticket.
    pub(crate) fn new_event(&self, w: &Write, event: impl Into<Event>) -> NewEvent {
        w.new_event(event).on_ticket(self.company_id, self.id)
    }
}

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
    let found = query.lock(LockType::NoKeyUpdate).one(tx).await?.ok_or(Refusal::NotFound)?;
    check_update(person, &found)?;
    Ok(found)
}

/// Keeps a ticket still until the transaction ends, for writes that begin elsewhere. Whoever locks more than a ticket locks the
/// ticket first: two writes that meet in another order would wait for each other. One that is gone is no error.
pub(crate) async fn lock(tx: &Tx, ticket_id: i64) -> Result<()> {
    let found = ticket::Entity::find_by_id(ticket_id).select_only().column(ticket::Column::Id);
    found.lock(LockType::NoKeyUpdate).into_tuple::<i64>().one(tx).await?;
    Ok(())
}

/// # Errors
/// `Forbidden` for a ticket that the person may only read.
pub(crate) fn check_update(person: &Person, found: &ticket::Model) -> Result<(), Refusal> {
    if person.may_update(found.company_id, found.reporter_id, found.queue_id, found.type_id) {
        Ok(())
    } else {
        Err(Refusal::Forbidden(Because::ReadOnly))
    }
}
