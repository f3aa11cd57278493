//! Desks for tests: one on a temporary SQLite file and, where `PORTICO_TEST_POSTGRES` names a PostgreSQL server's `postgres`
//! database, one on a fresh database there.

use desk::db::{Db, connect};
use desk::files::Store;
use desk::{Clock, Desk};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// 2026-06-01T09:00:00Z: what every test's clock shows.
pub const NOW: i64 = 1_780_304_400_000;

/// A desk of its own, gone when it is dropped.
pub struct TestDesk {
    pub desk: Desk,
    pub db: Db,
    pub files: Store,
    /// Where the database is.
    pub url: String,
    _guards: Guards,
}

struct Guards {
    _folder: TempDir,
    _database: Option<PostgresDatabase>,
}

/// An empty desk on each database.
pub async fn desks() -> Vec<TestDesk> {
    let mut desks = vec![on_sqlite().await];
    if let Ok(server) = std::env::var("PORTICO_TEST_POSTGRES") {
        desks.push(on_postgres(server).await);
    }
    desks
}

/// The demo's desk on each database, without generated tickets.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo() -> Vec<TestDesk> {
    demo_with(0).await
}

/// The demo's desk on each database, with so many generated tickets.
pub async fn demo_with(generated: u32) -> Vec<TestDesk> {
    let mut filled = Vec::new();
    for TestDesk { db, files, url, _guards, .. } in desks().await {
        let options = desk::demo::Options { generated, seed: 1, now: NOW };
        desk::demo::fill(&db, &files, &options, |_| {}).await.expect("the demo fits an empty database");
        let desk = open(&db, &files).await;
        filled.push(TestDesk { desk, db, files, url, _guards });
    }
    filled
}

async fn on_sqlite() -> TestDesk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("desk.db").display());
    test_desk(&url, folder, None).await
}

async fn on_postgres(server: String) -> TestDesk {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = PostgresDatabase::create(server).await;
    test_desk(&database.url(), folder, Some(database)).await
}

async fn test_desk(url: &str, folder: TempDir, database: Option<PostgresDatabase>) -> TestDesk {
    let db = connect(url).await.expect("a database");
    let files = Store::open_folder(folder.path().join("files")).await.expect("a folder for files");
    TestDesk {
        desk: open(&db, &files).await,
        db,
        files,
        url: url.to_owned(),
        _guards: Guards { _folder: folder, _database: database },
    }
}

async fn open(db: &Db, files: &Store) -> Desk {
    Desk::open(db.clone(), files.clone(), Clock::fixed(NOW)).await.expect("a desk")
}

/// A database on the test server, dropped with this.
struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    async fn create(server: String) -> Self {
        let name = format!("portico_{}", desk::random::id());
        order(&server, &format!("CREATE DATABASE {name}")).await;
        Self { server, name }
    }

    fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("a URL ends with the database's name");
        format!("{base}/{}", self.name)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // The test's own runtime may be stopping, and it cannot be waited for here.
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(order(&server, &sql));
        });
        // A database that stays goes with its server.
        let _ = work.join();
    }
}

async fn order(server: &str, sql: &str) {
    let connection = Database::connect(server).await.expect("PORTICO_TEST_POSTGRES can be reached");
    connection.execute_unprepared(sql).await.expect("the server obeys");
    connection.close().await.expect("it closes");
}
