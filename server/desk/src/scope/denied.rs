//! The audit of denied access: somebody asks for a ticket that is not theirs.

use super::ticket;
use crate::actor::Person;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::events::person;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Writes into the audit that somebody asked for a ticket that exists and is not theirs. Works after the answer has gone,
/// so that the answer takes no longer than for a number that never existed.
pub fn audit_denied(desk: &Desk, person: &Person, number: &str) {
    if let Some(number) = domain::tickets::number::read(number) {
        audit(desk, person, ticket::Column::Number.eq(number));
    }
}

/// The same for something that hangs on a ticket.
pub(crate) fn audit_denied_on(desk: &Desk, person: &Person, ticket_id: i64) {
    audit(desk, person, ticket::Column::Id.eq(ticket_id));
}

fn audit(desk: &Desk, person: &Person, which: Expr) {
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
    let found = &found;
    desk.write(Actor::User(actor_id), |w| async move {
        w.record(found.new_event(&w, person::Event::Denied(person::Denied { asset: None }))).await?;
        Ok(())
    })
    .await
}
