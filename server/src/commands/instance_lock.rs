//! Single-instance lock: one server at a time on a SQLite database. What one process keeps in its memory, a second would not know of. Commands may work
//! beside it, and several servers share a PostgreSQL database.

use crate::config::StorageOptions;
use desk::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The system's lock on a file beside the database. It is let go when this is dropped or the process ends, however it ends.
pub struct InstanceLock(#[expect(dead_code, reason = "it is held")] Option<File>);

/// # Errors
/// `Command`, in words, when another process serves the same database.
pub fn acquire(options: &StorageOptions) -> Result<InstanceLock> {
    let Some(database) = options.sqlite_file() else { return Ok(InstanceLock(None)) };
    let path = database.with_added_extension("lock");
    let named = |error: std::io::Error| Error::command(format!("{}: {error}", path.display()));
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
    let mut file = opened.map_err(named)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(named)?;
            writeln!(file, "{}", std::process::id()).map_err(named)?;
            Ok(InstanceLock(Some(file)))
        }
        Err(TryLockError::WouldBlock) => Err(refusal(&database, &mut file)),
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, path = %path.display(), "this file system has no locks: make sure only one server runs at a time");
            Ok(InstanceLock(None))
        }
    }
}

fn refusal(database: &Path, file: &mut File) -> Error {
    let mut holder = String::new();
    let known = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
    let process = if known { format!(" (process {})", holder.trim()) } else { String::new() };
    Error::command(format!(
        "another server{process} is already using {}: stop it first. Several servers can share a PostgreSQL database; commands \
         such as user and import work while a server runs",
        database.display()
    ))
}
