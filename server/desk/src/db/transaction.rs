use crate::error::Error;
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Notify;

/// A write in progress. On SQLite it holds the write lock from its first moment: a transaction that starts as a reader and
/// turns into a writer would ignore the busy timeout.
pub struct Tx {
    inner: DatabaseTransaction,
    /// Hears of the commit.
    committed: Arc<Notify>,
}

impl Tx {
    pub(super) async fn begin(writer: &DatabaseConnection, committed: Arc<Notify>) -> Result<Self, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(Self { inner: writer.begin_with_options(options).await?, committed })
    }

    /// Makes everything durable at once.
    ///
    /// # Errors
    /// When the database could not; then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await?;
        self.committed.notify_one();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}
