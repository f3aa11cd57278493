//! A SQLite database in a folder of its own, copied from one that is kept for each size.

use super::{Dataset, content, fill};
use crate::error::Result;
use crate::options::Size;
use std::fs;
use std::path::{Path, PathBuf};

pub fn dataset(folder: PathBuf, size: Size) -> Result<Dataset> {
    let kept = kept(&folder, size)?;
    let data = folder.join("work");
    clear(&data)?;
    copy(&kept, &data)?;
    let database_url = url(&data);
    Ok(Dataset { folder, data, database_url, database: "SQLite" })
}

/// The kept data of this size, made if it is not there.
fn kept(folder: &Path, size: Size) -> Result<PathBuf> {
    let kept = folder.join(format!("{}-{}", size.name(), content::version()?));
    if !kept.exists() {
        // Made beside its place and then moved there whole: an interruption leaves no half-made data behind.
        let filling = folder.join(format!("{}.filling", size.name()));
        clear(&filling)?;
        fs::create_dir_all(&filling)?;
        fill(&filling, &url(&filling), size)?;
        fs::rename(&filling, &kept)?;
    }
    Ok(kept)
}

fn url(data: &Path) -> String {
    format!("sqlite://{}", data.join("portico.db").display())
}

fn clear(place: &Path) -> Result<()> {
    if place.exists() {
        fs::remove_dir_all(place)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
