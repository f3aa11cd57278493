//! Marking all activities as read.

use crate::actor::Person;
use crate::{Desk, Result, plans};
use sea_orm::{ConnectionTrait, Statement};

/// The person has read all entries that had grown last at `until` (Unix milliseconds) or before, and their tickets with them.
///
/// # Errors
/// When the database fails.
pub async fn see_all(desk: &Desk, person: &Person, until: i64) -> Result<()> {
    desk.write(person, |w| async move {
        for sql in [READ_TICKETS, SEE_ALL] {
            let values = [person.id.into(), until.into()];
            w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        }
        plans::mark_all_seen(&w, person, until).await?;
        Ok(())
    })
    .await?;
    desk.live().was_read(person.id, None);
    Ok(())
}

const READ_TICKETS: &str = "
INSERT INTO read_cursors (user_id, ticket_id, event_id)
SELECT user_id, ticket_id, last_event FROM activities
WHERE user_id = $1 AND removed = FALSE AND unread = TRUE AND at <= $2
ON CONFLICT (user_id, ticket_id) DO UPDATE SET event_id = excluded.event_id WHERE read_cursors.event_id < excluded.event_id
";

const SEE_ALL: &str =
    "UPDATE activities SET unread = FALSE WHERE user_id = $1 AND removed = FALSE AND unread = TRUE AND at <= $2";
