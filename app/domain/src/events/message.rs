//! Events of the messages of a ticket: answers, private notes, and what was taken back.

use crate::activities::What;
use crate::mail::Topic;
use serde::{Deserialize, Serialize};

topic! {
    /// An answer, for everybody who sees the ticket.
    Answered(MessagePosted) = "answered",
    /// A private note, for the desk alone.
    Noted(MessagePosted) = "noted",
    /// The author took an answer or a note back: nothing new for anybody.
    Retracted(Retracted) = "retracted",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePosted {
    /// The message's public id.
    pub message: String,
    /// Where the ticket stood before it, for an author who takes the message back. `None` for what nobody takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// Ids of the users who are named in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<i64>,
}

/// The newest events of a ticket at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub event: i64,
    /// The newest one that customers may know.
    pub public_event: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retracted {
    /// The public id that the message had.
    pub message: String,
    /// It was a private note.
    pub note: bool,
}

impl MessagePosted {
    /// A message that nobody takes back and that names nobody.
    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), before: None, mentions: Vec::new() }
    }
}

impl Kind {
    /// Whether it is about a message that was posted: an answer or a note.
    pub(super) const fn says(self) -> bool {
        match self {
            Self::Answered | Self::Noted => true,
            Self::Retracted => false,
        }
    }

    pub(super) const fn for_the_desk(self) -> bool {
        match self {
            Self::Noted | Self::Retracted => true,
            Self::Answered => false,
        }
    }
}

impl Event {
    /// An answer or a private note.
    pub fn of(said: MessagePosted, note: bool) -> Self {
        if note { Self::Noted(said) } else { Self::Answered(said) }
    }

    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Answered(_) => true,
            Self::Noted(_) => false,
            Self::Retracted(retracted) => !retracted.note,
        }
    }

    /// The public id of the message.
    pub fn message(&self) -> &str {
        match self {
            Self::Answered(said) | Self::Noted(said) => &said.message,
            Self::Retracted(retracted) => &retracted.message,
        }
    }

    /// Where the ticket stood before the message.
    pub fn before(&self) -> Option<Before> {
        match self {
            Self::Answered(said) | Self::Noted(said) => said.before,
            Self::Retracted(_) => None,
        }
    }

    pub(super) fn mentioned(&self) -> &[i64] {
        match self {
            Self::Answered(said) | Self::Noted(said) => &said.mentions,
            Self::Retracted(_) => &[],
        }
    }

    pub(super) fn what(&self) -> What {
        match self {
            Self::Answered(_) => What::Answered,
            Self::Noted(_) => What::Noted,
            Self::Retracted(_) => What::Changed,
        }
    }

    pub(super) fn topic(&self) -> Topic {
        match self {
            Self::Answered(_) | Self::Noted(_) => Topic::Messages,
            Self::Retracted(_) => Topic::Changes,
        }
    }
}
