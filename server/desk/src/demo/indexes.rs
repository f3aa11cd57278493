//! A bulk load builds the indexes of tickets once at its end: many times faster than keeping them up row by row.

use crate::db::Tx;
use crate::migrations::TICKET_INDEXES;
use crate::{Error, Result};
use sea_orm::ConnectionTrait;

pub(super) async fn drop(tx: &Tx) -> Result<()> {
    for name in TICKET_INDEXES.split("CREATE INDEX ").skip(1) {
        let name = name.split_whitespace().next().ok_or_else(|| Error::broken("an index has a name"))?;
        tx.execute_unprepared(&format!("DROP INDEX {name}")).await?;
    }
    Ok(())
}

pub(super) async fn build(tx: &Tx) -> Result<()> {
    tx.execute_unprepared(TICKET_INDEXES).await?;
    Ok(())
}
