//! Choosing contacts after a downgrade, when a plan has fewer seats than contacts: the company chooses by a day whom to keep. Nobody is
//! taken off the list. After that day those who are contacts the longest keep raising cases, and the others wait until somebody chooses.
//!
//! Invariant: that a seat rests is computed from its place, the limit and the day, here and as SQL in
//! `desk::plans::seat`, and never written down.

use crate::time::DAY;
use serde::{Deserialize, Serialize};

/// The company hears of it again so long before the day.
const AHEAD: [i64; 2] = [7 * DAY, DAY];

/// Whether a contact waits who has this place in the plan's list, from 0, the longest-standing first.
pub fn rests(place: usize, limit: i64, choose_by: Option<i64>, now: i64) -> bool {
    choose_by.is_some_and(|by| now > by) && i64::try_from(place).unwrap_or(i64::MAX) >= limit
}

/// Those of a plan's contacts who have no place in it, the longest-standing first in the list.
pub fn beyond<T>(contacts: &[T], limit: i64) -> &[T] {
    contacts.get(usize::try_from(limit).unwrap_or_default()..).unwrap_or_default()
}

/// When the next reminder is due after `now`; none once the day has passed.
pub fn next_notice(choose_by: i64, now: i64) -> Option<i64> {
    // The day's last moment still belongs to it.
    AHEAD.iter().map(|ahead| choose_by - ahead).chain([choose_by + 1]).find(|at| *at > now)
}

/// Which reminder of the choice is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The day is still to come.
    Ahead,
    /// It has passed, and nobody has chosen.
    Passed,
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY: i64 = 100 * DAY;

    #[test]
    fn nobody_waits_before_the_day_has_passed() {
        assert!(!rests(5, 2, None, BY + 1) && !rests(5, 2, Some(BY), BY));
        assert!(rests(2, 2, Some(BY), BY + 1) && !rests(1, 2, Some(BY), BY + 1));
    }

    #[test]
    fn notices_are_due_a_week_and_a_day_before_and_once_after() {
        let mut notices = Vec::new();
        let mut now = BY - 30 * DAY;
        while let Some(next) = next_notice(BY, now) {
            notices.push(next);
            now = next;
        }
        assert_eq!(notices, [BY - 7 * DAY, BY - DAY, BY + 1]);
        assert_eq!(next_notice(BY, BY - DAY), Some(BY + 1), "a short time to choose has fewer of them");
    }
}
