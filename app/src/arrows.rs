//! Architecture test of the imports: each module imports only what stands below it, and no files import each other in a ring.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The modules of this crate, from the ground up.
const ORDER: [&str; 26] = [
    "compact",
    "words",
    "error",
    "server_context",
    "session",
    "ui",
    "lazy",
    "page",
    "scroll_restoration",
    "live",
    "keys",
    "help",
    "support",
    "phone",
    "assistant",
    "plans",
    "assets",
    "people",
    "mail",
    "tickets",
    "chat",
    "work",
    "activities",
    "frame",
    "routes",
    "shell",
];

/// The path of a module, from the root of its crate.
type Module = Vec<String>;

/// What a file of a crate says: its own path, and what it imports.
struct Source {
    module: Module,
    /// Paths as they are written, with the name under which they are known here.
    imports: Vec<(Module, String)>,
    /// Names that only pass through: `pub use`.
    exports: Vec<(Module, String)>,
    /// Other mentions of `crate::` and `super::`.
    mentions: Vec<Module>,
}

impl Source {
    /// `name` is the file's path below `src`. Tests at its end may import whatever they want.
    fn read(name: &str, text: &str) -> Self {
        let mut module: Module = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
            module.pop();
        }
        let (mut imports, mut exports, mut rest) = (Vec::new(), Vec::new(), String::new());
        let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        let mut lines = lines.take_while(|line| !(line.starts_with("mod ") && line.ends_with('{')));
        while let Some(line) = lines.next() {
            let public = line.starts_with("pub ") || line.starts_with("pub(");
            let path = line.strip_prefix("use ").or_else(|| line.split_once(" use ").filter(|_| public).map(|it| it.1));
            let Some(path) = path else {
                rest.push_str(line);
                rest.push('\n');
                continue;
            };
            let mut path = path.to_owned();
            while !path.contains(';') {
                path.push_str(lines.next().unwrap_or(";"));
            }
            let list = if public { &mut exports } else { &mut imports };
            expand("", path.trim_end().trim_end_matches(';'), list);
        }
        Self { module, imports, exports, mentions: mentioned(&rest) }
    }

    /// A path as it is written in this file, from the root of the crate; nothing for other crates.
    fn absolute(&self, path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let mut from = self.module.clone();
        match first.as_str() {
            "crate" => from.clear(),
            "self" => {}
            "super" => {
                from.pop();
                while let Some(("super", after)) = rest.split_first().map(|(first, after)| (first.as_str(), after)) {
                    from.pop();
                    rest = after;
                }
            }
            child => {
                from.push(child.to_owned());
                if !known.contains(&from) {
                    return None;
                }
            }
        }
        from.extend_from_slice(rest);
        Some(from)
    }
}

/// The single paths of `a::{b, c::{d, e as f}}`, each with the name that it is given.
fn expand(before: &str, tree: &str, list: &mut Vec<(Module, String)>) {
    let tree = tree.trim();
    if let Some((start, group)) = tree.split_once('{') {
        let group = group.rsplit_once('}').map_or(group, |(within, _)| within);
        let (mut depth, mut part) = (0_u32, String::new());
        for letter in group.chars().chain([',']) {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if letter == ',' && depth == 0 {
                expand(&format!("{before}{start}"), &part, list);
                part.clear();
            } else {
                part.push(letter);
            }
        }
    } else if !tree.is_empty() {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap_or_default()));
        let path = format!("{before}{path}").split("::").map(|part| part.trim().to_owned()).collect();
        list.push((path, name.trim().to_owned()));
    }
}

/// Paths that begin with `crate::` or `super::` somewhere in a text.
fn mentioned(text: &str) -> Vec<Module> {
    let is_of_a_path = |letter: char| letter.is_alphanumeric() || "_:".contains(letter);
    let paths = text
        .split(|letter| !is_of_a_path(letter))
        .filter(|path| ["crate::", "super::"].iter().any(|start| path.starts_with(start) && path.len() > start.len()));
    paths.map(|path| path.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()).collect()
}

/// The files of a crate, by their paths below `folder`.
fn sources(folder: &Path) -> Vec<Source> {
    fn collect(folder: &Path, below: &str, sources: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry of a folder").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                collect(&path, &format!("{below}{name}/"), sources);
            } else if name.ends_with(".rs") {
                let text = fs::read_to_string(&path).expect("a file of sources");
                sources.push(Source::read(&format!("{below}{name}"), &text));
            }
        }
    }
    let mut sources = Vec::new();
    collect(folder, "", &mut sources);
    sources
}

/// Every mention of a module that does not stand below the module which mentions it.
fn upward(sources: &[Source], order: &[&str]) -> Vec<String> {
    let place = |module: &str| order.iter().position(|known| *known == module);
    let mut upward = Vec::new();
    for source in sources {
        let Some(room) = source.module.first() else { continue };
        let own = place(room).unwrap_or_else(|| panic!("{room} has no place in the order of the modules"));
        let paths = source.imports.iter().chain(&source.exports).map(|(path, _)| path).chain(&source.mentions);
        for path in paths.filter(|path| path.first().is_some_and(|first| first == "crate")) {
            if path.get(1).and_then(|module| place(module)).is_some_and(|other| other > own) {
                upward.push(format!("{} imports {}", source.module.join("::"), path.join("::")));
            }
        }
    }
    upward
}

