//! Entitlement to raise a case, by whatever channel, as one rule: the portal asks here, and so does everything else that takes cases in.
//!
//! Invariant: whatever takes a case in asks this rule. An agent asks it for whoever has called and may go on with a
//! reason, which the log keeps (`tickets/on_behalf`); opening a ticket again that was closed long ago asks the same
//! (`tickets/reopening.rs`).

use super::contacts::who_raise;
use crate::actor::Home;
use crate::catalogue::{Catalogue, Queue};
use crate::{Desk, Result};
use domain::Refusal;
use domain::plans::{self, RaiseDenied};
use domain::refusal::Because;
use sea_orm::ConnectionTrait;

/// Whether a person may raise a case about `product` for this company of theirs.
///
/// # Errors
/// `Forbidden` with the condition that failed and the names of those who can help.
pub(crate) async fn may_raise(desk: &Desk, home: &Home, product: Option<&str>) -> Result<()> {
    match plans::may_raise(&home.plans, product, desk.now()) {
        Ok(()) => Ok(()),
        Err(denied) => Err(Refusal::Forbidden(because(desk, desk.db().read(), home, denied, product).await?).into()),
    }
}

/// The condition that failed, with the names of those who can help.
pub(crate) async fn because(
    desk: &Desk,
    db: &impl ConnectionTrait,
    home: &Home,
    denied: RaiseDenied,
    product: Option<&str>,
) -> Result<Because> {
    let (company, manager) = (home.name.clone(), home.account_manager.clone());
    Ok(match denied {
        RaiseDenied::NoPlan => Because::NoPlan { company, manager },
        RaiseDenied::Ended => Because::PlanEnded { company, manager },
        RaiseDenied::Suspended => Because::PlanSuspended { company, manager },
        RaiseDenied::Rests => {
            let contacts = who_raise(desk, db, home.company_id, product).await?;
            Because::SeatRests { company, contacts, manager }
        }
        RaiseDenied::NoSeat => {
            let contacts = who_raise(desk, db, home.company_id, product).await?;
            Because::NoSeat { company, contacts, manager }
        }
        RaiseDenied::OtherProduct => {
            let contacts = who_raise(desk, db, home.company_id, product).await?;
            let product = desk.catalogue().product_name(product.unwrap_or_default()).to_owned();
            Because::OtherProduct { company, product, contacts, manager }
        }
    })
}

/// Where a case goes whose plan gives the company a team of its own; `None`: where it was meant to go.
pub(crate) fn team_queue<'a>(catalogue: &'a Catalogue, home: &Home, product: Option<&str>) -> Option<&'a Queue> {
    let level = catalogue.level(&plans::covering(&home.plans, product)?.level)?;
    let queue = catalogue.queue(home.team_queue_id?).ok()?;
    level.dedicated.then_some(queue)
}
