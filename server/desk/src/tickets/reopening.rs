//! Opening a closed ticket again. For some days whoever may answer may do so; after that it asks what raising a ticket asks, so that
//! nobody walks around seat and plan on an old ticket. The desk is never asked.

use super::ticket;
use crate::events::event;
use crate::people::{Home, Person};
use crate::{Desk, Error, Result, plans};
use domain::Refusal;
use domain::events::ticket::Kind;
use domain::plans::{Denied, may_raise};
use domain::refusal::Because;
use domain::tickets::FollowUp;
use domain::time::DAY;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Why a customer does not open a ticket again.
#[derive(Clone, Copy)]
pub(crate) struct TooLate {
    company_id: i64,
    queue_id: i64,
    denied: Denied,
}

/// Whether the ticket was closed so long ago that going on with it is like raising a new one.
async fn is_late(desk: &Desk, db: &impl ConnectionTrait, person: &Person, ticket: &ticket::Model) -> Result<bool> {
    if person.works_here() || !ticket.closed {
        return Ok(false);
    }
    let closings = event::Entity::find()
        .filter(event::Column::TicketId.eq(ticket.id))
        .filter(event::Column::Kind.eq(Kind::Closed.as_str()))
        .order_by_desc(event::Column::At);
    // One that came in with its history may not tell when it was closed.
    let closed_at = closings.one(db).await?.map_or(ticket.changed_at, |event| event.at);
    Ok(desk.now() > closed_at.saturating_add(desk.rules().reopen_days.saturating_mul(DAY)))
}

fn home(person: &Person, company_id: i64) -> Option<&Home> {
    person.companies.iter().find(|home| home.company_id == company_id)
}

/// Why the person may not open the ticket again now; `None` where they may, and where it is open.
pub(crate) async fn denied(
    desk: &Desk,
    db: &impl ConnectionTrait,
    person: &Person,
    ticket: &ticket::Model,
) -> Result<Option<TooLate>> {
    if !is_late(desk, db, person, ticket).await? {
        return Ok(None);
    }
    let catalogue = desk.catalogue();
    let product = catalogue.queue(ticket.queue_id)?.product.as_deref();
    let asked = match home(person, ticket.company_id) {
        Some(home) => may_raise(&home.plans, product, desk.now()),
        None => Err(Denied::NoPlan),
    };
    let too_late = |denied| TooLate { company_id: ticket.company_id, queue_id: ticket.queue_id, denied };
    Ok(asked.err().map(too_late))
}

/// The same with the names of those who can help. Reads the database: not for the middle of a write.
pub(crate) async fn because(desk: &Desk, person: &Person, too_late: TooLate) -> Result<Because> {
    let TooLate { company_id, queue_id, denied } = too_late;
    let Some(home) = home(person, company_id) else { return Ok(Because::ReadOnly) };
    let product = desk.catalogue().queue(queue_id)?.product.clone();
    let then = Box::new(plans::because(desk, home, denied, product.as_deref()).await?);
    Ok(Because::ClosedLongAgo { days: desk.rules().reopen_days, then })
}

pub(crate) async fn refuse(desk: &Desk, person: &Person, too_late: TooLate) -> Error {
    match because(desk, person, too_late).await {
        Ok(because) => Refusal::Forbidden(because).into(),
        Err(error) => error,
    }
}

/// What a customer reads on a ticket that was closed long ago.
pub(crate) async fn follow_up(desk: &Desk, person: &Person, ticket: &ticket::Model) -> Result<Option<FollowUp>> {
    let db = desk.db().read();
    if !is_late(desk, db, person, ticket).await? {
        return Ok(None);
    }
    let refused = match denied(desk, db, person, ticket).await? {
        Some(too_late) => Some(because(desk, person, too_late).await?),
        None => None,
    };
    Ok(Some(FollowUp { days: desk.rules().reopen_days, refused }))
}
