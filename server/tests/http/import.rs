//! `portico import` as a command: what it says, what it exits with and what it leaves beside the file.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const MAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/samples/tickets.toml");
const TICKETS: &str = include_str!("../../examples/samples/tickets.jsonl");

fn import(folder: &Path, file: &Path, options: &[&str]) -> Output {
    let mut all = vec!["--map", MAP];
    all.extend(options);
    run(folder, file, &all)
}

fn run(folder: &Path, file: &Path, options: &[&str]) -> Output {
    let command = &mut Command::new(env!("CARGO_BIN_EXE_portico"));
    let command = command.arg("import").arg("tickets").arg(file).args(options);
    let command = command.env("PORTICO_DATA", folder.join("data")).env_remove("PORTICO_DATABASE_URL");
    command.env("PORTICO_LOG", "error").output().unwrap()
}

fn outcome(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned())
}

#[test]
fn the_exit_code_and_a_file_tell_what_was_left_out() {
    let folder = testing::folder();
    let (file, refused) = (folder.path().join("old.jsonl"), folder.path().join("old.jsonl.refused.csv"));
    fs::write(&file, TICKETS.replace("\"state\": \"waiting\"", "\"state\": \"asleep\"")).unwrap();
    let run = |options: &[&str]| outcome(&import(folder.path(), &file, options));
    let (code, line) = run(&["--dry-run"]);
    assert_eq!((code, refused.exists()), (Some(3), false), "{line}");
    assert_eq!(run(&["--strict"]).0, Some(1));
    assert!(!refused.exists(), "strict is nothing at all");
    let (code, line) = run(&[]);
    assert_eq!((code, line.as_str()), (Some(3), "8 rows: 7 tickets added, 0 unchanged, 1 left out"));
    let left_out = fs::read_to_string(&refused).unwrap();
    assert_eq!(left_out.lines().count(), 2, "{left_out}");
    assert!(
        left_out.contains("New laptop for the warehouse") && left_out.contains("no value for “asleep”"),
        "{left_out}"
    );
    fs::write(&refused, left_out.replacen(",asleep,", ",waiting,", 1)).unwrap();
    let mended = outcome(&import(folder.path(), &refused, &[]));
    assert_eq!(mended, (Some(0), "1 row: 1 ticket added, 0 unchanged, 0 left out".to_owned()));
    fs::write(&file, TICKETS).unwrap();
    assert_eq!(run(&[]), (Some(0), "8 rows: 0 tickets added, 8 unchanged, 0 left out".to_owned()));
}

#[test]
fn rows_left_out_by_an_earlier_run_are_not_overwritten() {
    let folder = testing::folder();
    let file = folder.path().join("old.jsonl");
    let beside = |ending: &str| folder.path().join(format!("old.jsonl.{ending}"));
    let left_out = |ending: &str| fs::read_to_string(beside(ending)).unwrap();
    fs::write(&file, TICKETS.replace("\"state\": \"waiting\"", "\"state\": \"asleep\"")).unwrap();
    for _ in 0..2 {
        assert_eq!(import(folder.path(), &file, &[]).status.code(), Some(3));
        assert!(!beside("refused.1.csv").exists(), "the same rows again");
    }
    for place in ["refused.1.csv", "refused.2.csv"] {
        let mended = left_out("refused.csv").replacen(",asleep,", ",waiting,", 1);
        fs::write(beside("refused.csv"), &mended).unwrap();
        let again = import(folder.path(), &file, &[]);
        let said = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(said.contains(&format!("what that file held before is in {}", beside(place).display())), "{said}");
        assert_eq!(left_out(place), mended);
        assert!(left_out("refused.csv").contains(",asleep,") && !beside("refused.csv.new").exists());
    }
}

#[test]
fn columns_with_portico_s_own_names_need_no_map() {
    let folder = testing::folder();
    let file = folder.path().join("own.csv");
    let rows = "number,subject,description,company,reporter,reporter_email,status,priority,channel,created\n\
        A-1,Lamp,It is dark.,Acme,Ada Lovelace,ada@acme.example,Waiting for customer,High,Email,2026-01-08 09:15\n\
        A-2,Ladder,,Acme,,,closed,,,2026-01-09\n\
        A-3,Bench,,Acme,,,asleep,,,2026-01-09\n";
    fs::write(&file, rows).unwrap();
    let first = run(folder.path(), &file, &[]);
    assert_eq!(outcome(&first), (Some(3), "3 rows: 2 tickets added, 0 unchanged, 1 left out".to_owned()));
    let again = run(folder.path(), &file, &[]);
    assert_eq!(outcome(&again), (Some(3), "3 rows: 0 tickets added, 2 unchanged, 1 left out".to_owned()));
    fs::write(&file, "id,title\n1,Lamp\n").unwrap();
    let foreign = run(folder.path(), &file, &[]);
    let said = String::from_utf8_lossy(&foreign.stderr).into_owned();
    assert_eq!(foreign.status.code(), Some(1));
    assert!(said.contains("no column “company”") && said.contains("without --map"), "{said}");
}

#[test]
fn nothing_at_all_is_a_failure() {
    let folder = testing::folder();
    let file = folder.path().join("old.json");
    fs::write(&file, "[{\"id\": 1}, {\"id\": 2}").unwrap();
    let broken = import(folder.path(), &file, &[]);
    let said = String::from_utf8_lossy(&broken.stderr).into_owned();
    assert_eq!(broken.status.code(), Some(1));
    assert!(said.contains("the array is never closed after item 2"), "{said}");
    let first = TICKETS.lines().next().unwrap().replace("\"open\"", "\"asleep\"");
    fs::write(&file, format!("[{first}]")).unwrap();
    assert_eq!(import(folder.path(), &file, &[]).status.code(), Some(1));
    fs::write(&file, format!("[{}]", TICKETS.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(",\n")))
        .unwrap();
    let whole = import(folder.path(), &file, &[]);
    assert_eq!(outcome(&whole), (Some(0), "8 rows: 8 tickets added, 0 unchanged, 0 left out".to_owned()));
}
