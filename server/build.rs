//! Puts the browser's files into the program: each as it is and as packed, under an address made of their content.
//!
//! `PORTICO_SITE_DIR` names the folder that `.make/site` fills. Without it (checks, tests) the program holds no site.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const PARTS: &str = "modules.txt";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=PORTICO_SITE_DIR");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let site = env::var("PORTICO_SITE_DIR").ok().map(PathBuf::from);
    if let Some(folder) = &site {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let mut files = match site.filter(|folder| folder.is_dir()) {
        Some(folder) => files_of(&folder)?,
        None => Vec::new(),
    };
    let parts = site_parts(&files)?;
    let packed: Vec<PathBuf> = files.iter().filter(|path| path.extension().is_some_and(|end| end == "br")).cloned().collect();
    files.retain(|path| !path.ends_with(PARTS) && !packed.contains(path));
    let mut hash = Sha256::new();
    let mut table = String::new();
    for plain in &files {
        let mut brotli = plain.clone().into_os_string();
        brotli.push(".br");
        let brotli = PathBuf::from(brotli);
        if !packed.contains(&brotli) {
            return Err(io::Error::other(format!("{} is missing: .make/site packs every file", brotli.display())));
        }
        println!("cargo::rerun-if-changed={}", plain.display());
        hash.update(&fs::read(plain)?);
        let name = plain.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (plain, brotli) = (plain.display().to_string(), brotli.display().to_string());
        table.push_str(&format!(
            "SiteFile {{ name: {name:?}, plain: include_bytes!({plain:?}), brotli: include_bytes!({brotli:?}) }},\n"
        ));
    }
    let version: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    fs::write(
        out.join("site.rs"),
        format!(
            "pub(super) const VERSION: &str = {version:?};\npub(super) static FILES: &[SiteFile] = &[\n{table}];\n\
             pub(super) static PARTS: &[(&str, &[&str])] = &[\n{parts}];\n"
        ),
    )
}

/// Which parts of the browser's module each page brings along.
fn site_parts(files: &[PathBuf]) -> io::Result<String> {
    let mut parts = String::new();
    let Some(list) = files.iter().find(|path| path.ends_with(PARTS)) else { return Ok(parts) };
    println!("cargo::rerun-if-changed={}", list.display());
    for line in fs::read_to_string(list)?.lines() {
        let mut words = line.split_whitespace();
        let page = words.next().unwrap_or_default();
        parts.push_str(&format!("({page:?}, &{:?}),\n", words.collect::<Vec<_>>()));
    }
    Ok(parts)
}

/// The files of the folder and its `pkg`, in a fixed order.
fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for place in [folder.to_path_buf(), folder.join("pkg")] {
        for entry in fs::read_dir(&place)? {
            let path = entry?.path();
            if path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
