//! Startup checks: what the owner of the machine should know about how the server runs.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Warns when whoever took the server over would have the machine, or could leave another program in its place.
pub fn warn_if_unsafe() {
    if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        tracing::warn!("the server is running as root: give it its own account");
    } else if std::env::current_exe().is_ok_and(|program| may_replace(&program)) {
        tracing::warn!("the server can overwrite its own program: have another account own that file and its folder");
    }
}

/// A program that runs cannot be written to, but the system says first whether one may.
fn may_replace(program: &Path) -> bool {
    let opened = OpenOptions::new().write(true).open(program);
    !matches!(opened, Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem))
}
