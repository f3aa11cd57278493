//! What can go wrong at the desk: a refusal, which a person is told, or a fault of ours, which goes to the log.

use domain::Refusal;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    #[error("SQLite {0} is too old; 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// A record that the rules exclude; the text is for the log.
    #[error("broken record: {0}")]
    Broken(String),
    /// A command cannot do what it was asked to; the text is for its user.
    #[error("{0}")]
    Command(String),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Error {
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    pub fn command(what: impl Into<String>) -> Self {
        Self::Command(what.into())
    }

    /// Whether the database is there and has no time: others hold a lock, or every connection, for longer than anybody waits.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Database(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)) => true,
            Self::Database(DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error)) => is_lock(error),
            _ => false,
        }
    }
}

fn is_lock(error: &RuntimeErr) -> bool {
    let RuntimeErr::SqlxError(error) = error else { return false };
    let error: &SqlxError = error;
    if matches!(error, SqlxError::PoolTimedOut) {
        return true;
    }
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    match code.parse::<i32>() {
        // SQLite: the low byte of an extended code is SQLITE_BUSY or SQLITE_LOCKED. PostgreSQL's codes have five places.
        Ok(number) if code.len() < 5 => matches!(number & 0xff, 5 | 6),
        // A lock that is not given in time, a statement that took too long, a deadlock, writes that cross, no connection left.
        _ => matches!(code.as_ref(), "55P03" | "57014" | "40P01" | "40001" | "53300"),
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
