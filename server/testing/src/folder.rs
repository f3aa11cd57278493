//! Temporary folders of tests, in memory where there is room.

use std::path::Path;
use tempfile::TempDir;

/// Linux keeps it in memory.
const IN_MEMORY: &str = "/dev/shm";
/// In bytes; a container may have no more than 64 MB of it.
const ENOUGH: u64 = 1 << 30;

/// A folder of its own, gone when it is dropped: in memory where there is enough of it, because SQLite waits for the disk at every
/// commit.
///
/// # Panics
/// When there is no place for it.
pub fn folder() -> TempDir {
    let memory = Path::new(IN_MEMORY);
    let free = rustix::fs::statvfs(memory).map_or(0, |room| room.f_bavail * room.f_frsize);
    let made = if free >= ENOUGH { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}
