//! The rooms of the desk import downward only. Their order is written here, and every path in the source is held against it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The rooms, from the lowest to the highest: each may import those that stand before it. `lib.rs` holds them all and belongs to none.
const ROOMS: &[&str] = &[
    // What needs no database.
    "error",
    "random",
    "clock",
    "format_time",
    "filter",
    "listing",
    // The database and the unit of work.
    "migrations",
    "db",
    "events",
    "catalogue",
    "search",
    "write",
    "jobs",
    // Who acts, and what they may find.
    "actor",
    "pace",
    "calendars",
    "scope",
    // What tickets are made of.
    "files",
    "drafts",
    "messages",
    "mail",
    "entitlements",
    "support",
    "companies",
    "people",
    "assets",
    // What is done to tickets.
    "tickets",
    "plans",
    "activities",
    "conversation",
    "views",
    "phone",
    "chat",
    // What is made of everything.
    "work",
    "menu",
    "live",
    "help",
    "assistant",
    "import",
    "demo",
];

/// Arrows that point upward, each with its reason. A room that reacts to what happens on a ticket stands above tickets.
const UPWARD: &[(&str, &str, &str)] = &[
    ("tickets", "chat", "a ticket that is closed ends its chat, and one that is moved takes the chat to another line"),
    (
        "conversation",
        "chat",
        "an agent's answer accepts a chat that waits, and everybody's tells how far they have read",
    ),
];

/// Functions of `lib.rs`.
const OF_ALL: [&str; 2] = ["parse_instant", "run_detached"];

#[test]
fn rooms_import_downward() {
    let arrows = arrows();
    let rooms: BTreeSet<&str> = arrows.keys().map(String::as_str).collect();
    let written: BTreeSet<&str> = ROOMS.iter().copied().collect();
    assert_eq!(rooms, written, "left: the rooms of the source, right: those of the written order");
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut upward = BTreeMap::new();
    for (room, imported) in &arrows {
        for (other, files) in imported {
            assert!(place(other).is_some(), "{files:?} import {other}, which is no room");
            if place(other) > place(room) {
                upward.insert((room.as_str(), other.as_str()), files);
            }
        }
    }
    let allowed: BTreeSet<_> = UPWARD.iter().map(|(from, to, _)| (*from, *to)).collect();
    let news: Vec<_> = upward.iter().filter(|(arrow, _)| !allowed.contains(*arrow)).collect();
    assert!(news.is_empty(), "rooms import others that stand above them, and the files that do: {news:?}");
    let gone: Vec<_> = allowed.iter().filter(|arrow| !upward.contains_key(*arrow)).collect();
    assert!(gone.is_empty(), "no room points upward so any more: {gone:?}");
}

/// By room: the rooms that it imports, each with the files that do.
type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn arrows() -> Arrows {
    let mut arrows = Arrows::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut arrows);
    arrows
}

fn read(folder: &Path, room: Option<&str>, arrows: &mut Arrows) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.is_dir() {
            read(&path, Some(room.unwrap_or(name)), arrows);
        } else if path.extension().is_some_and(|extension| extension == "rs") && (room.is_some() || name != "lib") {
            let room = room.unwrap_or(name);
            let imported = arrows.entry(room.to_owned()).or_default();
            for other in named(&std::fs::read_to_string(&path).unwrap()) {
                if other != room && !OF_ALL.contains(&other.as_str()) {
                    imported.entry(other).or_default().insert(path.display().to_string());
                }
            }
        }
    }
}

/// What stands after each `crate::` of a file that is no type: rooms, and functions of the crate itself.
fn named(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let paths = code.match_indices("crate::").map(|(at, found)| &code[at + found.len()..]);
    let first = |path: &str| -> String {
        path.trim_start().chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect()
    };
    let names = paths.flat_map(|path| match path.strip_prefix('{') {
        Some(group) => members(group).into_iter().map(first).collect(),
        None => vec![first(path)],
    });
    names.filter(|name| name.starts_with(char::is_lowercase)).collect()
}

/// The members of a group of paths, which begins after its bracket.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut begins, mut found) = (0, 0, Vec::new());
    for (at, next) in group.char_indices() {
        match next {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[begins..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[begins..at]);
                begins = at + 1;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_way_to_name_a_room_is_seen() {
    let text = "use crate::actor::Person;\nuse crate::{Desk, Result, chat, files::{self, Upload},\n    random};\n\
        // crate::comment\n/// As [`crate::linked`].\nfn f() {\n    crate::scope::lock(); // crate::behind\n}\n\
        pub(crate) use crate::search;\n";
    let expected = BTreeSet::from(["actor", "chat", "files", "random", "scope", "search"].map(str::to_owned));
    assert_eq!(named(text), expected);
}
