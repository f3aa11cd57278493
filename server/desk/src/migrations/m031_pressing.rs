//! What an agent's own work is read by.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m031_pressing", parts: &[TICKET_INDEXES] };

/// An agent's open tickets by priority, so that the first of thousands are found without sorting all.
pub(super) const TICKET_INDEXES: &str = "
CREATE INDEX tickets_pressing ON tickets (assignee_id, closed, priority_rank DESC, changed_at, id);
";
