//! Connecting to SQLite or PostgreSQL: versions, pools and migrations.

use super::changes::CommitSource;
use super::reader::Reader;
use super::{Db, version};
use crate::error::Error;
use crate::migrations::Migrator;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions as _, Connection, Error as SqlxError};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::time::{Duration, Instant};

/// Versions before it can corrupt a database in write-ahead mode.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// Any fixed number: who holds this lock may migrate.
const MIGRATION_LOCK: i64 = 0x0050_6f72_7469_636f;

/// Connections that write to PostgreSQL at the same time; on SQLite it is one.
pub const WRITERS: usize = 10;

/// A write that waits longer for another one's lock is refused.
const LOCK_TIMEOUT: &str = "10s";

/// A server that is not there is waited for so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often, and how far apart, a locked database is tried again: for 30 seconds.
const OPEN_TRIES: u32 = 600;
const OPEN_PAUSE: Duration = Duration::from_millis(50);

/// Connects and brings the schema up to date. `url` is `sqlite://PATH` or `postgres://…`.
///
/// # Errors
/// When the database cannot be reached, is too old, was made by another version, or a migration fails.
pub async fn connect(url: &str) -> Result<Db, Error> {
    if url.starts_with("sqlite:") { connect_sqlite(url).await } else { connect_postgres(url).await }
}

/// SQLite rolls a transaction back by itself when the disk is full or fails. The driver then counts it as open for ever, and
/// whatever is written through that connection later becomes part of a transaction that nobody commits. So a connection that
/// comes back from anything but a commit or a rollback that succeeded is closed, and the next write opens another.
async fn connect_sqlite(url: &str) -> Result<Db, Error> {
    check_beside_log(url).await?;
    let mut writer = sqlite_options(url, 1);
    writer.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
    });
    let writer = open_patiently(writer).await?;
    if let Err(refused) = prepare_sqlite(&writer).await {
        // Closed in order, SQLite leaves none of its own files behind.
        writer.close_by_ref().await?;
        return Err(refused);
    }
    let readers = open_patiently(sqlite_options(url, 4)).await?;
    Ok(Db::new(Reader(readers), writer, CommitSource::sqlite(watching_options(url))))
}

/// Refuses a database of another version whose server was killed, and leaves even its write-ahead log as it is: that becomes part of
/// the database's file when the last connection that can write is closed. Whatever else is wrong is told when the writer connects.
async fn check_beside_log(url: &str) -> Result<(), Error> {
    let Ok(options) = url.parse::<SqliteConnectOptions>() else { return Ok(()) };
    let mut log = options.get_filename().as_os_str().to_owned();
    log.push("-wal");
    if !std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Ok(());
    }
    let Ok(reader) = open(watching_options(url)).await else { return Ok(()) };
    let checked = version::check(&reader).await;
    reader.close().await?;
    match checked {
        Err(refused @ Error::OtherVersion(_)) => Err(refused),
        _ => Ok(()),
    }
}

async fn prepare_sqlite(writer: &DatabaseConnection) -> Result<(), Error> {
    refuse_old_sqlite(writer).await?;
    version::check(writer).await?;
    migrate_sqlite(writer).await
}

/// Writers have connections of their own: however long they wait for each other, pages are read.
async fn connect_postgres(url: &str) -> Result<Db, Error> {
    reach(url).await?;
    let mut writer = plain_options(url, u32::try_from(WRITERS).unwrap_or(1));
    // The server may have closed it since the last write.
    writer
        .test_before_acquire(true)
        .map_sqlx_postgres_opts(|postgres| postgres.options([("lock_timeout", LOCK_TIMEOUT)]));
    let writer = open(writer).await?;
    refuse_other_encodings(&writer).await?;
    migrate_alone(&writer).await?;
    let reader = Reader(open(plain_options(url, 16)).await?);
    Ok(Db::new(reader.clone(), writer, CommitSource::Postgres(reader)))
}

/// Connects once, as writers do, to hear in the server's own words why it does not work; a pool only says that it waited. A server
/// that is not there yet, or is starting, is tried again for [`PATIENCE`].
async fn reach(url: &str) -> Result<(), Error> {
    let refused = |error: SqlxError| {
        let text = error.to_string();
        let hint = if text.contains("unsupported startup parameter") {
            " (Portico sets a lock_timeout when it connects, which PgBouncer does not pass on: connect to PostgreSQL itself)"
        } else {
            ""
        };
        Error::command(format!("the PostgreSQL database cannot be reached: {text}{hint}"))
    };
    let options: PgConnectOptions = url.parse().map_err(refused)?;
    let options = options.options([("lock_timeout", LOCK_TIMEOUT)]);
    let begun = Instant::now();
    loop {
        match options.connect().await {
            Ok(connection) => return connection.close().await.map_err(refused),
            Err(error) if is_not_there_yet(&error) && begun.elapsed() < PATIENCE => {
                tokio::time::sleep(OPEN_PAUSE).await
            }
            Err(error) => return Err(refused(error)),
        }
    }
}

fn is_not_there_yet(error: &SqlxError) -> bool {
    // 57P03: the server is starting.
    matches!(error, SqlxError::Io(_))
        || error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "57P03")
}

/// What people write is Unicode; a database of another encoding refuses some of it, or takes it for something else.
async fn refuse_other_encodings(db: &DatabaseConnection) -> Result<(), Error> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, "SHOW server_encoding")).await?;
    let encoding: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(Error::command(format!(
        "the PostgreSQL database is encoded in {encoding}; Portico needs UTF8. Create one with: \
         CREATE DATABASE portico ENCODING 'UTF8' TEMPLATE template0"
    )))
}

async fn open(options: ConnectOptions) -> Result<DatabaseConnection, Error> {
    Ok(Database::connect(options).await?)
}

/// Opens a database that others may be opening too. Turning a new one to write-ahead mode needs it alone for a moment, and SQLite
/// does not wait for that by itself.
async fn open_patiently(options: ConnectOptions) -> Result<DatabaseConnection, Error> {
    let mut tries = 0;
    loop {
        match open(options.clone()).await {
            Err(error) if tries < OPEN_TRIES && error.to_string().contains("database is locked") => tries += 1,
            opened => return opened,
        }
        tokio::time::sleep(OPEN_PAUSE).await;
    }
}

fn plain_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

/// One connection to SQLite that changes nothing.
fn watching_options(url: &str) -> ConnectOptions {
    let mut options = plain_options(url, 1);
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.read_only(true).busy_timeout(PATIENCE));
    options
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = plain_options(url, connections);
    options.min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .statement_cache_capacity(200)
            .pragma("cache_size", "-8000")
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
    });
    options
}

async fn refuse_old_sqlite(db: &DatabaseConnection) -> Result<(), Error> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()")).await?;
    let text: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let version = (next(), next(), next());
    if version < OLDEST_SQLITE { Err(Error::OldSqlite(text)) } else { Ok(()) }
}

/// Two programs that start at once must not both migrate: the second waits for the write lock and finds nothing left to do.
async fn migrate_sqlite(writer: &DatabaseConnection) -> Result<(), Error> {
    if Migrator::get_pending_migrations(writer).await?.is_empty() {
        return Ok(());
    }
    let immediate =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let transaction = writer.begin_with_options(immediate).await?;
    Migrator::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

/// The same on PostgreSQL, with a lock of our own.
async fn migrate_alone(pool: &DatabaseConnection) -> Result<(), Error> {
    let guard = pool.begin().await?;
    guard.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    version::check(&guard).await?;
    Migrator::up(pool, None).await?;
    Ok(guard.commit().await?)
}
