//! Somebody of the demo company set who is signed in.

use crate::error::{Error, Result};
use crate::http::{Answer, Connection, Form, get, post};
use sea_orm::DbBackend;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

pub const PASSWORD: &str = "portico-demo";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A customer who sees their company's tickets.
    Alice,
    /// A colleague of Alice's.
    Bruno,
    /// An agent who sees everything.
    Grace,
    /// A customer of another company than Alice's.
    Petra,
}

impl Who {
    pub fn name(self) -> &'static str {
        match self {
            Self::Alice => "alice",
            Self::Bruno => "bruno",
            Self::Grace => "grace",
            Self::Petra => "petra",
        }
    }

    fn login(self) -> &'static str {
        match self {
            Self::Alice => "alice%40harbourline.example",
            Self::Bruno => "bruno%40harbourline.example",
            Self::Grace => "grace%40portico.example",
            Self::Petra => "petra",
        }
    }

    /// The form of the sign-in page.
    pub fn credentials(self) -> Form {
        Form::Plain(format!("login={}&password={PASSWORD}", self.login()))
    }
}

/// A session's token as the program draws them, from a name instead of chance.
pub fn token(name: &str) -> String {
    format!("{:x}", Sha256::digest(name.as_bytes()))
}

/// How a token stands in the table of sessions, as SQL.
pub fn kept(token: &str, backend: DbBackend) -> String {
    let hash = self::token(token);
    if backend == DbBackend::Sqlite { format!("x'{hash}'") } else { format!("'\\x{hash}'::bytea") }
}

/// Signs in and returns the session's cookie.
pub fn sign_in(address: SocketAddr, who: Who) -> Result<String> {
    let mut answer = Answer::default();
    Connection::open(address)?.ask(&post(address, "/login", "", &who.credentials()), &mut answer)?;
    let cookie = answer.header("set-cookie").and_then(|line| line.split(';').next());
    match cookie {
        Some(cookie) if answer.status == 303 => Ok(cookie.to_owned()),
        _ => Err(Error::new(format!("{} cannot sign in: status {}", who.name(), answer.status))),
    }
}

/// The page at `path`, which must be there.
pub fn page(address: SocketAddr, path: &str, cookie: &str) -> Result<String> {
    let mut answer = Answer::default();
    Connection::open(address)?.ask(&get(address, path, cookie), &mut answer)?;
    match answer.status {
        200 => Ok(answer.text().into_owned()),
        status => Err(Error::new(format!("{path}: status {status}"))),
    }
}
