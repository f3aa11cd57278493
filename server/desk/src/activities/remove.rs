//! Removing an entry from the activity inbox, and restoring it.

use super::activity::{self, Column};
use crate::actor::Person;
use crate::scope::find;
use crate::{Desk, Result};
use domain::Refusal;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Takes a ticket's entry out of the person's inbox until something new happens there. Doing it twice is doing it once.
///
/// # Errors
/// `NotFound` without such an entry, or for a ticket that the person does not see.
pub async fn remove(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    set(desk, person, number, true).await
}

/// Puts an entry that was removed back where it was.
///
/// # Errors
/// As [`remove`].
pub async fn restore(desk: &Desk, person: &Person, number: &str) -> Result<()> {
    set(desk, person, number, false).await
}

async fn set(desk: &Desk, person: &Person, number: &str, removed: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let ticket = find(&*w, person, number).await?;
        let of_person = Column::TicketId.eq(ticket.id).and(Column::UserId.eq(person.id));
        let update = activity::Entity::update_many().col_expr(Column::Removed, Expr::val(removed)).filter(of_person);
        if update.exec(&*w).await?.rows_affected == 0 {
            return Err(Refusal::NotFound.into());
        }
        Ok(())
    })
    .await?;
    desk.live().was_read(person.id, None);
    Ok(())
}
