//! What an agent's own work is read by.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m031_pressing", parts: &[TICKET_INDEXES] };

/// An agent's tickets that wait for them by priority, so that the first of thousands are found without sorting all.
pub(super) const TICKET_INDEXES: &str = "
CREATE INDEX tickets_pressing ON tickets (assignee_id, closed, last_reply_by_customer, priority_rank DESC, changed_at, id);
";
