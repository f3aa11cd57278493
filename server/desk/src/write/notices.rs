//! The projection of events to notices: whom a mail has to be written to about a ticket, and when. `mail::flush_notifications` makes mails of them.

use crate::Result;
use crate::db::Tx;
use crate::events::NewEvent;
use domain::drafts::UNDO;
use sea_orm::{ConnectionTrait, Statement};

/// Mails wait so long after what they tell of, in milliseconds: until then it may be taken back.
pub(crate) const WAIT: i64 = UNDO + 2_000;

/// Remembers to mail those whose activities an event has just grown. What was waiting already tells of this event too; its row
/// is touched so that whoever is about to tell it waits for this transaction.
pub(super) async fn enqueue(tx: &Tx, ticket_id: i64, event: i64, new_event: &NewEvent) -> Result<()> {
    let sql = "INSERT INTO notices (ticket_id, user_id, event_id, due_at)
        SELECT ticket_id, user_id, $2, $3 FROM activities WHERE ticket_id = $1 AND last_event = $2
        ON CONFLICT (ticket_id, user_id) DO UPDATE SET due_at = notices.due_at";
    let values = [ticket_id.into(), event.into(), (new_event.at + WAIT).into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}
