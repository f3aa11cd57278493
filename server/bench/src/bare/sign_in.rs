//! Signing in: the password is checked as the product checks it, and the same rows are written in one transaction. What the product
//! counts against guessing is gone again after a right password, so there is nothing of it here.

use super::desk::Desk;
use super::person::hash;
use super::sql_builder::SqlBuilder;
use super::ticket::USER;
use super::write::{Write, random_bits, redirect};
use crate::error::{Error, Result};
use argon2::password_hash::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use axum::extract::{Form, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::people::fold_login;
use domain::time::{DAY, HOUR};
use serde::Deserialize;
use std::cell::RefCell;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// As many passwords as the product checks at the same time.
static SLOTS: Semaphore = Semaphore::const_new(4);

thread_local! {
    /// Where a thread checks passwords. It is kept, as in the product: 19 MB that come anew from the kernel cost time.
    static AREA: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// A session without "Remember me" ends so long after its last use.
const SHORT: i64 = 12 * HOUR;
/// A network is known so long after the last sign-in from it.
const KNOWN_FOR: i64 = 90 * DAY;
/// Where all requests come from: this machine.
const NETWORK: &str = "127.0.0.1";

#[derive(Deserialize)]
pub struct Credentials {
    login: String,
    password: String,
}

pub async fn sign_in(State(desk): State<Desk>, headers: HeaderMap, Form(credentials): Form<Credentials>) -> Response {
    match write(&desk, &headers, credentials).await {
        Ok(token) => {
            let cookie = format!("portico={token}; Path=/; HttpOnly; SameSite=Lax");
            ([(header::SET_COOKIE, cookie)], redirect(Ok(Some("/".to_owned())))).into_response()
        }
        Err(error) => redirect(Err(error)),
    }
}

/// Starts a session and returns its token.
async fn write(desk: &Desk, headers: &HeaderMap, credentials: Credentials) -> Result<String> {
    let Credentials { login, password } = credentials;
    let login = fold_login(&login);
    let mut builder = SqlBuilder::of(USER);
    builder.add("(email = ").bind(login.clone()).add(" OR username = ").bind(login).add(") AND active");
    let unknown = || Error::new("nobody has this login and this password");
    let row = builder.one(&desk.db).await?.ok_or_else(unknown)?;
    let (user, kept): (i64, Option<String>) = (row.try_get_by_index(0)?, row.try_get_by_index(9)?);
    if !verify(password, kept.ok_or_else(unknown)?).await? {
        return Err(unknown());
    }
    let device = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let token = format!("{:032x}{:032x}", random_bits(), random_bits());
    let write = Write::begin(desk, user).await?;
    let now = write.at;
    write.run(SWEEP, vec![now.into()]).await?;
    let session = vec![hash(&token).into(), user.into(), now.into(), (now + SHORT).into(), device.into()];
    write.run(SESSION, session).await?;
    write.run(FORGET, vec![user.into(), (now - KNOWN_FOR).into()]).await?;
    write.run(REMEMBER, vec![user.into(), hash(&format!("{user} {NETWORK}")).into(), now.into()]).await?;
    write.run(EVENT, vec![now.into(), user.into()]).await?;
    write.commit().await?;
    Ok(token)
}

const SWEEP: &str = "DELETE FROM sessions WHERE expires_at < $1";

const SESSION: &str = "INSERT INTO sessions (token_hash, user_id, created_at, used_at, expires_at, lasting, device) \
    VALUES ($1, $2, $3, $3, $4, FALSE, $5)";

const FORGET: &str = "DELETE FROM known_networks WHERE user_id = $1 AND seen_at <= $2";

const REMEMBER: &str = "INSERT INTO known_networks (user_id, network, seen_at) VALUES ($1, $2, $3) \
    ON CONFLICT (user_id, network) DO UPDATE SET seen_at = excluded.seen_at";

const EVENT: &str =
    "INSERT INTO events (at, actor_id, kind, public, data, version) VALUES ($1, $2, 'signed_in', FALSE, '{}', 1)";

/// Whether the password fits, found out beside the threads that serve.
async fn verify(password: String, kept: String) -> Result<bool> {
    let _slot = SLOTS.acquire().await.map_err(|_| Error::new("hashing has stopped"))?;
    let fits = spawn_blocking(move || fits(&password, &kept)).await;
    Ok(fits.map_err(|_| Error::new("hashing panicked"))?.unwrap_or(false))
}

/// Hashes the password with the parameters of the kept hash and compares; `None` where that is no hash.
fn fits(password: &str, kept: &str) -> Option<bool> {
    let kept = PasswordHash::new(kept).ok()?;
    let expected = kept.hash?;
    let params = Params::try_from(&kept).ok()?;
    let mut room = [0; 64];
    let salt = kept.salt?.decode_b64(&mut room).ok()?;
    let blocks = params.block_count();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let found = Output::init_with(expected.len(), |out| {
        AREA.with_borrow_mut(|area| {
            area.resize(blocks, Block::default());
            hasher.hash_password_into_with_memory(password.as_bytes(), salt, out, area).map_err(Into::into)
        })
    });
    Some(found.ok()? == expected)
}

#[cfg(test)]
mod tests {
    use super::fits;
    use argon2::Argon2;
    use argon2::password_hash::{PasswordHasher, SaltString};

    #[test]
    fn a_password_fits_what_was_kept_of_it() {
        let salt = SaltString::encode_b64(&[7; 16]).expect("16 bytes are a salt");
        let kept = Argon2::default().hash_password(b"correct horse", &salt).expect("it is hashed").to_string();
        assert_eq!(fits("correct horse", &kept), Some(true));
        assert_eq!(fits("correct horses", &kept), Some(false));
        assert_eq!(fits("correct horse", "no hash"), None);
    }
}
