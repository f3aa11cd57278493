//! One fault, at one statement.

use desk::db::{Db, FaultInjector, InjectedFault};
use sea_orm::sqlx::error::Error as SqlxError;
use sea_orm::{DbErr, RuntimeErr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The statement fails, and SQLite has rolled the transaction back by itself, as it does when the disk is full or broken.
    RolledBack,
    /// PostgreSQL's own errors.
    DiskFull,
    Io,
    Deadlock,
    Serialisation,
    /// The server closes the connection.
    Killed,
    /// Whoever waits goes away.
    Dropped,
}

impl Kind {
    pub fn of(db: &Db) -> &'static [Self] {
        if db.is_sqlite() {
            &[Self::RolledBack, Self::Dropped]
        } else {
            &[Self::DiskFull, Self::Io, Self::Deadlock, Self::Serialisation, Self::Killed, Self::Dropped]
        }
    }

    fn fault(self) -> InjectedFault {
        let sql = match self {
            Self::Dropped => return InjectedFault::Hang,
            Self::RolledBack => "ROLLBACK",
            Self::DiskFull => "DO $$ BEGIN RAISE EXCEPTION 'drill' USING ERRCODE = '53100'; END $$",
            Self::Io => "DO $$ BEGIN RAISE EXCEPTION 'drill' USING ERRCODE = '58030'; END $$",
            Self::Deadlock => "DO $$ BEGIN RAISE EXCEPTION 'drill' USING ERRCODE = '40P01'; END $$",
            Self::Serialisation => "DO $$ BEGIN RAISE EXCEPTION 'drill' USING ERRCODE = '40001'; END $$",
            Self::Killed => "SELECT pg_terminate_backend(pg_backend_pid())",
        };
        // One that is not worth another try.
        InjectedFault::Run { sql, error: DbErr::Exec(RuntimeErr::SqlxError(Arc::new(SqlxError::PoolTimedOut))) }
    }
}

#[derive(Default)]
pub struct Injected {
    seen: AtomicUsize,
    fault: Mutex<Option<(usize, Kind)>>,
    hung: Notify,
}

impl Injected {
    pub fn none(&self) {
        self.seen.store(0, Ordering::SeqCst);
        *self.fault.lock().unwrap() = None;
    }

    /// The statement of this place, from 0, meets a fault; the next one of the same place does not.
    pub fn at(&self, statement: usize, kind: Kind) {
        self.seen.store(0, Ordering::SeqCst);
        *self.fault.lock().unwrap() = Some((statement, kind));
    }

    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }

    /// A statement hangs.
    pub async fn hung(&self) {
        self.hung.notified().await;
    }
}

impl FaultInjector for Injected {
    fn before(&self, _sql: &str) -> Option<InjectedFault> {
        let place = self.seen.fetch_add(1, Ordering::SeqCst);
        let (_, kind) = self.fault.lock().unwrap().take_if(|(statement, _)| *statement == place)?;
        if matches!(kind, Kind::Dropped) {
            self.hung.notify_one();
        }
        Some(kind.fault())
    }
}
