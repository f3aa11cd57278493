//! The content-addressed file store: each content lies under its SHA-256, written once, durable before anybody is told so.
//!
//! Invariant: content is synced to the disk before the transaction that names it.

use crate::{Error, Result, random};
use data_encoding::HEXLOWER;
use domain::files::clean_name;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use tokio::sync::{RwLock, RwLockWriteGuard};

/// A folder of content-addressed files.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
    /// Read while a file is put in its place.
    moving: Arc<RwLock<()>>,
}

/// A file that is stored but hangs on no message yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Cleaned; safe to show and to send.
    pub name: String,
    pub media_type: String,
    /// In bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// A file on its way in. Dropped before [`Incoming::finish`], it leaves nothing behind.
pub struct Incoming {
    store: Store,
    path: PathBuf,
    file: File,
    hash: Sha256,
    size: u64,
    kept: bool,
}

impl Store {
    /// Opens or makes the folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub async fn open_folder(root: impl Into<PathBuf>) -> Result<Self> {
        let root = root.into();
        fs::create_dir_all(root.join("incoming")).await?;
        fs::create_dir_all(root.join("small")).await?;
        Ok(Self { root, moving: Arc::default() })
    }

    /// Begins to take a file in.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn receive(&self) -> Result<Incoming> {
        let path = self.root.join("incoming").join(random::id());
        let file = File::create_new(&path).await?;
        Ok(Incoming { store: self.clone(), path, file, hash: Sha256::new(), size: 0, kept: false })
    }

    /// Takes in content that is already in memory.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn store_file(&self, name: &str, media_type: &str, content: &[u8]) -> Result<Upload> {
        let mut incoming = self.receive().await?;
        incoming.write(content).await?;
        incoming.finish(name, media_type).await
    }

    /// Whether the folder is there and can be written to.
    pub async fn takes_files(&self) -> bool {
        match self.receive().await {
            Ok(mut incoming) => incoming.write(b"?").await.is_ok() && incoming.file.flush().await.is_ok(),
            Err(error) => {
                tracing::error!(%error, "the files folder isn't accepting files");
                false
            }
        }
    }

    pub(crate) async fn open(&self, sha256: &[u8]) -> Result<File> {
        Ok(File::open(self.place(sha256)).await?)
    }

    /// Where a small picture of this content is kept.
    pub(super) fn small_place(&self, sha256: &[u8]) -> PathBuf {
        self.root.join("small").join(HEXLOWER.encode(sha256))
    }

    /// The folders of whole files.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// No content is moved to its place while this is held.
    pub(super) async fn lock_moves(&self) -> RwLockWriteGuard<'_, ()> {
        self.moving.write().await
    }

    fn place(&self, sha256: &[u8]) -> PathBuf {
        let hex = HEXLOWER.encode(sha256);
        let (shelf, rest) = hex.split_at(2.min(hex.len()));
        self.root.join(shelf).join(rest)
    }
}

impl Incoming {
    /// # Errors
    /// When the disk is full or fails.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<()> {
        self.file.write_all(chunk).await?;
        self.hash.update(chunk);
        self.size += chunk.len() as u64;
        Ok(())
    }

    /// In bytes, so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Puts the file in its place. Content, name and folder have reached the disk when this returns.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub async fn finish(mut self, name: &str, media_type: &str) -> Result<Upload> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let sha256: [u8; 32] = std::mem::take(&mut self.hash).finalize().into();
        let place = self.store.place(&sha256);
        let store = self.store.clone();
        let _moving = store.moving.read().await;
        let shelf = place.parent().ok_or_else(|| Error::broken("a file's place has a folder"))?;
        if !fs::try_exists(shelf).await? {
            fs::create_dir_all(shelf).await?;
            sync_folder(&self.store.root).await?;
        }
        fs::rename(&self.path, &place).await?;
        self.kept = true;
        sync_folder(shelf).await?;
        Ok(Upload { name: clean_name(name), media_type: clean_media_type(media_type), size: self.size, sha256 })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A rename survives a power cut only when its folder has reached the disk too.
async fn sync_folder(folder: &Path) -> Result<()> {
    Ok(File::open(folder).await?.sync_all().await?)
}

/// Keeps a plain `type/subtype`; anything else counts as unknown bytes.
fn clean_media_type(sent: &str) -> String {
    let essence = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+._".contains(&b));
    match essence.split_once('/') {
        Some((kind, rest)) if essence.len() <= 100 && token(kind) && token(rest) => essence,
        _ => "application/octet-stream".into(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn content_is_kept_once_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_folder(folder.path()).await.unwrap();
        let one = store.store_file("../a.txt", "text/plain; charset=utf-8", b"hello").await.unwrap();
        let two = store.store_file("b.txt", "<script>", b"hello").await.unwrap();
        assert_eq!((one.name.as_str(), one.media_type.as_str(), one.size), ("a.txt", "text/plain", 5));
        assert_eq!((two.media_type.as_str(), two.sha256), ("application/octet-stream", one.sha256));
        assert_eq!(fs::read(store.place(&one.sha256)).await.unwrap(), b"hello");
        drop(store.receive().await.unwrap());
        assert_eq!(std::fs::read_dir(folder.path().join("incoming")).unwrap().count(), 0, "nothing half is left");
    }
}
