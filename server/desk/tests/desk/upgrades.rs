//! A database of each former version is upgraded, whatever migration an upgrade before that was killed in.
//!
//! `tests/fixtures` keeps one for each version, by the name of its last migration. `.make/fixture` writes it when that version's
//! schema is complete; it is never made again.

use super::helpers::{person, raise};
use super::schema::{details, tables};
use super::support::{NOW, desks};
use desk::db::{connect, killed_upgrade};
use desk::files::Store;
use desk::tickets::list::list;
use desk::{Clock, Desk};
use flate2::read::GzDecoder;
use sea_orm::{ConnectionTrait, Database, Statement};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is in these tables outlives every upgrade.
const KEPT: [&str; 6] = ["attachments", "companies", "events", "messages", "tickets", "users"];

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    assert!(!found.is_empty(), ".make/fixture keeps a database of this version");
    found
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut content = Vec::new();
    GzDecoder::new(File::open(path).unwrap()).read_to_end(&mut content).unwrap();
    content
}

/// A copy of a database that a former version has written; gone when it is dropped.
struct Former {
    url: String,
    folder: TempDir,
    _database: Option<testing::Database>,
}

impl Former {
    async fn on_sqlite(fixture: &Path) -> Self {
        let folder = testing::folder();
        let file = folder.path().join("portico.db");
        fs::write(&file, unpacked(&fixture.join("sqlite.db.gz"))).unwrap();
        Self { url: format!("sqlite://{}", file.display()), folder, _database: None }
    }

    /// `None` where `PORTICO_TEST_POSTGRES` names no server.
    async fn on_postgres(fixture: &Path) -> Option<Self> {
        let server = std::env::var("PORTICO_TEST_POSTGRES").ok()?;
        let database = testing::Database::create(&server).await;
        let db = Database::connect(database.url()).await.unwrap();
        let sql = String::from_utf8(unpacked(&fixture.join("postgres.sql.gz"))).unwrap();
        db.execute_unprepared(&sql).await.unwrap();
        db.close().await.unwrap();
        Some(Self { url: database.url(), folder: testing::folder(), _database: Some(database) })
    }

    /// How many rows the kept tables have.
    async fn rows(&self) -> Vec<i64> {
        let db = Database::connect(&self.url).await.unwrap();
        let mut rows = Vec::new();
        for table in KEPT {
            let count = Statement::from_string(db.get_database_backend(), format!("SELECT COUNT(*) FROM {table}"));
            let row = db.query_one_raw(count).await.unwrap().unwrap();
            rows.push(row.try_get_by_index(0).unwrap());
        }
        db.close().await.unwrap();
        rows
    }

    /// Two servers start at once, after an upgrade that was killed in one of the migrations: both find the schema of a new database and
    /// everything that was there. `false` where there is no such migration: then they find the database as it was.
    async fn is_upgraded(&self, fresh: &Desk, killed_in: u32) -> bool {
        let before = self.rows().await;
        assert!(before.iter().all(|count| *count > 0), "{before:?}");
        let was_killed = killed_upgrade(&self.url, killed_in).await.unwrap();
        let (one, other) = tokio::join!(connect(&self.url), connect(&self.url));
        assert_eq!(self.rows().await, before, "killed in migration {killed_in}");
        for db in [one.unwrap(), other.unwrap()] {
            let files = Store::open_folder(self.folder.path().join("files")).await.unwrap();
            let desk = Desk::open(db, files, Clock::fixed(NOW)).await.unwrap();
            assert_eq!(tables(&desk).await, tables(fresh).await, "killed in migration {killed_in}");
            assert_eq!(details(&desk).await, details(fresh).await, "killed in migration {killed_in}");
            let grace = person(&desk, "grace").await;
            let found = list(&desk, &grace, "in=messages&closed=1&q=workshop").await.unwrap();
            assert!(found.total.count > 0, "words are found");
        }
        was_killed
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_that_was_killed_in_any_migration_is_completed_by_the_next_start() {
    for fixture in fixtures() {
        for fresh in desks().await {
            let mut step = 0;
            loop {
                let former = if fresh.db.is_sqlite() {
                    Former::on_sqlite(&fixture).await
                } else {
                    Former::on_postgres(&fixture).await.unwrap()
                };
                if !Box::pin(former.is_upgraded(&fresh.desk, step)).await {
                    break;
                }
                step += 1;
            }
            println!("{}: {step} migrations on {:?}", fixture.display(), fresh.db.backend());
        }
    }
}

#[tokio::test]
async fn an_upgraded_desk_goes_on_from_where_it_was() {
    for fixture in fixtures() {
        let formers = [Some(Former::on_sqlite(&fixture).await), Former::on_postgres(&fixture).await];
        for former in formers.into_iter().flatten() {
            let db = connect(&former.url).await.unwrap();
            let files = Store::open_folder(former.folder.path().join("files")).await.unwrap();
            let desk = Desk::open(db, files, Clock::fixed(NOW)).await.unwrap();
            let alice = person(&desk, "alice").await;
            let everything = async || list(&desk, &alice, "sort=-number&closed=1").await.unwrap();
            let before = everything().await;
            let number = |text: &str| text.trim_start_matches("PT-").parse::<u32>().unwrap();
            assert!(number(&raise(&desk, &alice).await) > number(&before.rows[0].number), "numbers go on");
            assert_eq!(everything().await.total.count, before.total.count + 1);
        }
    }
}
