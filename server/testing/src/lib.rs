//! Databases for tests: on a SQLite file and, where `PORTICO_TEST_POSTGRES` names a PostgreSQL server's `postgres` database, one
//! there, each gone when it is dropped. The data that tests begin with is made once by each test program and copied for each test.
//! Everything panics where it cannot go on: a test without a database has failed.

mod folder;
mod password;
mod postgres;
mod template;

use desk::db::{Db, connect};
use desk::files::Store;
pub use folder::folder;
pub use postgres::Database;
use sea_orm::ConnectionTrait;
use std::path::Path;
use tempfile::TempDir;

/// 2026-06-01T09:00:00Z: what the clocks of tests show at first.
pub const NOW: i64 = 1_780_304_400_000;

/// The data that a test begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitialData {
    /// The schema alone.
    Empty,
    /// The demo's people and conversations, and so many generated tickets.
    Demo(u32),
}

/// A database and the files that belong to it.
pub struct TestDatabase {
    pub db: Db,
    pub files: Store,
    /// Where the database is.
    pub url: String,
    /// It holds the folder `files`.
    pub folder: TempDir,
    /// Dropped with this.
    pub database: Option<Database>,
}

impl TestDatabase {
    /// One on each database.
    pub async fn each(initial: InitialData) -> Vec<Self> {
        let mut bases = vec![Self::on_sqlite(initial).await];
        bases.extend(Self::on_postgres(initial).await);
        bases
    }

    pub async fn on_sqlite(initial: InitialData) -> Self {
        let folder = folder();
        template::copy(&template::on_sqlite(initial).await, folder.path());
        Self::open(sqlite(folder.path()), folder, None).await
    }

    /// `None` where `PORTICO_TEST_POSTGRES` names no server.
    pub async fn on_postgres(initial: InitialData) -> Option<Self> {
        let server = std::env::var("PORTICO_TEST_POSTGRES").ok()?;
        let folder = folder();
        let (template, database) = template::on_postgres(&server, initial).await;
        template::copy(&template, folder.path());
        Some(Self::open(database.url(), folder, Some(database)).await)
    }

    async fn open(url: String, folder: TempDir, database: Option<Database>) -> Self {
        let db = connect(&url).await.expect("a database");
        Self { db, files: files(folder.path()).await, url, folder, database }
    }
}

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("portico.db").display())
}

async fn files(folder: &Path) -> Store {
    Store::open_folder(folder.join("files")).await.expect("a folder for files")
}

/// A fresh database at `url`, filled. The demo's people sign in with a hash that costs little.
async fn fill(url: &str, folder: &Path, initial: InitialData) -> Db {
    let db = connect(url).await.expect("a database");
    if let InitialData::Demo(generated) = initial {
        let options = desk::demo::DemoOptions { generated, seed: 1, now: NOW };
        desk::demo::fill(&db, &files(folder).await, &options, |_| {}).await.expect("the demo fits an empty database");
        let hash = password::cheap_hash(desk::demo::PASSWORD);
        let update = format!("UPDATE users SET password_hash = '{hash}' WHERE password_hash IS NOT NULL");
        db.read().execute_unprepared(&update).await.expect("the demo's people have passwords");
    }
    db
}
