//! What a mail tells. The words are chosen when it is sent.

use serde::{Deserialize, Serialize};

/// The occasion of a mail, with what its text needs. Links are paths of this site, such as `/reset/TOKEN`; the server puts its
/// public address before them.
///
/// Mails wait under these names: a variant or a field that has been released keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Somebody registered with this address: is it theirs?
    Confirm { link: String },
    /// Somebody tried to register with an address that has an account.
    Taken { link: String },
    /// An account was opened by the desk: its owner chooses a password.
    Invited { by: String, link: String },
    /// The account may be used.
    Activated { company: String, link: String },
    /// A forgotten password. The link works for so long.
    Reset { link: String, minutes: u32 },
    /// A password was changed, for its owner to know.
    PasswordChanged,
    /// The address of an account is to become `to`; goes to the old and to the new one.
    EmailChange { to: String, link: String },
    /// The address has become `to`; goes to the old one.
    EmailChanged { to: String },
    /// A second factor was switched on or off, for its owner to know.
    SecondFactor { on: bool },
    /// Something about a request to change a company's plan.
    Request { step: RequestStep, company: String, who: String, reason: String, link: String },
}

/// Where a request to change a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestStep {
    /// `who` asks the reader to file it.
    Prepared,
    /// `who` has filed it.
    Filed,
    Approved,
    /// `reason` says why.
    Declined,
    /// The reader holds a seat now.
    SeatGiven,
    /// The reader holds none any more.
    SeatTaken,
}

impl Kind {
    /// As lists and the database name it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "confirm",
            Self::Taken { .. } => "taken",
            Self::Invited { .. } => "invited",
            Self::Activated { .. } => "activated",
            Self::Reset { .. } => "reset",
            Self::PasswordChanged => "password_changed",
            Self::EmailChange { .. } => "email_change",
            Self::EmailChanged { .. } => "email_changed",
            Self::SecondFactor { .. } => "second_factor",
            Self::Request { .. } => "request",
        }
    }

    /// Until when it is worth sending, in milliseconds after it was written; nobody needs a link that has ended.
    pub fn lasts(&self) -> Option<i64> {
        match self {
            Self::Reset { minutes, .. } => Some(i64::from(*minutes) * crate::time::MINUTE),
            _ => None,
        }
    }
}

/// A mail as somebody reads it, before it is made into text and HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// The one thing to do: a label and a path of this site.
    pub button: Option<(String, String)>,
    /// Small print: why the reader gets this.
    pub because: String,
}
