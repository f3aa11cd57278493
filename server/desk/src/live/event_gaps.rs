//! Gaps in the sequence of event ids: ids that were given out and not seen yet. On PostgreSQL a transaction may commit after
//! another one that took a later id, and one that is undone leaves its ids unused for ever.

use std::collections::BTreeMap;

/// A transaction that takes longer is not waited for, in milliseconds.
const PATIENCE: i64 = 30_000;
/// More are not remembered.
const GAPS_MAX: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct EventGapTracker(BTreeMap<i64, i64>);

impl EventGapTracker {
    /// Notes what is missing between `last` and the ids that came, which are in order.
    pub(super) fn track(&mut self, last: i64, came: &[i64], now: i64) {
        let mut before = last;
        for id in came.iter().copied() {
            self.0.remove(&id);
            if id > before {
                let missing = (before + 1..id).rev().take(GAPS_MAX);
                self.0.extend(missing.map(|id| (id, now)));
                before = id;
            }
        }
        while self.0.len() > GAPS_MAX {
            self.0.pop_first();
        }
        self.0.retain(|_, since| now - *since < PATIENCE);
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.keys().copied()
    }

    /// Up to here nothing is missing, where `last` is the newest id that came.
    pub(super) fn cursor(&self, last: i64) -> i64 {
        self.0.keys().next().map_or(last, |first| first - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commits_late_is_waited_for_and_what_never_comes_is_given_up() {
        let mut gaps = EventGapTracker::default();
        gaps.track(10, &[11, 14], 0);
        assert_eq!((gaps.ids().collect::<Vec<_>>(), gaps.cursor(14)), (vec![12, 13], 11));
        gaps.track(14, &[13, 15], 1_000);
        assert_eq!((gaps.ids().collect::<Vec<_>>(), gaps.cursor(15)), (vec![12], 11));
        gaps.track(15, &[], PATIENCE + 1);
        assert_eq!((gaps.ids().count(), gaps.cursor(15)), (0, 15));
    }
}
