//! Write transactions with retries. What people do goes through [`crate::Desk::write`], which adds what follows from it.
//!
//! Invariant: rows are written inside of [`Db::write`] alone, and what belongs to a change commits with it: its events,
//! activities, notices, mails, idempotency key and search documents. `tests/desk/drill` puts faults into the statements
//! of writes and checks that what was acknowledged is stored, once; `make drill` puts every fault into every statement.

use super::reader::WRITING;
use super::{Db, Tx};
use crate::error::{Error, Result};
use std::future::Future;
use std::time::Duration;

/// How often a write is tried before its failure is told.
const TRIES: u32 = 8;
/// Before the second try; doubled for each further one, at most 640 ms.
const PAUSE: Duration = Duration::from_millis(10);

/// A try that made nothing durable, or of which nobody knows whether it did.
struct Failed {
    error: Error,
    /// Nothing is durable, and the same may succeed when it is tried again.
    again: bool,
}

impl Db {
    /// Runs `body` in a transaction and makes it durable at once: all of it when `body` ends with `Ok`, and nothing when it ends
    /// with an error or is dropped. `Ok` means that the database has confirmed the commit.
    ///
    /// `body` runs again, from its beginning and in a new transaction, when the database gave the transaction up for the sake of
    /// another one (deadlock, serialisation failure) or the connection was lost before the commit: so it changes nothing
    /// outside of the transaction.
    ///
    /// # Errors
    /// The body's; when the database fails, or does not say whether it has committed.
    pub async fn write<T, F, W>(&self, body: F) -> Result<T>
    where
        F: Fn(Tx) -> W,
        W: Future<Output = Result<T>> + Send,
    {
        let _share = self.shares.acquire().await;
        let mut tries = 1;
        loop {
            match Box::pin(self.try_once(&body)).await {
                Ok(value) => return Ok(value),
                Err(failed) if !failed.again || tries == TRIES => return Err(failed.error),
                Err(failed) => tracing::debug!(error = %failed.error, tries, "a write is tried again"),
            }
            tokio::time::sleep(pause(tries)).await;
            tries += 1;
        }
    }

    async fn try_once<T, F, W>(&self, body: &F) -> Result<T, Failed>
    where
        F: Fn(Tx) -> W,
        W: Future<Output = Result<T>> + Send,
    {
        let tx =
            Tx::begin(&self.writer, self.faults.clone()).await.map_err(|error| failed_before_commit(error.into()))?;
        let written = WRITING.scope((), body(tx.clone())).await;
        match written {
            Ok(value) if tx.is_discarded() => {
                tx.roll_back().await;
                Ok(value)
            }
            Ok(value) => {
                tx.commit().await.map_err(failed_at_commit)?;
                self.commits.notify();
                Ok(value)
            }
            Err(error) => {
                tx.roll_back().await;
                Err(failed_before_commit(error))
            }
        }
    }
}

/// Nothing was committed, whatever went wrong.
fn failed_before_commit(error: Error) -> Failed {
    Failed { again: error.is_transient() || error.is_lost_connection(), error }
}

/// A connection lost during the commit leaves open whether it took place; a refusal of the database does not.
fn failed_at_commit(error: Error) -> Failed {
    Failed { again: error.is_transient(), error }
}

/// Each try waits twice as long, and no two writers the same time: they would meet again.
fn pause(tries: u32) -> Duration {
    let longest = PAUSE * 2_u32.pow(tries.min(7) - 1);
    longest.mul_f64(0.5 + f64::from(crate::random::bytes::<1>()[0]) / 512.0)
}
