//! A bulk load builds the indexes of tickets once at its end: many times faster than keeping them up row by row.

use crate::Result;
use crate::db::Tx;
use crate::migrations::ticket_indexes;
use sea_orm::ConnectionTrait;

pub(super) async fn drop(tx: &Tx) -> Result<()> {
    for (name, _) in ticket_indexes() {
        tx.execute_unprepared(&format!("DROP INDEX {name}")).await?;
    }
    Ok(())
}

pub(super) async fn build(tx: &Tx) -> Result<()> {
    for (_, statement) in ticket_indexes() {
        tx.execute_unprepared(statement).await?;
    }
    Ok(())
}
