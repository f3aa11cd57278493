//! Change notification: whether anything was committed, by this process or another one. What waits for the database to change
//! asks here instead of asking the database again and again: this process's commits are known at once, and for those of others
//! one task looks on behalf of all.
//!
//! Invariant: whatever waits for the database to change waits here, and what is due at an instant is known ahead and
//! compared with the clock in memory. So where nothing is committed, one statement a second is asked and nothing else.

use super::Reader;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{OnceCell, watch};
use tokio::time::sleep;

/// Commits of other processes are looked for so often.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The commits of one database.
pub(super) struct Commits {
    /// Grows with each that is known of.
    count: watch::Sender<u64>,
    source: CommitSource,
    is_looking: AtomicBool,
    is_closed: AtomicBool,
}

/// Where to look for commits of other processes.
pub(super) enum CommitSource {
    /// SQLite counts for each connection what all others have committed, so one is kept that does nothing else.
    Sqlite { options: Box<ConnectOptions>, connection: OnceCell<DatabaseConnection> },
    /// PostgreSQL gives each transaction that writes a number, and knows which of them have ended.
    Postgres(Reader),
}

impl CommitSource {
    /// With a connection of its own, opened when it is first needed.
    pub(super) fn sqlite(mut options: ConnectOptions) -> Self {
        // Another connection would count anew.
        options.max_connections(1).idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
        Self::Sqlite { options: Box::new(options), connection: OnceCell::new() }
    }

    /// Something that is the same as before for as long as nothing is committed.
    async fn state(&self) -> Result<String, DbErr> {
        let row = match self {
            Self::Sqlite { options, connection } => {
                let connection =
                    connection.get_or_try_init(|| Database::connect(ConnectOptions::clone(options))).await?;
                connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA data_version")).await?
            }
            Self::Postgres(reader) => {
                let snapshot = "SELECT CAST(pg_current_snapshot() AS TEXT)";
                reader.query_one_raw(Statement::from_string(DbBackend::Postgres, snapshot)).await?
            }
        };
        let row = row.ok_or_else(|| DbErr::Custom("the database tells nothing of its commits".to_owned()))?;
        match self {
            Self::Sqlite { .. } => row.try_get_by_index::<i64>(0).map(|version| version.to_string()),
            Self::Postgres(_) => row.try_get_by_index(0),
        }
    }
}

impl Commits {
    pub(super) fn new(source: CommitSource) -> Self {
        Self {
            count: watch::Sender::new(0),
            source,
            is_looking: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
        }
    }

    /// Something was committed.
    pub(super) fn notify(&self) {
        self.count.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// From here on; the first time, the task that looks is started.
    pub(super) fn follow(self: &Arc<Self>) -> Changes {
        if !self.is_looking.swap(true, Ordering::AcqRel) {
            tokio::spawn(poll(Arc::downgrade(self)));
        }
        let mut receiver = self.count.subscribe();
        // What was committed before has not been looked at either.
        receiver.mark_changed();
        Changes(receiver)
    }

    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.is_closed.store(true, Ordering::Release);
        match &self.source {
            CommitSource::Sqlite { connection, .. } => match connection.get() {
                Some(connection) => connection.close_by_ref().await,
                None => Ok(()),
            },
            CommitSource::Postgres(_) => Ok(()),
        }
    }
}

/// Looks for commits until the database is closed or nobody holds it any more.
async fn poll(commits: Weak<Commits>) {
    let mut last = None;
    loop {
        let Some(commits) = commits.upgrade().filter(|commits| !commits.is_closed.load(Ordering::Acquire)) else {
            return;
        };
        match commits.source.state().await {
            Ok(state) => {
                // After a failure nobody knows what has been missed.
                if last.as_ref() != Some(&state) {
                    commits.notify();
                }
                last = Some(state);
            }
            Err(error) => {
                if last.take().is_some() {
                    tracing::warn!(%error, "what other processes commit isn't seen at the moment");
                }
            }
        }
        drop(commits);
        sleep(LOOK_EVERY).await;
    }
}

/// What one follower of the database has not looked at yet. At first that is everything.
pub struct Changes(watch::Receiver<u64>);

impl Changes {
    /// Whether anything was committed since the last call. Asked before reading, so that what is committed meanwhile counts for the
    /// next time.
    pub fn any(&mut self) -> bool {
        let any = self.0.has_changed().unwrap_or(false);
        self.0.mark_unchanged();
        any
    }

    /// Waits until something was committed since the last call. Commits of other processes are known within a second.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            // The database is gone, and with it whatever could happen.
            std::future::pending::<()>().await;
        }
    }
}
