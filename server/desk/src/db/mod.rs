//! The two databases behind one door: how to connect, and the one way to write.

mod connect;
mod transaction;

pub use connect::connect;
pub(crate) use transaction::Extent;
pub use transaction::Tx;

use crate::error::Error;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use std::sync::Arc;
use tokio::sync::Notify;

/// Readers run side by side; on SQLite writers queue for one connection, so none ever meets `SQLITE_BUSY`.
#[derive(Clone)]
pub struct Db {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    committed: Arc<Notify>,
}

impl Db {
    /// For queries outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.readers
    }

    pub fn backend(&self) -> DbBackend {
        self.readers.get_database_backend()
    }

    pub fn is_sqlite(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.readers.ping().await.is_ok()
    }

    /// Opens a transaction that may write. Dropping it undoes everything.
    ///
    /// # Errors
    /// When no connection becomes free within 30 seconds.
    pub async fn write(&self) -> Result<Tx, Error> {
        Tx::begin(&self.writer, self.committed.clone()).await
    }

    /// Waits until this process has committed something since it last waited.
    pub(crate) async fn committed(&self) {
        self.committed.notified().await;
    }

    /// Lets the database look at its data after a large load, so that it plans its queries well.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn analyse(&self) -> Result<(), Error> {
        let sql = if self.is_sqlite() { "PRAGMA analysis_limit = 1000; ANALYZE" } else { "ANALYZE" };
        self.read().execute_unprepared(sql).await?;
        if self.is_sqlite() {
            // The load's log is as large as the data until it is folded in.
            self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }
}
