//! Lock ordering (against deadlocks): a ticket first, then what hangs on it. Two writes that lock in other orders wait for each
//! other, and the database gives one of them up. Checked at every statement of a write where assertions are on.

use std::sync::atomic::{AtomicU8, Ordering};

/// Written under a ticket's lock.
const UNDER_A_TICKET: [&str; 6] =
    ["activities", "messages", "notices", "read_cursors", "subscriptions", "ticket_words"];

const NOTHING: u8 = 0;
const SOMETHING_ELSE: u8 = 1;
const THE_TICKET: u8 = 2;

/// What a write has locked first.
#[derive(Debug, Default)]
pub(super) struct LockOrder(AtomicU8);

impl LockOrder {
    /// # Panics
    /// When a ticket is locked after what hangs on it.
    pub fn check(&self, sql: &str) {
        let first = self.0.load(Ordering::Relaxed);
        if first == THE_TICKET {
            return;
        }
        let sql = sql.trim_start().replace('"', "");
        if locks_a_ticket(&sql) {
            assert_ne!(first, SOMETHING_ELSE, "a ticket is locked after what hangs on it: {sql}");
            self.0.store(THE_TICKET, Ordering::Relaxed);
        } else if first == NOTHING && UNDER_A_TICKET.iter().any(|table| writes(&sql, table)) {
            self.0.store(SOMETHING_ELSE, Ordering::Relaxed);
        }
    }
}

/// A new ticket is nobody else's yet, and whoever writes one locks it, too.
fn locks_a_ticket(sql: &str) -> bool {
    let locked = sql.starts_with("SELECT") && sql.contains(" FROM tickets") && sql.contains(" FOR ");
    locked || writes(sql, "tickets")
}

fn writes(sql: &str, table: &str) -> bool {
    ["INSERT INTO", "UPDATE", "DELETE FROM"].iter().any(|verb| {
        let rest = sql.strip_prefix(verb).map(str::trim_start).and_then(|rest| rest.strip_prefix(table));
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_locked_before_what_hangs_on_it() {
        let order = LockOrder::default();
        order.check("SELECT \"tickets\".\"id\" FROM \"tickets\" WHERE id = 1 FOR NO KEY UPDATE");
        order.check("DELETE FROM notices WHERE ticket_id = 1");
        order.check("UPDATE \"tickets\" SET changed_at = 1");
    }

    #[test]
    fn one_ticket_s_words_are_no_ticket() {
        let order = LockOrder::default();
        order.check("UPDATE tickets_of_old SET x = 1");
        order.check("SELECT id FROM tickets WHERE id = 1");
        order.check("INSERT INTO tickets (id) VALUES (1)");
    }

    #[test]
    #[should_panic(expected = "after what hangs on it")]
    fn the_other_way_round_is_a_fault() {
        let order = LockOrder::default();
        order.check("\n  DELETE FROM notices WHERE ticket_id = 1");
        order.check("UPDATE tickets SET changed_at = 1");
    }
}
