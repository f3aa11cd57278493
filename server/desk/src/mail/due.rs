//! Scheduling: when the mail worker has something to do next.

use crate::{Desk, Result};
use sea_orm::{FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct NextDueRow {
    due: Option<i64>,
}

/// The first of each kind stands at the beginning of an index.
const NEXT: &str = "SELECT MIN(due) AS due FROM (
  SELECT MIN(due_at) AS due FROM notices
  UNION ALL SELECT MIN(digest_at) FROM users WHERE digest_at IS NOT NULL
  UNION ALL SELECT MIN(due_at) FROM mails WHERE state = 'waiting'
) waiting";

/// When the next pending notification, digest or mail is due, in Unix milliseconds; `None` where nothing waits. It holds until something is
/// committed.
///
/// # Errors
/// When the database fails.
pub async fn next_due(desk: &Desk) -> Result<Option<i64>> {
    let query = Statement::from_string(desk.db().backend(), NEXT);
    Ok(NextDueRow::find_by_statement(query).one(desk.db().read()).await?.and_then(|row| row.due))
}
