//! Version of the demo content that a data folder holds.

use crate::error::Result;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

/// What decides what `portico demo` writes; read at run time, so that a change of it makes new data.
const SOURCES: [&str; 4] = ["demo", "migrations", "tickets/load.rs", "search"];

/// A short name of the demo content in this checkout.
pub fn version() -> Result<String> {
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/src");
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        add(&desk.join(source), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(place: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if !place.is_dir() {
        // Run outside its checkout, the bench keeps what it has.
        fs::read(place).unwrap_or_default().hash(hasher);
        return Ok(());
    }
    let mut inside: Vec<_> = fs::read_dir(place)?.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    inside.iter().try_for_each(|place| add(place, hasher))
}
