//! Password hashing and verification. Passwords are compared as RFC 8265 says (OpaqueString): however a keyboard composes `é`, and
//! whatever kind of space it sends. Hashing: argon2id with the parameters OWASP's password storage cheat sheet gives (19 MiB, 2 passes).

use crate::error::{Error, Result};
use argon2::password_hash::{Output, PasswordHash, PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::people::PASSWORD_MAX;
use std::sync::{LazyLock, Mutex, PoisonError};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

static HASHER: LazyLock<Argon2<'static>> =
    LazyLock::new(|| Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default()));

/// Where passwords are checked: 19 MB each, as many as checks run at once. They are kept, because the allocator would hold one
/// for every thread that ever checked a password.
static AREAS: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Checked when a login is unknown, so that the answer takes as long as for a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// A password in the form in which it is judged, hashed and checked: composed (NFC), every kind of space as U+0020.
pub(super) fn normalize(password: &str) -> String {
    let space = |c| matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    password.chars().map(|c| if space(c) { ' ' } else { c }).nfc().collect()
}

/// Hashes a password for keeping. Takes about 20 ms of a core; `slots` caps how many run at once.
///
/// # Errors
/// When hashing fails.
pub async fn hash(slots: &Semaphore, password: &str) -> Result<String> {
    let password = normalize(password);
    guarded(slots, move || hash_now(&password)).await?
}

/// Whether the password fits. Without a `kept` hash it works as long and says no. A password of more than
/// [`PASSWORD_MAX`] bytes is refused without work.
pub(crate) async fn verify(slots: &Semaphore, password: &str, kept: Option<String>) -> Result<bool> {
    if password.len() > PASSWORD_MAX {
        return Ok(false);
    }
    let (password, known) = (normalize(password), kept.is_some());
    let fits = guarded(slots, move || fits(&password, &kept.unwrap_or_else(|| NOBODY.clone()))).await?;
    Ok(fits && known)
}

async fn guarded<T: Send + 'static>(slots: &Semaphore, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _slot = slots.acquire().await.map_err(|_| Error::broken("hashing has stopped"))?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::broken("hashing panicked"))
}

fn fits(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| hashed_like(password, &kept).is_some_and(|found| Some(found) == kept.hash))
}

/// The password's hash, made as `kept` was. Equality of outputs takes the same time wherever they differ.
fn hashed_like(password: &str, kept: &PasswordHash<'_>) -> Option<Output> {
    let algorithm = Algorithm::try_from(kept.algorithm).ok()?;
    let version = kept.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let params = Params::try_from(kept).ok()?;
    let mut room = [0; 64];
    let salt = kept.salt?.decode_b64(&mut room).ok()?;
    let mut area = AREAS.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    area.resize(params.block_count(), Block::default());
    let hasher = Argon2::new(algorithm, version, params);
    let found = Output::init_with(kept.hash?.len(), |out| {
        hasher.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut area).map_err(Into::into)
    });
    AREAS.lock().unwrap_or_else(PoisonError::into_inner).push(area);
    found.ok()
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{fits, hash, hash_now, normalize, verify};
    use tokio::sync::Semaphore;

    #[tokio::test]
    async fn a_password_is_the_same_however_it_is_typed() {
        let slots = Semaphore::new(1);
        let typed = ["Größe\u{a0}Łódź café", "Gro\u{308}ße Ło\u{301}dz\u{301}\u{3000}cafe\u{301}"];
        for (set, used) in [(typed[0], typed[1]), (typed[1], typed[0])] {
            let kept = hash(&slots, set).await.unwrap();
            assert!(verify(&slots, used, Some(kept.clone())).await.unwrap(), "{set:?} {used:?}");
            assert!(!verify(&slots, "Grosse Lodz cafe", Some(kept)).await.unwrap());
        }
        for own in ["ﬁ", "Ａ", "K\u{308}", "ß", " a "] {
            assert_eq!(normalize(own), own, "{own:?} is not folded");
        }
    }

    /// Tests sign in with hashes that cost less (`server/testing`).
    #[test]
    fn a_password_is_hashed_with_the_parameters_of_owasp() {
        let hash = hash_now("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits("correct horse", &hash) && !fits("correct horses", &hash));
    }
}
