use crate::error::Error;
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// A write in progress. On SQLite it holds the write lock from its first moment: a transaction that starts as a reader and
/// turns into a writer would ignore the busy timeout.
pub struct Tx {
    inner: DatabaseTransaction,
    /// Hears of the commit.
    committed: Arc<Notify>,
    /// Tickets that the search index will find as they are at the end.
    stale: Mutex<BTreeMap<i64, Extent>>,
}

/// How much of a ticket's part of the search index is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// What was said last.
    End,
    Whole,
    /// Whole, and nothing of it stands in the index.
    New,
}

impl Tx {
    pub(super) async fn begin(writer: &DatabaseConnection, committed: Arc<Notify>) -> Result<Self, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(Self { inner: writer.begin_with_options(options).await?, committed, stale: Mutex::default() })
    }

    /// Makes everything durable at once.
    ///
    /// # Errors
    /// When the database could not; then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        let stale = std::mem::take(&mut *self.stale.lock().unwrap_or_else(PoisonError::into_inner));
        for (ticket_id, extent) in stale {
            crate::search::renew_ticket(&self, ticket_id, extent).await?;
        }
        self.inner.commit().await?;
        self.committed.notify_one();
        Ok(())
    }

    /// Has a ticket indexed when everything about it is written: once, however much of it changes.
    pub(crate) fn index(&self, ticket_id: i64, extent: Extent) {
        let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
        let known = stale.entry(ticket_id).or_insert(extent);
        *known = extent.max(*known);
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}
