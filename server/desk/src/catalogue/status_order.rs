//! Global order of the statuses of all sets: by kind, then by rank in the set. It is kept as a place of each status, so that lists of
//! tickets can be read in it: whoever adds, reorders or removes statuses reorders them again.

use super::status;
use crate::Result;
use crate::db::Tx;
use domain::tickets::StatusKind;
use sea_orm::{EntityTrait, QueryOrder, Set};

/// Adds statuses. They need no place: each is put where it belongs.
pub(crate) async fn add(tx: &Tx, rows: Vec<status::ActiveModel>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let last = status::Entity::find().order_by_desc(status::Column::Place).one(tx).await?;
    let free = last.map_or(0, |status| status.place + 1);
    let rows = (free..).zip(rows).map(|(place, row)| status::ActiveModel { place: Set(place), ..row });
    status::Entity::insert_many(rows).exec_without_returning(tx).await?;
    reorder(tx).await
}

/// Gives every status its place in the order.
async fn reorder(tx: &Tx) -> Result<()> {
    let mut rows = status::Entity::find().all(tx).await?;
    rows.sort_by_key(key);
    let moved = (0..).zip(&rows).filter(|(place, row)| row.place != *place);
    let moved: Vec<(i64, i64)> = moved.map(|(place, row)| (row.id, place)).collect();
    // Two never have the same place, not even for a moment: all that move step aside first.
    let aside: Vec<(i64, i64)> = moved.iter().map(|(id, place)| (*id, -1 - place)).collect();
    for (id, place) in aside.into_iter().chain(moved) {
        let row = status::ActiveModel { id: Set(id), place: Set(place), ..Default::default() };
        status::Entity::update(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What the places follow.
fn key(row: &status::Model) -> (Option<usize>, i64, i64) {
    (StatusKind::ALL.iter().position(|kind| kind.as_str() == row.kind), row.rank, row.id)
}
