//! Datasets that are measured on. Each is made once per size and kept; every run works on a copy of its own.

mod content;
pub mod postgres;
mod sqlite;

use crate::error::{Error, Result};
use crate::options::Size;
use crate::program::released;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The data of one run.
pub struct Dataset {
    /// Logs and reports.
    pub folder: PathBuf,
    pub data: PathBuf,
    pub database_url: String,
    pub database: &'static str,
}

/// The folder `bench` in the target folder.
fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(Path::parent).ok_or_else(|| Error::new("no target folder"))?;
    let folder = target.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A copy of the data on SQLite.
pub fn on_sqlite(size: Size) -> Result<Dataset> {
    sqlite::dataset(folder()?, size)
}

/// Fills an empty database.
fn fill(data: &Path, database_url: &str, size: Size) -> Result<()> {
    println!("Filling {} tickets into {} …", size.name(), data.display());
    let mut command = Command::new(released()?);
    command.args(["demo", "--size", size.name()]).env("PORTICO_LOG", "warn");
    command.env("PORTICO_DATA", data).env("PORTICO_DATABASE_URL", database_url);
    if command.status()?.success() { Ok(()) } else { Err(Error::new("portico demo failed")) }
}
