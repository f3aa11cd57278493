//! A cache of large counts: lists that hold far more than is counted. Counting to the limit again for each page of them would cost more
//! than the page.

use sea_orm::Statement;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// What was found is taken for true so long, in milliseconds. No desk loses [`MARGIN`] tickets from one list meanwhile.
const KEPT: i64 = 10_000;
/// So many more than the limit must be there.
pub(super) const MARGIN: u64 = 500;
/// Lists that are remembered.
const LISTS_MAX: usize = 2_000;

/// When each list, by its counting statement, was last found to hold that many.
#[derive(Default)]
pub(crate) struct LargeCountCache(Mutex<HashMap<u64, i64>>);

impl LargeCountCache {
    pub(super) fn contains(&self, list: u64, now: i64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&list).is_some_and(|seen| (0..KEPT).contains(&(now - seen)))
    }

    pub(super) fn insert(&self, list: u64, now: i64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= LISTS_MAX {
            known.retain(|_, seen| now - *seen < KEPT);
        }
        if known.len() < LISTS_MAX {
            known.insert(list, now);
        }
    }
}

pub(super) fn key(counting: &Statement) -> u64 {
    let mut hasher = DefaultHasher::new();
    counting.sql.hash(&mut hasher);
    format!("{:?}", counting.values).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_remembered_for_a_while() {
        let cache = LargeCountCache::default();
        cache.insert(7, 1_000);
        assert!(cache.contains(7, 1_000) && cache.contains(7, 10_999));
        assert!(!cache.contains(7, 11_000) && !cache.contains(7, 999) && !cache.contains(8, 1_000));
        for list in 0..3_000 {
            cache.insert(list, 1_000);
        }
        assert!(!cache.contains(2_999, 1_000), "no more than so many");
        cache.insert(5_000, 20_000);
        assert!(cache.contains(5_000, 20_000), "old ones make room");
    }
}
