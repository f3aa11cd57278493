//! Data that another version of Portico has made.

use crate::support::{Program, Visitor};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the list of migrations looks like in a database of a development version.
const DEVELOPMENT: &str = "UPDATE seaql_migrations SET version = 'm001_foundation' WHERE version = 'm001_settings'";

async fn database(data: &Path) -> DatabaseConnection {
    Database::connect(format!("sqlite://{}", data.join("portico.db").display())).await.unwrap()
}

/// The demo's data, with one change to its database.
async fn data_with(data: &Path, sql: &str) {
    let filled = Program::command("demo", data).output().unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let db = database(data).await;
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// Every file of a folder with its content, but for what tells servers apart while they run.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else if !path.extension().is_some_and(|kind| kind == "lock" || kind == "db-shm") {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

fn refused(command: &mut Command) -> String {
    let ended = command.output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && !said.contains("panicked"), "{said}");
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_development_version_stays_as_it_is_until_it_is_moved_away() {
    let folder = testing::folder();
    let data = folder.path().join("data");
    data_with(&data, DEVELOPMENT).await;
    let before = contents(&data);
    for arguments in [&["serve"][..], &["demo"], &["user", "disable", "grace@portico.example"]] {
        let mut command = Program::command(arguments[0], &data);
        let said = refused(command.args(&arguments[1..]));
        assert!(said.contains("development version") && said.contains(&data.display().to_string()), "{said}");
        assert!(contents(&data) == before, "{arguments:?} has changed something");
    }
    let said = refused(&mut Program::command("serve", &data));
    let (_, command) = said.trim().split_once("start again: ").unwrap();
    assert!(Command::new("sh").args(["-c", command]).status().unwrap().success(), "{command}");
    let program = Program::run(Program::command("serve", &data), None);
    assert_eq!(Visitor::new(&program.base).get("/readyz").await.status, 200);
    assert!(folder.path().join("data.old/portico.db").is_file(), "the old data is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_server_left_in_its_log_stays_there() {
    let folder = testing::folder();
    let (running, killed) = (folder.path().join("running"), folder.path().join("killed"));
    data_with(&running, DEVELOPMENT).await;
    let db = database(&running).await;
    db.execute_unprepared("UPDATE users SET position = 'in the log' WHERE slug = 'alice'").await.unwrap();
    fs::create_dir(&killed).unwrap();
    for name in ["portico.db", "portico.db-wal"] {
        fs::copy(running.join(name), killed.join(name)).unwrap();
    }
    db.close().await.unwrap();
    let before = contents(&killed);
    assert!(before.values().all(|content| !content.is_empty()), "there is a log");
    assert!(refused(&mut Program::command("serve", &killed)).contains("development version"));
    assert!(contents(&killed) == before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_newer_version_is_refused() {
    let folder = testing::folder();
    data_with(folder.path(), "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m999_tomorrow', 0)").await;
    let before = contents(folder.path());
    assert!(refused(&mut Program::command("serve", folder.path())).contains("newer version of Portico"));
    assert!(contents(folder.path()) == before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn make_run_names_the_folder_and_the_command_that_moves_it_away() {
    let folder = testing::folder();
    let data = folder.path().join("data");
    data_with(&data, DEVELOPMENT).await;
    let serve = Program::command("serve", &data);
    let built = folder.path().join("target/run");
    fs::create_dir_all(&built).unwrap();
    std::os::unix::fs::symlink(serve.get_program(), built.join("portico")).unwrap();
    let mut run = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.make/run"));
    for (name, value) in serve.get_envs() {
        match value {
            Some(value) => run.env(name, value),
            None => run.env_remove(name),
        };
    }
    let said = refused(run.env("CARGO_TARGET_DIR", folder.path().join("target")));
    let command = format!("mv {0} {0}.old", data.display());
    assert!(said.contains("development version") && said.contains(&command), "{said}");
}
