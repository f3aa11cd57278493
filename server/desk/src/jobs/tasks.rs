//! Supervision of background tasks: they run for as long as the program does, and are restarted when they fail.
//!
//! Invariant: whatever runs for ever is supervised by `desk.tasks()`; `/readyz` names what is being started again.

use crate::Result;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

/// Before a task is started again for the first time; doubled each time, up to 64 times as long.
const PAUSE: Duration = Duration::from_millis(500);
/// A task that has run for ten pauses runs well.
const STEADY: u32 = 10;

/// The tasks of one process.
#[derive(Clone)]
pub struct Tasks {
    pause: Duration,
    restarting: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Default for Tasks {
    fn default() -> Self {
        Self { pause: PAUSE, restarting: Arc::default() }
    }
}

impl Tasks {
    /// Runs `task` until it ends with `Ok`. When it fails or panics, that is logged, and it is started again after a pause.
    /// The task goes down with the handle's abortion.
    pub fn supervise<F, W>(&self, name: &'static str, task: F) -> JoinHandle<()>
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = Result<()>> + Send + 'static,
    {
        let tasks = self.clone();
        tokio::spawn(async move {
            let mut pause = tasks.pause;
            loop {
                // What is in the set ends together with it.
                let mut running = JoinSet::new();
                running.spawn(task());
                let mut ended = timeout(tasks.pause * STEADY, running.join_next()).await;
                if ended.is_err() {
                    tasks.down().remove(name);
                    pause = tasks.pause;
                    ended = Ok(running.join_next().await);
                }
                match ended.ok().flatten() {
                    Some(Ok(Err(error))) => tracing::error!(task = name, %error, "a task failed and is restarting"),
                    // The program ends.
                    Some(Err(error)) if error.is_cancelled() => break,
                    Some(Err(error)) => tracing::error!(task = name, %error, "a task panicked and is restarting"),
                    Some(Ok(Ok(()))) | None => break,
                }
                tasks.down().insert(name);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(tasks.pause * 64);
            }
            tasks.down().remove(name);
        })
    }

    /// Names of those that are being started again.
    pub fn restarting(&self) -> Vec<&'static str> {
        self.down().iter().copied().collect()
    }

    fn down(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.restarting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Semaphore;

    async fn until(what: impl Fn() -> bool) {
        while !what() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test]
    async fn a_task_that_fails_or_panics_is_named_and_started_again() {
        let (first, starts) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks = Tasks { pause: Duration::from_millis(20), ..Tasks::default() };
        let (fails, counted) = (first.clone(), starts.clone());
        let kept = tasks.supervise("news", move || {
            let (turn, fails) = (counted.fetch_add(1, Ordering::Relaxed), fails.clone());
            async move {
                match turn {
                    0 => {
                        let _permit = fails.acquire().await;
                        Err(Error::broken("when it is told to"))
                    }
                    1 => panic!("at once"),
                    _ => std::future::pending().await,
                }
            }
        });
        until(|| starts.load(Ordering::Relaxed) == 1).await;
        assert!(tasks.restarting().is_empty());
        first.add_permits(1);
        until(|| starts.load(Ordering::Relaxed) == 3).await;
        assert_eq!(tasks.restarting(), ["news"], "it is not steady yet");
        until(|| tasks.restarting().is_empty()).await;
        assert_eq!(starts.load(Ordering::Relaxed), 3);
        kept.abort();
    }
}
