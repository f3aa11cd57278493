//! Concurrency limit per person (fair sharing of the writers): of one person, few writes run or wait for a connection at once, so
//! that whoever sends a hundred keeps nobody else waiting.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Writes of one person that may run at the same time. On SQLite, which has one writer, the second waits for the first.
pub const WRITES_OF_ONE_PERSON: usize = 3;

/// People whose shares are kept before those that nobody uses any more are dropped.
const KEPT: usize = 1_000;

tokio::task_local! {
    /// The user id of the person for whom this task runs.
    static PERSON: i64;
}

/// Runs `future` for a person: its writes count as theirs.
pub async fn for_person<F: Future>(user_id: i64, future: F) -> F::Output {
    PERSON.scope(user_id, future).await
}

/// The person for whom this task runs, for another one that it starts.
pub(crate) fn acting() -> Option<i64> {
    PERSON.try_with(|id| *id).ok()
}

#[derive(Default)]
pub(super) struct Shares(Mutex<HashMap<i64, Weak<Semaphore>>>);

impl Shares {
    /// Waits until the person for whom this task runs may write. `None` for what runs for nobody.
    pub async fn acquire(&self) -> Option<OwnedSemaphorePermit> {
        let person = acting()?;
        // It is never closed.
        self.of(person).acquire_owned().await.ok()
    }

    fn of(&self, person: i64) -> Arc<Semaphore> {
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = people.get(&person).and_then(Weak::upgrade) {
            return share;
        }
        if people.len() >= KEPT {
            people.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::new(Semaphore::new(WRITES_OF_ONE_PERSON));
        people.insert(person, Arc::downgrade(&share));
        share
    }
}

#[cfg(test)]
mod tests {
    use super::{acting, for_person};
    use crate::run_detached;

    #[tokio::test]
    async fn what_goes_on_by_itself_is_still_of_the_same_person() {
        let acts = || run_detached(async { Ok(acting()) });
        assert_eq!(for_person(7, acts()).await.expect("it ends"), Some(7));
        assert_eq!(acts().await.expect("it ends"), None);
    }
}
