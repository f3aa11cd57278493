//! Errors of the desk: a refusal, which a person is told, or a fault of ours, which goes to the log.

use domain::Refusal;
use sea_orm::DbErr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    #[error("SQLite {0} is too old; Portico needs 3.51.3 or newer")]
    OldSqlite(String),
    #[error("the database was made by {0}, and was left as it is")]
    OtherVersion(OtherVersion),
    /// A record that the rules exclude; the text is for the log.
    #[error("broken record: {0}")]
    Broken(String),
    /// A command cannot do what it was asked to; the text is for its user.
    #[error("{0}")]
    Command(String),
}

/// Versions of Portico whose databases this one does not work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtherVersion {
    /// Before the first release; there is no way from its schema to the one of today.
    #[error("a development version of Portico")]
    Development,
    /// It has migrations that this version does not know.
    #[error("a newer version of Portico")]
    Newer,
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
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
