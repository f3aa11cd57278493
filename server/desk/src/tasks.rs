//! Tasks that run for as long as the program does: watched, and started again when they fail.

use crate::Result;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

/// Before a task is started again; doubled each time.
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// A task that has run for so long runs well.
const STEADY: Duration = Duration::from_secs(5);

/// The tasks of one process.
#[derive(Clone, Default)]
pub struct Tasks(Arc<Mutex<BTreeSet<&'static str>>>);

impl Tasks {
    /// Runs `task` until it ends with `Ok`. When it fails or panics, that is logged, and it is started again after a pause.
    /// The task goes down with the handle's abortion.
    pub fn keep<F, W>(&self, name: &'static str, task: F) -> JoinHandle<()>
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = Result<()>> + Send + 'static,
    {
        let tasks = self.clone();
        tokio::spawn(async move {
            let mut pause = PAUSE;
            loop {
                // What is in the set ends together with it.
                let mut running = JoinSet::new();
                running.spawn(task());
                let mut ended = timeout(STEADY, running.join_next()).await;
                if ended.is_err() {
                    tasks.down().remove(name);
                    pause = PAUSE;
                    ended = Ok(running.join_next().await);
                }
                match ended.ok().flatten() {
                    Some(Ok(Err(error))) => tracing::error!(task = name, %error, "a task failed and is started again"),
                    Some(Err(error)) => tracing::error!(task = name, %error, "a task broke and is started again"),
                    Some(Ok(Ok(()))) | None => break,
                }
                tasks.down().insert(name);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSE_MAX);
            }
            tasks.down().remove(name);
        })
    }

    /// Names of those that are being started again.
    pub fn restarting(&self) -> Vec<&'static str> {
        self.down().iter().copied().collect()
    }

    fn down(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(start_paused = true)]
    async fn a_task_that_fails_or_panics_is_named_and_started_again() {
        let (tasks, starts) = (Tasks::default(), Arc::new(AtomicUsize::new(0)));
        let counted = starts.clone();
        let kept = tasks.keep("news", move || {
            let turn = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                match turn {
                    0 => Err(Error::broken("at once")),
                    1 => panic!("at once"),
                    2 => std::future::pending().await,
                    _ => Ok(()),
                }
            }
        });
        tokio::time::sleep(PAUSE / 2).await;
        assert_eq!((starts.load(Ordering::Relaxed), tasks.restarting()), (1, vec!["news"]));
        tokio::time::sleep(PAUSE * 4).await;
        assert_eq!((starts.load(Ordering::Relaxed), tasks.restarting()), (3, vec!["news"]), "not yet steady");
        tokio::time::sleep(STEADY).await;
        assert_eq!((starts.load(Ordering::Relaxed), tasks.restarting()), (3, vec![]));
        kept.abort();
    }
}
