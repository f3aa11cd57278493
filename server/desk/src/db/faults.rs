//! Fault injection: faults of a database, put into the statements of writes by the tests that look whether anything acknowledged is lost.

use sea_orm::DbErr;

/// Decides which statement of a write meets a fault.
pub trait FaultInjector: Send + Sync {
    /// Asked before each statement of a write, and with `COMMIT` before its end.
    fn before(&self, sql: &str) -> Option<InjectedFault>;
}

/// What a statement meets instead of being carried out.
pub enum InjectedFault {
    /// `sql` runs in its place. Where it succeeds (a rollback behind the driver's back, as SQLite makes one when the disk is
    /// full), `error` is the answer.
    Run { sql: &'static str, error: DbErr },
    /// No answer ever comes: whoever waits is dropped.
    Hang,
}
