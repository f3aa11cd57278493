//! Puts the browser's files into the program: each as it is and brotli-compressed, under an address made of their content.
//!
//! `PORTICO_SITE_DIR` names the folder that `.make/site` fills. Without it (checks, tests) the program holds no site.

use sha2::{Digest, Sha256};
use std::io::Write;
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
    files.retain(|path| !path.ends_with(PARTS));
    let mut hash = Sha256::new();
    let mut table = String::new();
    for (place, path) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", path.display());
        let content = fs::read(path)?;
        hash.update(&content);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (plain, packed) = (out.join(format!("{place}.raw")), out.join(format!("{place}.br")));
        fs::write(&plain, &content)?;
        fs::write(&packed, brotli(&content)?)?;
        table.push_str(&format!(
            "SiteFile {{ name: {name:?}, plain: include_bytes!({:?}), brotli: include_bytes!({:?}) }},\n",
            plain.display().to_string(),
            packed.display().to_string()
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

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    // The best packing takes a minute for an unoptimised module: only releases are worth it.
    let quality = if env::var("PROFILE").as_deref() == Ok("release") { 11 } else { 1 };
    let mut writer = brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, 22);
    writer.write_all(content)?;
    drop(writer);
    Ok(packed)
}
