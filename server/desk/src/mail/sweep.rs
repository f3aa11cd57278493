//! Retention of the outbox: deletes old mails.

use super::outbox_mail::{self, Column, SENT};
use crate::jobs::DEAD;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::time::DAY;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

/// Retention by state: a mail that could not be sent is kept longer than one that was.
const KEEP: [(&str, i64); 2] = [(SENT, 30 * DAY), (DEAD, 90 * DAY)];

/// Deletes mails whose retention is over.
///
/// # Errors
/// When the database fails.
pub async fn sweep(desk: &Desk) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        for (state, keep) in KEEP {
            let old = Column::State.eq(state).and(Column::ChangedAt.lt(desk.now() - keep));
            outbox_mail::Entity::delete_many().filter(old).exec(&*w).await?;
        }
        Ok(())
    })
    .await
}
