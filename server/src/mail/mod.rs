//! Sending mail: mails of the outbox become MIME messages and go to an SMTP server, or into a folder.

mod compose;
mod html;
pub(crate) mod pages;
mod plain;
mod smtp;
mod transport;
mod worker;

pub use worker::Worker;

use compose::Sender;
use desk::{Error, Result};
use std::path::PathBuf;
use std::time::Duration;
use transport::Transport;

/// How the application sends mail.
#[derive(Clone, Debug)]
pub struct Options {
    /// `smtp://…` or `smtps://…`; without one, mails become files in `outbox`.
    pub smtp_url: Option<String>,
    /// A file with certificates of authorities that are trusted beside those the machine knows, in PEM.
    pub smtp_ca: Option<PathBuf>,
    /// What we call ourselves to the mail server. Without it: the host of `base`.
    pub smtp_name: Option<String>,
    /// Whom mails are from. Without it: `portico@` and the host of `base`.
    pub from: Option<String>,
    pub outbox: PathBuf,
    /// What stands before every link, without a trailing slash. Never taken from a request.
    pub base: String,
    /// The mail server may take so long for a mail; less than the desk's lease.
    pub patience: Duration,
}

impl Options {
    /// # Errors
    /// When an option cannot be understood.
    fn open(&self) -> Result<(Sender, Transport)> {
        let sender = Sender::new(self.from.as_deref(), &self.base)
            .map_err(|error| Error::command(format!("PORTICO_MAIL_FROM: {error}")))?;
        let transport = Transport::open(self)?;
        Ok((sender, transport))
    }
}
