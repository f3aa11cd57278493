//! Deletion of old drafts and uploads (retention).

use super::{draft, sent_draft, upload};
use crate::write::Actor;
use crate::{Desk, Result};
use domain::time::DAY;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What nobody has touched for so long is given up, in milliseconds.
const KEEP: i64 = 60 * DAY;

/// Gives up drafts and files that nobody has come back to, and forgets what was sent so long ago.
///
/// # Errors
/// When the database fails.
pub async fn sweep(desk: &Desk) -> Result<()> {
    let old = desk.now() - KEEP;
    desk.write(Actor::Portico, |w| async move {
        draft::Entity::delete_many().filter(draft::Column::ChangedAt.lt(old)).exec(&*w).await?;
        upload::Entity::delete_many().filter(upload::Column::CreatedAt.lt(old)).exec(&*w).await?;
        sent_draft::Entity::delete_many().filter(sent_draft::Column::SentAt.lt(old)).exec(&*w).await?;
        Ok(())
    })
    .await
}