/// Files that import each other in a ring; empty where there is none. What only passes through a file (`pub use`) is imported from
/// where it comes. The files of `whole` modules count as one.
fn ring(sources: &[Source], whole: &[&str]) -> Vec<String> {
    let known: BTreeSet<Module> = sources.iter().map(|source| source.module.clone()).collect();
    let mut exports = BTreeMap::new();
    for source in sources {
        for (path, name) in &source.exports {
            if let Some(path) = source.absolute(path, &known) {
                exports.insert([source.module.as_slice(), std::slice::from_ref(name)].concat(), path);
            }
        }
    }
    let file = |mut path: Module| {
        // Names pass through a few files at most.
        for _ in 0..8 {
            let through =
                (1..=path.len()).rev().find(|n| exports.contains_key(&path[..*n]) && !known.contains(&path[..*n]));
            let Some(n) = through else { break };
            let from: &Module = &exports[&path[..n]];
            path = from.iter().chain(&path[n..]).cloned().collect();
        }
        (0..=path.len()).rev().map(|n| path[..n].to_vec()).find(|path| known.contains(path))
    };
    let fold = |mut module: Module| {
        if module.first().is_some_and(|room| whole.contains(&room.as_str())) {
            module.truncate(1);
        }
        module
    };
    let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for source in sources {
        let own = fold(source.module.clone());
        let paths = source.imports.iter().map(|(path, _)| path).chain(&source.mentions);
        let files = paths.filter_map(|path| file(source.absolute(path, &known)?)).map(fold).filter(|file| *file != own);
        arrows.entry(own.clone()).or_default().extend(files);
    }
    first_ring(arrows).into_iter().map(|module| module.join("::")).collect()
}

fn first_ring(mut arrows: BTreeMap<Module, BTreeSet<Module>>) -> Vec<Module> {
    // What imports nothing that is left is in no ring.
    loop {
        let is_in_none = |files: &BTreeSet<Module>| !files.iter().any(|file| arrows.contains_key(file));
        let ground: Vec<Module> =
            arrows.iter().filter(|(_, files)| is_in_none(files)).map(|(module, _)| module.clone()).collect();
        if ground.is_empty() {
            break;
        }
        arrows.retain(|module, _| !ground.contains(module));
    }
    let mut way: Vec<Module> = arrows.keys().next().cloned().into_iter().collect();
    while let Some(last) = way.last() {
        let next = arrows[last].iter().find(|file| arrows.contains_key(*file)).cloned().unwrap_or_default();
        if let Some(start) = way.iter().position(|module| *module == next) {
            return way.split_off(start);
        }
        way.push(next);
    }
    Vec::new()
}

#[test]
fn modules_import_only_what_stands_below_them() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let sources: Vec<Source> = sources.into_iter().filter(|source| source.module != ["arrows"]).collect();
    assert!(sources.len() > 100, "{} files", sources.len());
    assert_eq!(upward(&sources, &ORDER), Vec::<String>::new());
    // The catalogue's struct and the languages that fill it name each other.
    assert_eq!(ring(&sources, &["words"]), Vec::<String>::new());
}

#[test]
fn files_of_the_domain_import_each_other_in_no_ring() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("domain/src"));
    assert!(sources.len() > 50, "{} files", sources.len());
    assert_eq!(ring(&sources, &[]), Vec::<String>::new());
}

#[test]
fn an_upward_arrow_and_a_ring_are_found() {
    let read = |files: &[(&str, &str)]| files.iter().map(|(name, text)| Source::read(name, text)).collect::<Vec<_>>();
    let low = "//! use crate::high::not_this;\nuse std::fmt;\n#[cfg(feature = \"x\")]\nuse crate::high::{\n    b,\n    c::{D, E as F},\n};\n";
    let found = upward(&read(&[("low.rs", low), ("high/mod.rs", "use crate::low::X;\n")]), &["low", "high"]);
    assert_eq!(found, ["low imports crate::high::b", "low imports crate::high::c::D", "low imports crate::high::c::E"]);
    let inline = upward(&read(&[("low.rs", "fn x() {\n    crate::high::y();\n}\n")]), &["low", "high"]);
    assert_eq!(inline, ["low imports crate::high::y"]);
    let tests = "use crate::low::X;\n\n#[cfg(test)]\nmod tests {\n    use crate::high::Y;\n}\n";
    assert_eq!(upward(&read(&[("mid.rs", tests)]), &["low", "mid", "high"]), Vec::<String>::new());

    // A name that passes through `mod.rs` is imported from its own file.
    let parent = ("high/mod.rs", "mod one;\nmod two;\n\npub(crate) use one::One;\npub use two::Two;\n");
    let fine = [parent, ("high/one.rs", "use super::two::Two;\n"), ("high/two.rs", "use leptos::prelude::*;\n")];
    assert_eq!(ring(&read(&fine), &[]), Vec::<String>::new());
    let both = [parent, ("high/one.rs", "use super::Two;\n"), ("high/two.rs", "use crate::high::One;\n")];
    assert_eq!(ring(&read(&both), &[]), ["high::one", "high::two"]);
    assert_eq!(ring(&read(&both), &["high"]), Vec::<String>::new());
    let own = [("high/mod.rs", "mod one;\nuse one::One;\nfn x() {}\n"), ("high/one.rs", "use super::x;\n")];
    assert_eq!(ring(&read(&own), &[]), ["high", "high::one"]);
}
