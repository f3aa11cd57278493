//! Classification of database and file errors: what people are told of an outage, and what is worth a retry.

use crate::error::Error;
use domain::refusal::Outage;
use sea_orm::sqlx::error::{DatabaseError, Error as SqlxError};
use sea_orm::{DbErr, RuntimeErr};
use std::io;

impl Error {
    /// Why nothing can be read or written at the moment; `None` where the fault is another one.
    pub fn outage(&self) -> Option<Outage> {
        match self {
            Self::Database(error) => of_database(error),
            Self::File(error) => of_files(error),
            _ => None,
        }
    }

    /// The database gave the transaction up for the sake of another one.
    pub(crate) fn is_transient(&self) -> bool {
        // Serialisation failure and deadlock: https://www.postgresql.org/docs/current/errcodes-appendix.html
        self.code().is_some_and(|code| ["40001", "40P01"].contains(&code.as_str()))
    }

    /// The connection is gone, or was closed by the server while it waited in the pool.
    pub(crate) fn is_lost_connection(&self) -> bool {
        match self {
            Self::Database(error) => lost(error),
            _ => false,
        }
    }

    fn code(&self) -> Option<String> {
        let Self::Database(error) = self else { return None };
        code(sqlx(error)?)
    }
}

pub(super) fn lost(error: &DbErr) -> bool {
    let Some(error) = sqlx(error) else { return false };
    let closed = matches!(error, SqlxError::Io(_) | SqlxError::WorkerCrashed | SqlxError::Protocol(_));
    // Shut down by an administrator, crashed, starting or not yet ready; and class 08, connection exceptions.
    closed || code(error).is_some_and(|code| code.starts_with("57P0") || code.starts_with("08"))
}

fn of_database(error: &DbErr) -> Option<Outage> {
    if let DbErr::ConnectionAcquire(_) = error {
        return Some(Outage::Busy);
    }
    let error = sqlx(error)?;
    match error {
        SqlxError::PoolTimedOut => Some(Outage::Busy),
        SqlxError::Io(_) | SqlxError::PoolClosed | SqlxError::WorkerCrashed => Some(Outage::Unavailable),
        SqlxError::Database(database_error) if is_sqlite(database_error.as_ref()) => of_sqlite(&code(error)?),
        SqlxError::Database(_) => of_postgres(&code(error)?),
        _ => None,
    }
}

/// Extended result codes carry the primary one in their lowest byte: https://sqlite.org/rescode.html
fn of_sqlite(code: &str) -> Option<Outage> {
    match code.parse::<u32>().ok()? & 0xff {
        // SQLITE_FULL
        13 => Some(Outage::Full),
        // SQLITE_BUSY, SQLITE_LOCKED
        5 | 6 => Some(Outage::Busy),
        // NOMEM, READONLY, IOERR, CANTOPEN, PROTOCOL
        7 | 8 | 10 | 14 | 15 => Some(Outage::Unavailable),
        _ => None,
    }
}

fn of_postgres(code: &str) -> Option<Outage> {
    match code {
        "53100" => Some(Outage::Full),
        // A lock or an answer that took too long, no connection left, and what was tried again often enough.
        "55P03" | "57014" | "53300" | "40001" | "40P01" => Some(Outage::Busy),
        // A transaction that may only read, an error of the system below it.
        "25006" | "58000" | "58030" => Some(Outage::Unavailable),
        // Connections, insufficient resources, an operator's doing.
        _ if ["08", "53", "57P"].iter().any(|class| code.starts_with(class)) => Some(Outage::Unavailable),
        _ => None,
    }
}

fn of_files(error: &io::Error) -> Option<Outage> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(Outage::Full),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound => {
            Some(Outage::Unavailable)
        }
        _ => None,
    }
}

fn sqlx(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn code(error: &SqlxError) -> Option<String> {
    match error {
        SqlxError::Database(error) => error.code().map(|code| code.into_owned()),
        _ => None,
    }
}

fn is_sqlite(error: &dyn DatabaseError) -> bool {
    error.try_downcast_ref::<sea_orm::SqlxSqliteError>().is_some()
}
