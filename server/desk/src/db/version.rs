//! Schema version check: whether this version of Portico can work with a database, found out before anything is written to it.

use crate::error::Error;
use crate::migrations::other_version;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Applied {
    version: String,
}

/// # Errors
/// `OtherVersion` for a database that another version has made and this one cannot work with.
pub(super) async fn check(db: &impl ConnectionTrait) -> Result<(), Error> {
    match other_version(&applied(db).await?) {
        Some(version) => Err(Error::OtherVersion(version)),
        None => Ok(()),
    }
}

/// Names of the migrations that were applied; none in a new database.
async fn applied(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let backend = db.get_database_backend();
    let table = match backend {
        DbBackend::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'seaql_migrations'",
        _ => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    if db.query_one_raw(Statement::from_string(backend, table)).await?.is_none() {
        return Ok(Vec::new());
    }
    let names = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    Ok(Applied::find_by_statement(names).all(db).await?.into_iter().map(|applied| applied.version).collect())
}
