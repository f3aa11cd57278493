//! The program's settings, and what stands in its log.

use crate::support::{Parts, Program, SETTINGS, Visitor};
use std::fs::File;
use std::path::Path;
use std::process::Command;

/// Every setting by name as `serve --help` lists them.
fn listed() -> Vec<String> {
    let help = Program::command("serve", Path::new("/nowhere")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let named = help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next());
    named.map(str::to_owned).collect()
}

#[test]
fn the_tests_know_every_setting() {
    let mut listed = listed();
    listed.sort();
    assert_eq!(listed, SETTINGS);
}

#[test]
fn the_readme_names_every_setting() {
    let readme = include_str!("../../../README.md");
    let missing: Vec<&str> = SETTINGS.into_iter().filter(|name| !readme.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variable_that_is_set_to_nothing_counts_as_unset() {
    let folder = testing::folder();
    let data = folder.path().join("data");
    for empty in ["", "  "] {
        let mut serve = Program::command("serve", &data);
        serve.current_dir(folder.path());
        for name in SETTINGS.into_iter().filter(|name| *name != "PORTICO_LISTEN") {
            serve.env(name, empty);
        }
        // What an empty `PORTICO_DATA` stands for.
        let program = Program::run(serve, None);
        assert_eq!(Visitor::new(&program.base).get("/readyz").await.status, 200);
        let mut here: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        here.sort();
        assert_eq!(here, ["data"], "no attachment lands beside the data folder");
        assert!(data.join("files").is_dir() && data.join("portico.db").is_file());
    }
    // The commands alike.
    let mut add = Program::command("user", &data);
    add.args(["add", "ada@example.com", "--name", "Ada Lovelace", "--role", "admin"]).env("PORTICO_PUBLIC_URL", "");
    let added = String::from_utf8(add.output().unwrap().stdout).unwrap();
    assert!(added.contains("http://127.0.0.1:3000/"), "{added}");
}

fn refused(change: impl FnOnce(&mut Command)) -> String {
    let folder = testing::folder();
    let mut serve = Program::command("serve", folder.path());
    change(&mut serve);
    let ended = serve.output().unwrap();
    assert!(!ended.status.success(), "it has started");
    String::from_utf8(ended.stderr).unwrap()
}

#[test]
fn what_cannot_be_understood_stops_the_start_with_a_sentence() {
    for (name, value, about) in [
        ("PORTICO_PUBLIC_URL", "support.example.com", "expected an address such as https://support.example.com"),
        ("PORTICO_PUBLIC_URL", "https://example.com/desk", "root of its host"),
        ("PORTICO_LISTEN", "everywhere", "--listen"),
        ("PORTICO_LOG", "desk=loud", "such as desk=debug"),
        ("PORTICO_TRUSTED_PROXIES", "10.0.0.1, proxy", "IP addresses"),
        ("PORTICO_SMTP_URL", "mail.example.com", "PORTICO_SMTP_URL"),
        ("PORTICO_SMTP_NAME", "no host", "--smtp-name"),
        ("PORTICO_MAIL_FROM", "Support", "PORTICO_MAIL_FROM"),
        ("PORTICO_FILES_URL", "s3://bucket", "PORTICO_FILES_URL"),
        ("PORTICO_CONNECTIONS_PER_ADDRESS", "none", "--connections-per-address"),
        ("PORTICO_REOPEN_DAYS", "-1", "--reopen-days"),
        ("PORTICO_MESSAGES_PER_MINUTE", "many", "--messages-per-minute"),
    ] {
        let said = refused(|serve| {
            serve.env(name, value);
        });
        assert!(said.contains(about) && !said.contains("panicked"), "{name}={value}: {said}");
    }
    let said = refused(|serve| {
        serve.args(["--files-url", ""]);
    });
    assert!(said.contains("--files-url"), "an empty option is refused: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_the_public_address_is_the_same_origin() {
    let folder = testing::folder();
    let mut serve = Program::command("serve", folder.path());
    serve.env("PORTICO_PUBLIC_URL", "HTTP://Desk.Example:80/");
    let mut printed = serve.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let line = first_line(&mut printed);
    printed.kill().unwrap();
    printed.wait().unwrap();
    assert_eq!(line, "Portico is running at http://desk.example");
}

fn first_line(process: &mut std::process::Child) -> String {
    use std::io::{BufRead, BufReader};
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_file_has_no_colours_and_no_piece_of_a_message_however_much_is_logged() {
    const MARKS: [&str; 3] = ["zebrafinch", "quokkafile", "narwhalsubject"];
    let folder = testing::folder();
    let filled = Program::command("demo", folder.path()).output().unwrap();
    assert!(filled.status.success());
    let path = folder.path().join("portico.log");
    let mut serve = Program::command("serve", folder.path());
    serve.env("PORTICO_LOG", "trace").stderr(File::create(&path).unwrap());
    let program = Program::run(serve, None);
    let mut alice = Visitor::new(&program.base);
    alice.sign_in("alice@harbourline.example").await;
    let number = alice.raise(MARKS[2], "zebrafinch in the description").await;
    let parts = Parts::new()
        .field("body", "zebrafinch")
        .field("html", "<p><strong>zebrafinch</strong> in <em>bold</em></p>")
        .file("quokkafile.txt", "text/plain", "zebrafinch in a file");
    assert_eq!(alice.post_parts(&format!("/tickets/{number}/messages"), parts).await.status, 303);
    assert!(alice.get(&format!("/tickets/{number}")).await.text().contains("zebrafinch"));
    drop(program);
    let log = std::fs::read_to_string(&path).unwrap();
    assert!(!log.is_empty(), "something is logged");
    assert!(!log.contains('\u{1b}'), "no colours");
    for mark in MARKS {
        assert!(!log.contains(mark), "{mark}: {}", log.lines().find(|line| line.contains(mark)).unwrap_or_default());
    }
}
