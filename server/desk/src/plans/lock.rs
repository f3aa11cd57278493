//! Locking a plan's row: one change at a time.

use crate::Result;
use crate::db::Tx;
use crate::entitlements::plan;
use domain::Refusal;
use sea_orm::{EntityTrait, QuerySelect};

/// The plan, its row locked until the transaction ends: whoever counts its seats counts them all. On SQLite there is one writer.
///
/// # Errors
/// `NotFound` when it is gone.
pub(super) async fn plan(tx: &Tx, id: i64) -> Result<plan::Model> {
    Ok(plan::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(Refusal::NotFound)?)
}
