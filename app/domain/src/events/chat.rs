//! Events of chats, beside their messages.

use super::ChatLines;
use super::named::{Named, Nothing};
use crate::conversation::{Cause, TimelineEvent};
use serde::{Deserialize, Serialize};

topic! {
    /// An agent has taken the chat, out of the line or over from another one.
    Accepted(Nothing) = "chat_accepted",
    /// It was handed over to an agent, or back into the line of a queue.
    Moved(Moved) = "chat_moved",
    /// Without an actor: because nobody was there any more, or nothing was said.
    Ended(Ended) = "chat_ended",
    /// The agent has lost the connection, and others may take the chat over.
    Lost(Lost) = "chat_lost",
    /// An agent takes chats or no longer, or another number of them at once.
    Available(Available) = "chat_available",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The agent who had it; `None` where it waited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Named>,
    pub to: TransferTarget,
}

/// Where a chat is transferred to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferTarget {
    Agent(Named),
    /// The line of this queue.
    Queue(Named),
}

impl TransferTarget {
    pub fn label(&self) -> &str {
        match self {
            Self::Agent(named) | Self::Queue(named) => &named.label,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// What ended it, where nobody chose that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    pub agent: Named,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Available {
    pub available: bool,
    /// Chats that the agent takes at the same time.
    pub capacity: i64,
}

impl Kind {
    pub(super) const fn has_line(self) -> bool {
        match self {
            Self::Accepted | Self::Moved | Self::Ended | Self::Lost => true,
            Self::Available => false,
        }
    }

    pub(super) const fn is_news(self) -> bool {
        match self {
            Self::Accepted | Self::Moved | Self::Ended | Self::Lost => true,
            Self::Available => false,
        }
    }

    pub(super) const fn chat_lines(self) -> ChatLines {
        match self {
            Self::Moved => ChatLines::Entered,
            Self::Accepted | Self::Ended | Self::Available => ChatLines::Changed,
            Self::Lost => ChatLines::Same,
        }
    }
}

impl Event {
    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Accepted(_) | Self::Moved(_) | Self::Ended(_) | Self::Lost(_) => true,
            Self::Available(_) => false,
        }
    }

    pub(super) fn line(&self) -> Option<TimelineEvent> {
        let (what, cause) = match self {
            Self::Accepted(_) => (TimelineEvent::ChatJoined, None),
            Self::Moved(moved) => (TimelineEvent::ChatMoved { to: moved.to.label().to_owned() }, None),
            Self::Ended(ended) => (TimelineEvent::ChatEnded, ended.cause),
            Self::Lost(lost) => (TimelineEvent::ChatLost { agent: lost.agent.label.clone() }, None),
            Self::Available(_) => return None,
        };
        Some(what.by(cause))
    }
}
