//! Reopening a closed ticket. For some days whoever may answer may do so; after that it asks what raising a ticket asks, so that
//! nobody walks around seat and plan on an old ticket. The desk is never asked.

use crate::actor::{Home, Person};
use crate::events::event;
use crate::scope::ticket;
use crate::write::Write;
use crate::{Desk, Result, entitlements};
use domain::Refusal;
use domain::events::ticket::Kind;
use domain::plans::{RaiseDenied, may_raise};
use domain::refusal::Because;
use domain::tickets::FollowUp;
use domain::time::DAY;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// Why a customer does not open a ticket again.
#[derive(Clone, Copy)]
struct TooLate {
    company_id: i64,
    queue_id: i64,
    denied: RaiseDenied,
}

/// Whether the ticket was closed so long ago that going on with it is like raising a new one.
async fn is_late(desk: &Desk, db: &impl ConnectionTrait, person: &Person, ticket: &ticket::Model) -> Result<bool> {
    if person.is_staff() || !ticket.closed {
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
async fn denied(
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
        None => Err(RaiseDenied::NoPlan),
    };
    let too_late = |denied| TooLate { company_id: ticket.company_id, queue_id: ticket.queue_id, denied };
    Ok(asked.err().map(too_late))
}

/// The same with the names of those who can help.
async fn because(desk: &Desk, db: &impl ConnectionTrait, person: &Person, too_late: TooLate) -> Result<Because> {
    let TooLate { company_id, queue_id, denied } = too_late;
    let Some(home) = home(person, company_id) else { return Ok(Because::ReadOnly) };
    let product = desk.catalogue().queue(queue_id)?.product.clone();
    let then = Box::new(entitlements::because(desk, db, home, denied, product.as_deref()).await?);
    Ok(Because::ClosedLongAgo { days: desk.rules().reopen_days, then })
}

/// Asks in a write that goes on with the ticket, which is locked.
///
/// # Errors
/// `Forbidden` with what the person lacks to raise a case.
pub(crate) async fn check(w: &Write, person: &Person, ticket: &ticket::Model) -> Result<()> {
    match denied(w.desk(), &**w, person, ticket).await? {
        Some(too_late) => Err(Refusal::Forbidden(because(w.desk(), &**w, person, too_late).await?).into()),
        None => Ok(()),
    }
}

/// What a customer reads on a ticket that was closed long ago.
pub(crate) async fn follow_up(desk: &Desk, person: &Person, ticket: &ticket::Model) -> Result<Option<FollowUp>> {
    let db = desk.db().read();
    if !is_late(desk, db, person, ticket).await? {
        return Ok(None);
    }
    let refused = match denied(desk, db, person, ticket).await? {
        Some(too_late) => Some(because(desk, db, person, too_late).await?),
        None => None,
    };
    Ok(Some(FollowUp { days: desk.rules().reopen_days, refused }))
}
