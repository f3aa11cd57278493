//! The projection of events to activities: what is new for a person, one entry for each ticket they are concerned with.

use super::Write;
use crate::Result;
use crate::db::Tx;
use crate::events::NewEvent;
use sea_orm::{ConnectionTrait, Statement};

/// Adds an event to the activities of those whom it concerns: the reporter, the assignee, the subscribers and the mentioned, as the ticket stands by now, but
/// never whoever did it. Customers hear of public events alone. Whether they still see the ticket is looked at when they read.
/// Returns the ticket; `None` for an event that is no news.
pub(super) async fn project(tx: &Tx, event: i64, new_event: &NewEvent) -> Result<Option<i64>> {
    let (kind, public) = (new_event.event.kind(), new_event.event.is_public());
    let concerns = kind.is_news() && (public || kind.for_the_desk());
    let Some(ticket_id) = new_event.ticket_id.filter(|_| concerns) else {
        return Ok(None);
    };
    let values = [
        ticket_id.into(),
        event.into(),
        kind.is_message().into(),
        new_event.at.into(),
        new_event.actor_id.unwrap_or_default().into(),
        public.into(),
        kind.may_be_off().into(),
    ];
    let mentioned: Vec<String> = new_event.event.mentioned().iter().map(i64::to_string).collect();
    let sql =
        GROW.replace("{MENTIONED}", if mentioned.is_empty() { "-1".to_owned() } else { mentioned.join(", ") }.as_str());
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(Some(ticket_id))
}

/// An entry that was seen or removed begins anew, another one grows. At most a thousand subscribers are told.
const GROW: &str = "
INSERT INTO activities (ticket_id, user_id, last_event, told_event, told_message, count, at, unread, removed)
SELECT $1, u.id, $2, $2, $3, 1, $4, TRUE, FALSE FROM users u WHERE u.id IN (
  SELECT reporter_id FROM tickets WHERE id = $1 UNION SELECT assignee_id FROM tickets WHERE id = $1
  UNION SELECT id FROM users WHERE id IN ({MENTIONED})
  UNION SELECT user_id FROM (SELECT user_id FROM subscriptions WHERE ticket_id = $1 LIMIT 1000) s
) AND u.id <> $5 AND u.active AND ($6 OR u.role_id IS NOT NULL)
  AND (NOT $7 OR COALESCE(u.notify_changes, '') <> 'off')
ON CONFLICT (ticket_id, user_id) DO UPDATE SET
  last_event = excluded.last_event, at = excluded.at, unread = TRUE, removed = FALSE,
  told_event = CASE WHEN activities.unread AND NOT activities.removed AND activities.told_message AND NOT excluded.told_message
    THEN activities.told_event ELSE excluded.told_event END,
  told_message = excluded.told_message OR (activities.unread AND NOT activities.removed AND activities.told_message),
  count = CASE WHEN activities.unread AND NOT activities.removed THEN activities.count + 1 ELSE 1 END
";

impl Write {
    /// The person has read the ticket up to this event: their entry is unread no more, unless it tells of something later.
    pub(crate) async fn see_activity(&self, user_id: i64, ticket_id: i64, event_id: i64) -> Result<()> {
        self.project_activities().await?;
        let sql = "UPDATE activities SET unread = FALSE WHERE ticket_id = $1 AND user_id = $2 AND unread = TRUE AND last_event <= $3";
        let values = [ticket_id.into(), user_id.into(), event_id.into()];
        self.execute_raw(Statement::from_sql_and_values(self.get_database_backend(), sql, values)).await?;
        Ok(())
    }
}
