//! The lock that keeps a second server from a SQLite database, and commands beside it.

use crate::events::Stream;
use crate::support::{Program, Visitor};
use std::path::Path;
use std::time::{Duration, Instant};

/// Tries to serve what is in a folder, and ends with what was said.
fn refused(data: &Path, database: Option<String>) -> String {
    let mut serve = Program::command("serve", data);
    serve.envs(database.map(|url| ("PORTICO_DATABASE_URL", url)));
    let ended = serve.output().unwrap();
    assert!(!ended.status.success(), "two serve one database");
    String::from_utf8(ended.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_one_sqlite_database_is_refused_in_words() {
    let folder = testing::folder();
    let first = Program::run(Program::command("serve", folder.path()), None);
    let said = refused(folder.path(), None);
    assert!(said.contains("another server (process ") && said.contains("portico.db"), "{said}");
    let elsewhere = testing::folder();
    let url = format!("sqlite://{}", folder.path().join("portico.db").display());
    assert!(refused(elsewhere.path(), Some(url)).contains("another server"), "by another name");
    assert_eq!(Visitor::new(&first.base).get("/readyz").await.status, 200, "the first is not disturbed");
    // It is killed, and leaves its file behind.
    drop(first);
    let next = Program::run(Program::command("serve", folder.path()), None);
    assert_eq!(Visitor::new(&next.base).get("/readyz").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_server_and_open_pages_hear_of_what_they_write() {
    let folder = testing::folder();
    assert!(Program::command("demo", folder.path()).output().unwrap().status.success());
    let program = Program::run(Program::command("serve", folder.path()), None);
    let mut grace = Visitor::new(&program.base);
    grace.sign_in("grace@portico.example").await;
    let mut stream = Stream::open(&grace, "/events").await;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/samples");
    let mut import = Program::command("import", folder.path());
    import.args(["tickets", "tickets.jsonl", "--map", "tickets.toml"]).current_dir(samples);
    let imported = import.output().unwrap();
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let begun = Instant::now();
    stream.until("event: news").await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let mut add = Program::command("user", folder.path());
    let added = add.args(["add", "ada@example.com", "--name", "Ada Lovelace", "--role", "admin"]).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let link = String::from_utf8(added.stdout).unwrap();
    let path = link.lines().find_map(|line| line.split_once(":3000")).unwrap().1.trim().to_owned();
    let entered = Visitor::new(&program.base).post_form(&path, &[("password", "harbour cranes at dawn")]).await;
    assert_eq!(entered.status, 303, "the running server knows the link: {}", entered.text());
    let mut disable = Program::command("user", folder.path());
    assert!(disable.args(["disable", "grace@portico.example"]).output().unwrap().status.success());
    assert_eq!(grace.list("").await.status, 401);
    assert!(stream.end().await < Duration::from_secs(5));
}
