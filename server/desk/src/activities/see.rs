use crate::db::Tx;
use crate::people::Person;
use crate::{Desk, Result, plans};
use sea_orm::{ConnectionTrait, Statement};

/// The person has read all entries that had grown last at `until` (Unix milliseconds) or before, and their tickets with them.
///
/// # Errors
/// When the database fails.
pub async fn see_all(desk: &Desk, person: &Person, until: i64) -> Result<()> {
    desk.write(|tx| async move {
        for sql in [READ_TICKETS, SEE_ALL] {
            let values = [person.id.into(), until.into()];
            tx.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        }
        plans::see_all(&tx, person, until).await?;
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

/// The person has read a ticket up to this event.
pub(crate) async fn see(tx: &Tx, user_id: i64, ticket_id: i64, event_id: i64) -> Result<()> {
    let sql = "UPDATE activities SET unread = FALSE WHERE ticket_id = $1 AND user_id = $2 AND unread = TRUE AND last_event <= $3";
    let values = [ticket_id.into(), user_id.into(), event_id.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
