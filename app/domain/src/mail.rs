//! Content of mails. They are stored as data; their text is written when they are sent.

mod outbox;
mod preferences;

pub use outbox::{DeliveryResult, Outbox, UndeliveredMail};
pub use preferences::{DeliveryChannel, NotificationPreferences, Stop, Topic};

use crate::activities::What;
use crate::plans::choose::Notice;
use serde::{Deserialize, Serialize};

/// The occasion of a mail, with what its text needs. Links are paths of this site, such as `/reset/TOKEN`; the server puts its
/// public address before them.
///
/// Mails wait under these names: a variant or a field that has been released keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailKind {
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
    /// A passkey was added to an account or removed, for its owner to know.
    Passkey { name: String, added: bool },
    /// Something about a request to change a company's plan.
    Request { step: RequestStep, company: String, who: String, reason: String, link: String },
    /// A plan has more contacts than seats, and `by` (a day as people write it) is when the company has chosen whom to keep.
    /// `names` are those who wait from then on.
    Choose {
        notice: Notice,
        company: String,
        plan: String,
        product: String,
        by: String,
        names: Vec<String>,
        link: String,
    },
    /// What is new on a ticket.
    Ticket { number: String, subject: String, news: Vec<TicketNews> },
    /// What was still unread at a time of the day.
    Digest { unread: u32, entries: Vec<DigestEntry> },
}

/// Something new on a ticket, in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketNews {
    /// Empty: Portico itself.
    pub who: String,
    pub what: What,
    /// What was said, where something was.
    pub text: String,
}

/// A ticket with something new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    pub number: String,
    pub subject: String,
    pub who: String,
    pub what: What,
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

impl MailKind {
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
            Self::Passkey { .. } => "passkey",
            Self::Request { .. } => "request",
            Self::Choose { .. } => "choose",
            Self::Ticket { .. } => "ticket",
            Self::Digest { .. } => "digest",
        }
    }

    /// What its reader may choose not to get any more, where it is such a mail.
    pub fn stop(&self) -> Option<Stop> {
        match self {
            Self::Ticket { .. } => Some(Stop::News),
            Self::Digest { .. } => Some(Stop::Daily),
            _ => None,
        }
    }

    /// Whether the reader is called by name. Who has not confirmed an address yet has said what they are called, to a stranger perhaps:
    /// nobody is to have Portico mail a text of their own to any address.
    pub fn greets(&self) -> bool {
        !matches!(self, Self::Confirm { .. } | Self::EmailChange { .. })
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
pub struct MailText {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What comes after them.
    pub parts: Vec<MailBlock>,
    /// The one thing to do: a label and a path of this site.
    pub button: Option<(String, String)>,
    /// Small print: why the reader gets this.
    pub because: String,
}

/// A piece of a mail that is no plain paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailBlock {
    /// A line that stands out.
    Line(String),
    /// What somebody has written, with its own lines.
    Said(String),
    /// A label, the path it leads to, and a line about it.
    Link { label: String, path: String, note: String },
}
