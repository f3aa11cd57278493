//! Marks what travels to pages with a number that changes with the shape of the data: see `src/compact.rs`.

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=domain/src");
    let mut mark = 0xcbf2_9ce4_8422_2325;
    add(Path::new("domain/src"), &mut mark)?;
    println!("cargo::rustc-env=PORTICO_SHAPE={mark}");
    Ok(())
}

/// FNV-1a over all sources, in the order of their names.
fn add(folder: &Path, mark: &mut u64) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            add(&path, mark)?;
        } else {
            for byte in fs::read(&path)? {
                *mark = (*mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    Ok(())
}
