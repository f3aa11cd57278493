//! Activities of tickets that came in with their history (backfill).

use crate::Result;
use crate::db::Tx;
use crate::events::quoted;
use domain::events::Kind;
use sea_orm::{ConnectionTrait, Statement};

/// Makes the entries that events since `since` would have made, for tickets that came in with their history. Those who have
/// read a ticket to its end have nothing new there.
pub(crate) async fn backfill(tx: &Tx, since: i64) -> Result<()> {
    let (news, desk, messages) = (quoted(Kind::is_news), quoted(Kind::for_the_desk), quoted(Kind::is_message));
    let sql = format!(
        "INSERT INTO activities (ticket_id, user_id, last_event, told_event, told_message, count, at, unread, removed)
         SELECT n.ticket_id, n.user_id, MAX(n.id), COALESCE(MAX(CASE WHEN n.said THEN n.id END), MAX(n.id)),
                MAX(CASE WHEN n.said THEN 1 ELSE 0 END) = 1, COUNT(*), MAX(n.at), TRUE, FALSE
         FROM (
           SELECT e.id, e.ticket_id, e.at, e.kind IN ({messages}) AS said, u.id AS user_id
           FROM events e JOIN tickets t ON t.id = e.ticket_id
           JOIN users u ON u.id = t.reporter_id OR u.id = t.assignee_id
             OR u.id IN (SELECT s.user_id FROM subscriptions s WHERE s.ticket_id = t.id)
           WHERE e.at >= $1 AND e.kind IN ({news}) AND u.active AND (e.actor_id IS NULL OR e.actor_id <> u.id)
             AND (e.public OR (e.kind IN ({desk}) AND u.role_id IS NOT NULL))
             AND e.id > COALESCE((SELECT r.event_id FROM read_cursors r WHERE r.ticket_id = t.id AND r.user_id = u.id), 0)
         ) n GROUP BY n.ticket_id, n.user_id"
    );
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [since.into()])).await?;
    Ok(())
}
