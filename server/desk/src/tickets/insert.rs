//! The row of a new ticket, whatever it is raised by.

use super::ticket;
use crate::catalogue::{Priority, Status};
use crate::db::Tx;
use crate::{Error, Result};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Set, Statement};

/// What a ticket begins with. Its first event is written by whoever raises it.
pub(crate) struct New<'a> {
    pub subject: String,
    pub company_id: i64,
    pub reporter_id: i64,
    pub assignee_id: Option<i64>,
    pub queue_id: i64,
    pub type_id: i64,
    pub status: &'a Status,
    pub priority: &'a Priority,
    pub channel: &'static str,
}

/// Writes it under the next number.
pub(crate) async fn insert(tx: &Tx, new: New<'_>, now: i64) -> Result<ticket::Model> {
    let row = ticket::ActiveModel {
        number: Set(next_number(tx).await?),
        subject_key: Set(subject_key(&new.subject)),
        subject: Set(new.subject),
        company_id: Set(new.company_id),
        reporter_id: Set(new.reporter_id),
        assignee_id: Set(new.assignee_id),
        queue_id: Set(new.queue_id),
        type_id: Set(new.type_id),
        status_id: Set(new.status.id),
        status_rank: Set(new.status.rank),
        priority_id: Set(new.priority.id),
        priority_rank: Set(new.priority.rank),
        channel: Set(new.channel.into()),
        closed: Set(new.status.kind.is_closed()),
        created_at: Set(now),
        changed_at: Set(now),
        last_event: Set(0),
        last_public_event: Set(0),
        ..Default::default()
    };
    Ok(ticket::Entity::insert(row).exec_with_returning(&**tx).await?)
}

#[derive(FromQueryResult)]
struct Taken {
    next_value: i64,
}

/// Takes the next number. The row is locked until the transaction ends, so numbers have neither gaps nor twins.
async fn next_number(tx: &Tx) -> Result<i64> {
    wait_in_turn(tx).await?;
    let sql = "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'tickets' RETURNING next_value";
    let taken = Taken::find_by_statement(Statement::from_string(tx.get_database_backend(), sql)).one(&**tx).await?;
    taken.map(|row| row.next_value - 1).ok_or_else(|| Error::broken("there is no sequence for tickets"))
}

/// Who waits for a row on PostgreSQL is overtaken by whoever comes after its next version was written: of many that raise
/// tickets at once, some would wait for seconds. A lock of its own is given in the order in which it was asked for.
async fn wait_in_turn(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(2, 0)").await?;
    }
    Ok(())
}

/// What a subject sorts by: folded in Rust, so that both databases sort alike.
pub(crate) fn subject_key(subject: &str) -> String {
    subject.to_lowercase().chars().take(80).collect()
}
