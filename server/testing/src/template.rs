//! Template databases of tests, beside the test program that made them: each build of that makes its own, once for all its processes.

use super::postgres::Database;
use super::{InitialData, fill, sqlite};
use sea_orm::ConnectionTrait;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Who holds it makes templates, alone.
struct Lock {
    folder: PathBuf,
    /// When the test program was built.
    built: u128,
    _held: File,
}

impl Lock {
    fn acquire() -> Self {
        let program = std::env::current_exe().expect("a program runs");
        let changed = fs::metadata(&program).and_then(|program| program.modified()).expect("it is a file");
        let folder = program.with_extension("start");
        fs::create_dir_all(&folder).expect("a folder beside the program");
        let held = File::create(folder.join("lock")).expect("a file in it");
        held.lock().expect("a lock");
        let built = changed.duration_since(UNIX_EPOCH).expect("it is not that old").as_nanos();
        Self { folder, built, _held: held }
    }

    /// Where a template is, and whether it is whole. Those of former builds go.
    fn find(&self, kind: &str) -> (PathBuf, bool) {
        let name = format!("{kind}-{}", self.built);
        for other in fs::read_dir(&self.folder).expect("a folder").flatten() {
            let found = other.file_name().to_string_lossy().into_owned();
            if found != name && found.rsplit_once('-').is_some_and(|(same, _)| same == kind) {
                fs::remove_dir_all(other.path()).expect("what is old can go");
            }
        }
        let part = self.folder.join(name);
        let whole = whole(&part).exists();
        (part, whole)
    }
}

fn whole(template: &Path) -> PathBuf {
    template.join("whole")
}

fn begin(template: &Path) {
    let _ = fs::remove_dir_all(template);
    fs::create_dir_all(template).expect("a folder");
}

fn end(template: &Path) {
    fs::write(whole(template), "").expect("a file");
}

fn kind(on: &str, initial: InitialData) -> String {
    match initial {
        InitialData::Empty => format!("{on}_empty"),
        InitialData::Demo(generated) => format!("{on}_demo_{generated}"),
    }
}

/// The folder to copy.
pub(crate) async fn on_sqlite(initial: InitialData) -> PathBuf {
    let lock = Lock::acquire();
    let (template, is_whole) = lock.find(&kind("sqlite", initial));
    if !is_whole {
        begin(&template);
        let db = fill(&sqlite(&template), &template, initial).await;
        db.read().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("everything is in one file");
        let ahead = fs::metadata(template.join("portico.db-wal")).map_or(0, |file| file.len());
        assert_eq!(ahead, 0, "everything is in one file");
        end(&template);
    }
    template
}

/// The folder to copy, and a copy of the database.
pub(crate) async fn on_postgres(server: &str, initial: InitialData) -> (PathBuf, Database) {
    let find = || {
        let (lock, kind) = (Lock::acquire(), kind("postgres", initial));
        let (template, is_whole) = lock.find(&kind);
        let program = lock.folder.file_stem().unwrap_or_default().to_string_lossy().replace('-', "_");
        let name = format!("{program}_{kind}_{:x}", lock.built);
        (template, is_whole, name, lock)
    };
    let copied = async |is_whole: bool, name: &str| if is_whole { Database::copy_of(server, name).await } else { None };
    // Whoever finds a template need not wait for others who copy it.
    let (template, is_whole, name, lock) = find();
    drop(lock);
    if let Some(copy) = copied(is_whole, &name).await {
        return (template, copy);
    }
    // The server is another one than last time, or nobody has filled it yet; somebody else may have done so by now.
    let (template, is_whole, name, _lock) = find();
    if let Some(copy) = copied(is_whole, &name).await {
        return (template, copy);
    }
    begin(&template);
    let database = Database::create(server).await;
    let db = fill(&database.url(), &template, initial).await;
    db.close().await.expect("it closes");
    database.rename(&name).await;
    end(&template);
    (template, Database::copy_of(server, &name).await.expect("it was just made"))
}

/// Copies a folder that nobody writes to any more.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let beside = path.extension().is_some_and(|kind| kind == "db-wal" || kind == "db-shm");
        if path.is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&path, &target);
        } else if !beside && path != whole(from) {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
