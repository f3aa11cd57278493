use super::letter::{self, Column, SENT};
use crate::jobs::DEAD;
use crate::write::Actor;
use crate::{Desk, Result};
use domain::time::DAY;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

/// That a mail was sent is known for so long; what could not be sent is kept longer.
const KEEP: [(&str, i64); 2] = [(SENT, 30 * DAY), (DEAD, 90 * DAY)];

/// Puts old mails away.
///
/// # Errors
/// When the database fails.
pub async fn sweep(desk: &Desk) -> Result<()> {
    desk.write(Actor::Portico, |w| async move {
        for (state, keep) in KEEP {
            let old = Column::State.eq(state).and(Column::ChangedAt.lt(desk.now() - keep));
            letter::Entity::delete_many().filter(old).exec(&*w).await?;
        }
        Ok(())
    })
    .await
}
