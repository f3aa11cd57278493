//! Sign-in of people of the demo company set.

use crate::error::{Error, Result};
use crate::http::{Connection, Form, Response, get, post};
use sea_orm::DbBackend;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

pub const PASSWORD: &str = "portico-demo";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoUser {
    /// A customer who sees their company's tickets.
    Alice,
    /// A colleague of Alice's.
    Bruno,
    /// An agent who sees everything.
    Grace,
    /// A customer of another company than Alice's.
    Petra,
}

impl DemoUser {
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
pub fn sign_in(address: SocketAddr, user: DemoUser) -> Result<String> {
    let mut response = Response::default();
    Connection::open(address)?.ask(&post(address, "/login", "", &user.credentials()), &mut response)?;
    let cookie = response.header("set-cookie").and_then(|line| line.split(';').next());
    match cookie {
        Some(cookie) if response.status == 303 => Ok(cookie.to_owned()),
        _ => Err(Error::new(format!("{} cannot sign in: status {}", user.name(), response.status))),
    }
}

/// The page at `path`, which must be there.
pub fn page(address: SocketAddr, path: &str, cookie: &str) -> Result<String> {
    let mut response = Response::default();
    Connection::open(address)?.ask(&get(address, path, cookie), &mut response)?;
    match response.status {
        200 => Ok(response.text().into_owned()),
        status => Err(Error::new(format!("{path}: status {status}"))),
    }
}
