//! Password hashing: argon2id with the parameters OWASP's password storage cheat sheet gives (19 MiB, 2 passes).

use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::people::PASSWORD_MAX;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

static HASHER: LazyLock<Argon2<'static>> =
    LazyLock::new(|| Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default()));

/// Checked when a login is unknown, so that the answer takes as long as for a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Hashes a password for keeping. Takes about 20 ms of a core; `slots` caps how many run at once.
///
/// # Errors
/// When hashing fails.
pub async fn hash(slots: &Semaphore, password: &str) -> Result<String> {
    let password = password.to_owned();
    guarded(slots, move || hash_now(&password)).await?
}

/// Whether the password fits. Without a `kept` hash it works as long and says no. A password of more than
/// [`PASSWORD_MAX`] bytes is refused without work.
pub(crate) async fn verify(slots: &Semaphore, password: &str, kept: Option<String>) -> Result<bool> {
    if password.len() > PASSWORD_MAX {
        return Ok(false);
    }
    let (password, known) = (password.to_owned(), kept.is_some());
    let fits = guarded(slots, move || fits(&password, &kept.unwrap_or_else(|| NOBODY.clone()))).await?;
    Ok(fits && known)
}

async fn guarded<T: Send + 'static>(slots: &Semaphore, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _slot = slots.acquire().await.map_err(|_| Error::broken("hashing has stopped"))?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::broken("hashing panicked"))
}

fn fits(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| HASHER.verify_password(password.as_bytes(), &kept).is_ok())
}

fn hash_now(password: &str) -> Result<String> {
    hash_salted(password, crate::random::bytes())
}

/// Hashes on this thread with a given salt; for the demo, whose data must not vary.
pub(crate) fn hash_salted(password: &str, salt: [u8; 16]) -> Result<String> {
    let salt = SaltString::encode_b64(&salt).map_err(|_| Error::broken("salt"))?;
    let hash = HASHER.hash_password(password.as_bytes(), &salt).map_err(|_| Error::broken("password hash"))?;
    Ok(hash.to_string())
}
