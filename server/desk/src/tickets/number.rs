//! Ticket numbers: a sequence from which each ticket takes the next.
//!
//! Invariant: whoever raises a ticket waits for nobody else's. PostgreSQL numbers it by a sequence, so a write that
//! fails leaves a gap; SQLite has one writer anyway and counts in `sequences`.

use crate::db::Tx;
use crate::{Error, Result};
use sea_orm::{ActiveValue, ConnectionTrait, DbBackend, FromQueryResult, NotSet, Set, Statement};

#[derive(FromQueryResult)]
struct NextNumber {
    next: i64,
}

/// The number of a ticket about to be written. PostgreSQL gives it with the row, so that those who raise tickets at once do not
/// wait for each other's transactions; one that fails after that leaves a gap.
pub(super) async fn claim(tx: &Tx) -> Result<ActiveValue<i64>> {
    if tx.get_database_backend() == DbBackend::Postgres {
        return Ok(NotSet);
    }
    let sql =
        "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'tickets' RETURNING next_value - 1 AS next";
    Ok(Set(one(tx, sql).await?))
}

/// The next free number, for a loader that keeps others out of the tickets.
pub(super) async fn free(tx: &Tx) -> Result<i64> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END AS next FROM ticket_numbers"
        }
        _ => "SELECT next_value AS next FROM sequences WHERE name = 'tickets'",
    };
    one(tx, sql).await
}

/// Goes on from `next` after tickets were loaded.
pub(super) async fn set_next(tx: &Tx, next: i64) -> Result<()> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => format!("SELECT setval('ticket_numbers', {next}, FALSE)"),
        _ => format!("UPDATE sequences SET next_value = {next} WHERE name = 'tickets'"),
    };
    tx.execute_unprepared(&sql).await?;
    Ok(())
}

async fn one(tx: &Tx, sql: &str) -> Result<i64> {
    let row = NextNumber::find_by_statement(Statement::from_string(tx.get_database_backend(), sql)).one(tx).await?;
    row.map(|row| row.next).ok_or_else(|| Error::broken("there is no sequence for tickets"))
}
