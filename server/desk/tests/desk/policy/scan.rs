//! Source scan: operations are found by reading it, so that none is forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What an operation is handed: a desk, or a write that has begun.
const HANDED: [&str; 4] = ["&Desk", ": Desk", "&Write", "&Tx"];

/// A file of the crate.
struct Source {
    /// The first folder, or the file itself: `tickets`.
    room: String,
    /// The file, or the folder whose `mod.rs` it is.
    module: String,
    text: String,
}

/// The names of all operations: `room::name`; `room::Type::name` of a method; `room::module::name` where a room has several functions of
/// this name.
pub fn operations() -> BTreeSet<String> {
    let mut sources = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut sources);
    named(&sources)
}

fn read(folder: &Path, room: Option<&str>, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.is_dir() {
            read(&path, Some(room.unwrap_or(name)), sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = if name == "mod" { folder.file_name().unwrap().to_str().unwrap() } else { name };
            let (room, module) = (room.unwrap_or(name).to_owned(), module.to_owned());
            sources.push(Source { room, module, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

fn named(sources: &[Source]) -> BTreeSet<String> {
    let mut modules: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for source in sources {
        let of_room = || sources.iter().filter(move |other| other.room == source.room);
        let hidden: BTreeSet<&str> = of_room().flat_map(|other| types(&other.text, false)).collect();
        let shown: BTreeSet<&str> = of_room().flat_map(|other| types(&other.text, true)).collect();
        for (of, name) in functions(&source.text) {
            // What is not public everywhere is asked by this crate alone. A type from elsewhere counts as public.
            if of.is_some_and(|of| hidden.contains(of) && !shown.contains(of)) {
                continue;
            }
            let name = of.map_or_else(|| name.to_owned(), |of| format!("{of}::{name}"));
            modules.entry((source.room.as_str(), name)).or_default().push(source.module.as_str());
        }
    }
    let names = modules.into_iter().flat_map(|((room, name), modules)| match modules[..] {
        [_] => vec![format!("{room}::{name}")],
        _ => modules.iter().map(|module| format!("{room}::{module}::{name}")).collect(),
    });
    names.collect()
}

/// The types of a file that are public everywhere, or those that are not.
fn types(text: &str, public: bool) -> impl Iterator<Item = &str> {
    text.lines().filter_map(move |line| {
        let (seen, item) = match line.strip_prefix("pub ") {
            Some(item) => (true, item),
            None => (false, within_the_crate(line).unwrap_or(line)),
        };
        let declared = ["struct ", "enum ", "union "].iter().find_map(|kind| item.strip_prefix(kind));
        declared.filter(|_| seen == public).map(word)
    })
}

/// What follows `pub(crate)` and its like.
fn within_the_crate(line: &str) -> Option<&str> {
    line.strip_prefix("pub(")?.split_once(") ").map(|(_, item)| item)
}

/// The public functions of a file that are handed a desk or a write: the type whose methods they are, and the name.
fn functions(text: &str) -> Vec<(Option<&str>, &str)> {
    let (mut found, mut of, mut at) = (Vec::new(), None, 0);
    for line in text.split_inclusive('\n') {
        let (item, rest) = (line.trim_start(), &text[at..]);
        at += line.len();
        if let Some(head) = line.strip_prefix("impl") {
            of = Some(implemented(head));
        } else if line.starts_with('}') {
            of = None;
        }
        let Some(mut item) = item.strip_prefix("pub ") else { continue };
        for before in ["const ", "async ", "unsafe "] {
            item = item.strip_prefix(before).unwrap_or(item);
        }
        let Some(function) = item.strip_prefix("fn ") else { continue };
        let signature = rest.split(['{', ';']).next().unwrap_or_default();
        let methods = of.filter(|_| line.starts_with(' '));
        // A method of the desk itself is one when somebody asks for it.
        let of_desk = methods == Some("Desk") && mentions(signature, "Person");
        if of_desk || HANDED.iter().any(|what| mentions(signature, what)) {
            found.push((methods, word(function)));
        }
    }
    found
}

/// The type in the head of an `impl`, after that word.
fn implemented(head: &str) -> &str {
    let head = head.split('{').next().unwrap_or_default();
    let of = match head.rsplit_once(" for ") {
        Some((_, of)) => of,
        None if head.starts_with('<') => head.split_once("> ").map_or(head, |(_, of)| of),
        None => head,
    };
    word(of.trim_start())
}

/// The name at the beginning of a text.
fn word(text: &str) -> &str {
    text.split(|next: char| !is_of_a_name(next)).next().unwrap_or_default()
}

fn is_of_a_name(next: char) -> bool {
    next.is_alphanumeric() || next == '_'
}

/// Whether something stands in a text as a whole.
pub fn mentions(text: &str, what: &str) -> bool {
    let apart = |before: &str| !what.starts_with(is_of_a_name) || !before.ends_with(is_of_a_name);
    text.match_indices(what).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + what.len()..]);
        apart(before) && !after.starts_with(is_of_a_name)
    })
}

#[test]
fn whatever_is_handed_a_desk_or_a_write_is_found() {
    let source = |module: &str, text: &str| Source { room: "room".into(), module: module.into(), text: text.into() };
    let first = "pub struct Export {\n    pub rows: u8,\n}\n\npub(crate) struct Inner;\n\nimpl Export {\n\
        \x20   pub async fn next(\n        &mut self,\n        desk: &Desk,\n    ) -> u8 {\n        0\n    }\n\n\
        \x20   pub fn len(&self) -> u8 {\n        0\n    }\n}\n\n\
        impl<'a> Inner<'a> {\n    pub fn read(&self, desk: &Desk) {}\n}\n\n\
        impl<T> From<T> for Export {\n    pub fn of(w: &Write) {}\n}\n\n\
        pub async fn close(w: &Write, number: &str) {}\n\n\
        pub fn start<T: Into<u8>>(desk: Desk) {}\n\n\
        pub(crate) fn within(desk: &Desk) {}\n\nfn own(desk: &Desk) {}\n\n\
        pub fn other(desk: &Desks, w: &Writer) {}\n\npub fn same(tx: &Tx) {}\n";
    let second = "pub async fn same(desk: &Desk) {}\n\n\
        impl Desk {\n    pub fn ask(&self, person: &Person) {}\n\n    pub fn now(&self) -> i64 {\n        0\n    }\n}\n";
    let found = named(&[source("first", first), source("second", second)]);
    let expected = ["Desk::ask", "Export::next", "Export::of", "close", "first::same", "second::same", "start"];
    assert_eq!(found, expected.iter().map(|name| format!("room::{name}")).collect());
}
