//! Garbage collection of the file store: content that nothing refers to any more is deleted.

use super::Store;
use crate::{Desk, Result};
use data_encoding::HEXLOWER_PERMISSIVE;
use sea_orm::{ConnectionTrait, Statement};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::fs;

/// Content younger than this may be on its way into a transaction.
const YOUNG: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes content that no attachment, no waiting file and no picture of a person names, and halves of files that never came whole. Returns how many
/// went.
///
/// # Errors
/// When the folder cannot be read or the database fails.
pub async fn sweep(desk: &Desk) -> Result<u64> {
    let store = desk.files();
    let mut gone = 0;
    for folder in folders(store.root()).await? {
        let whole = folder.file_name().is_some_and(|name| name.len() == 2);
        for file in old_files(&folder).await? {
            let sha256 = hash_of(&folder, &file).filter(|_| whole);
            if sha256.is_none() && !is_named(&folder, "incoming") {
                continue;
            }
            if remove_unnamed(desk, store, &file, sha256).await? {
                gone += 1;
            }
        }
    }
    Ok(gone)
}

fn is_named(folder: &Path, name: &str) -> bool {
    folder.file_name().is_some_and(|own| own == name)
}

async fn folders(root: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(root).await?;
    let mut folders = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        if entry.file_type().await?.is_dir() {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}

async fn old_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder).await?;
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        if is_old(&entry.path()).await {
            files.push(entry.path());
        }
    }
    Ok(files)
}

async fn is_old(file: &Path) -> bool {
    let Ok(about) = fs::metadata(file).await else { return false };
    let changed = about.modified().unwrap_or_else(|_| SystemTime::now());
    about.is_file() && changed.elapsed().is_ok_and(|age| age > YOUNG)
}

/// The content's hash, from its place. Some file systems write names in capitals.
fn hash_of(folder: &Path, file: &Path) -> Option<Vec<u8>> {
    let hex = format!("{}{}", folder.file_name()?.to_str()?, file.file_name()?.to_str()?);
    HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok().filter(|sha256| sha256.len() == 32)
}

/// The same content may come in again at this moment: then it is young, and stays.
async fn remove_unnamed(desk: &Desk, store: &Store, file: &Path, sha256: Option<Vec<u8>>) -> Result<bool> {
    if let Some(sha256) = &sha256
        && is_needed(desk, sha256).await?
    {
        return Ok(false);
    }
    let _moves = store.lock_moves().await;
    if !is_old(file).await {
        return Ok(false);
    }
    fs::remove_file(file).await?;
    if let Some(sha256) = sha256 {
        let _ = fs::remove_file(store.small_place(&sha256)).await;
    }
    Ok(true)
}

async fn is_needed(desk: &Desk, sha256: &[u8]) -> Result<bool> {
    let sql = "SELECT 1 AS found WHERE EXISTS (SELECT 1 FROM attachments WHERE sha256 = $1) \
        OR EXISTS (SELECT 1 FROM uploads WHERE sha256 = $1) OR EXISTS (SELECT 1 FROM users WHERE picture = $1) \
        OR EXISTS (SELECT 1 FROM article_files WHERE sha256 = $1)";
    let values = [sha256.to_vec().into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    Ok(desk.db().read().query_one_raw(query).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_the_hash_of_its_content_and_other_names_none() {
        let hash = |folder: &str, file: &str| hash_of(Path::new(folder), Path::new(file));
        let (rest, all) = ("c".repeat(62), [&[0xab][..], &[0xcc; 31]].concat());
        assert_eq!(hash("/files/ab", &rest), Some(all.clone()));
        assert_eq!(hash("/files/AB", &rest.to_uppercase()), Some(all));
        assert_eq!(hash("ab", "c"), None, "too short");
        for folder in ["xy", "+1", "abc", "/", "éa"] {
            assert_eq!(hash(folder, &rest), None, "{folder}");
        }
    }
}
