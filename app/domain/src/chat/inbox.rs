//! Agent inbox: its lists of chats, and who is available.

use super::{AvailableAgent, Stage, Who};
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// Which list of the inbox; `?list=` in its address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    #[default]
    Waiting,
    Mine,
    /// Waiting and open ones, whoever has them.
    All,
}

impl Which {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Mine, Self::All];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.as_str() == text)
    }
}

/// The page `/chat` of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentInbox {
    pub me: AgentStatus,
    pub list: Which,
    /// The longest waiting first; of one's own those with the newest words first.
    pub rows: Vec<ChatRow>,
    /// Counted one past [`COUNTED_MAX`](super::COUNTED_MAX) at most.
    pub waiting: u16,
    pub mine: u16,
    pub all: u16,
    /// Present agents, the reader among them.
    pub team: Vec<AvailableAgent>,
}

/// Availability and load of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentStatus {
    pub available: bool,
    pub capacity: u8,
    pub load: u8,
}

/// A chat in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatRow {
    pub number: String,
    pub subject: String,
    pub customer: Who,
    pub company: String,
    /// Of the plan; empty where there is none.
    pub level: String,
    pub queue: String,
    pub asked: DisplayTime,
    pub agent: Option<Who>,
    /// The agent has gone.
    pub gone: bool,
    /// The last words, shortened.
    pub last: String,
    /// They are the customer's, and nobody has answered since.
    pub unanswered: bool,
    /// Something the reader has not read.
    pub unread: bool,
    pub stage: Stage,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_the_inbox_are_read_as_they_are_written() {
        for which in Which::ALL {
            assert_eq!(Which::parse(which.as_str()), Some(which));
        }
        assert_eq!(Which::parse("everything"), None);
    }
}
