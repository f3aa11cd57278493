//! Whom a status waits for and what customers read of it, who had the last word on a ticket, and since when customers see a company.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m029_waiting", parts: &[STATUSES, MEMBERSHIPS, REPLIES, TICKET_INDEXES] };

/// Statuses of kind waiting all waited for customers so far; those that name somebody else do no longer.
const STATUSES: &str = "
ALTER TABLE statuses ADD COLUMN waits_for TEXT;
ALTER TABLE statuses ADD COLUMN customer_name TEXT;
UPDATE statuses SET waits_for = 'customer' WHERE kind = 'waiting';
UPDATE statuses SET waits_for = 'third_party' WHERE kind = 'waiting' AND (lower(label) LIKE '%supplier%' OR lower(label) LIKE '%vendor%'
  OR lower(label) LIKE '%third%' OR lower(label) LIKE '%manufacturer%' OR lower(label) LIKE '%carrier%' OR lower(label) LIKE '%partner%');
UPDATE statuses SET customer_name = 'Waiting for you'
  WHERE waits_for = 'customer' AND (lower(label) LIKE '%customer%' OR lower(label) LIKE '%client%');
";

/// When somebody joined is not known of the members there are: for them the account's own beginning counts.
const MEMBERSHIPS: &str = "
ALTER TABLE memberships ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
";

/// What Portico answers by itself is nobody's word.
const REPLIES: &str = "
ALTER TABLE tickets ADD COLUMN last_reply_by_customer BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE tickets SET last_reply_by_customer = TRUE WHERE COALESCE((
  SELECT u.role_id IS NULL FROM messages m JOIN users u ON u.id = m.author_id WHERE m.ticket_id = tickets.id AND m.note = FALSE
  ORDER BY m.created_at DESC, m.id DESC LIMIT 1
), FALSE);
";

/// An agent's tickets that wait for them are counted and read from the first alone, the longest untouched first. The second tells of
/// every open ticket whether it may be unread at the desk, without a look at the ticket.
pub(super) const TICKET_INDEXES: &str = "
CREATE INDEX tickets_waiting ON tickets (assignee_id, closed, last_reply_by_customer, changed_at, id);
CREATE INDEX tickets_open_news ON tickets (closed, changed_at, last_event, queue_id, type_id, id);
";
