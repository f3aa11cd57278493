//! Database access: connections to SQLite and PostgreSQL, reads through a pool, writes in a transaction.
//!
//! Invariant: both databases answer alike. What sorts or compares is folded in Rust into a column of its own
//! (`subject_key`, `name_key`); SQL that differs names its backend beside the query. Tests run on both.

mod changes;
mod connect;
mod faults;
mod order;
mod outage;
mod probe;
mod reader;
mod rows;
mod share;
mod transaction;
mod upgrade;
mod version;
mod write;

pub use changes::Changes;
pub use connect::{WRITERS, connect};
pub use faults::{FaultInjector, InjectedFault};
pub use reader::Reader;
pub(crate) use rows::{CountRow, IdRow, counted};
pub(crate) use share::acting;
pub use share::{WRITES_OF_ONE_PERSON, for_person};
pub use transaction::Tx;
#[doc(hidden)]
pub use upgrade::killed_upgrade;

use crate::error::Error;
use changes::{CommitSource, Commits};
use probe::Probe;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use share::Shares;
use std::sync::Arc;

/// Readers run side by side; on SQLite writers queue for one connection, so none ever meets `SQLITE_BUSY`.
#[derive(Clone)]
pub struct Db {
    reader: Reader,
    writer: DatabaseConnection,
    commits: Arc<Commits>,
    probe: Arc<Probe>,
    shares: Arc<Shares>,
    faults: Option<Arc<dyn FaultInjector>>,
}

impl Db {
    fn new(reader: Reader, writer: DatabaseConnection, source: CommitSource) -> Self {
        Self {
            reader,
            writer,
            commits: Arc::new(Commits::new(source)),
            probe: Arc::default(),
            shares: Arc::default(),
            faults: None,
        }
    }

    /// The same database, whose writes meet faults.
    #[must_use]
    pub fn with_faults(mut self, faults: Arc<dyn FaultInjector>) -> Self {
        self.faults = Some(faults);
        self
    }

    /// For queries outside a transaction.
    pub fn read(&self) -> &Reader {
        &self.reader
    }

    pub fn backend(&self) -> DbBackend {
        self.reader.get_database_backend()
    }

    pub fn is_sqlite(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close(&self) -> Result<(), Error> {
        self.commits.close().await?;
        self.reader.pool().close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    /// What is committed from now on, by whatever process, for whoever would otherwise ask the database again and again. Belongs to
    /// a runtime, which looks for commits of other processes.
    pub fn changes(&self) -> Changes {
        self.commits.follow()
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
