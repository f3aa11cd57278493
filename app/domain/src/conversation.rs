//! The conversation of a ticket: messages, private notes and timeline events, as a page shows them.

use crate::files::FileLink;
use crate::people::Name;
use crate::refusal::Reason;
use crate::text;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// The longest message, in characters.
pub const BODY_MAX: usize = 50_000;

/// What a formatted message may hold, for the editor, the desk and whoever shows it.
pub const RICH: &str = include_str!("conversation/rich.json");

/// One entry of a conversation's timeline, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimelineEntry {
    Message(Message),
    Line(EventLine),
}

/// A message or, where `note` is set, a private note of the agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Random; the page's anchor.
    pub id: String,
    pub author: Name,
    /// Written by the reader.
    pub mine: bool,
    pub note: bool,
    pub at: DisplayTime,
    /// As plain text, however it was written.
    pub body: String,
    /// With its formatting, clean; `None` where it has none.
    pub html: Option<String>,
    pub files: Vec<FileLink>,
    /// The reader may still take it back.
    pub undo: bool,
}

/// Somebody who can be named in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    pub slug: String,
    pub name: String,
    /// `composer/src/mention.ts` reads it by this name.
    #[serde(rename = "works_here")]
    pub is_staff: bool,
}

/// An event that the timeline shows in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    pub at: DisplayTime,
    /// Empty when Portico itself acted.
    pub who: String,
    pub what: TimelineEvent,
}

/// What happened, for the line of the timeline that shows it. Texts are labels as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimelineEvent {
    /// Agents alone are told.
    Rated {
        score: u8,
    },
    Closed,
    Reopened,
    /// It was raised although the plan does not let the reporter; agents alone are told.
    Excepted {
        reason: String,
    },
    /// The plan request that the ticket is.
    Approved,
    Declined {
        reason: String,
    },
    Status {
        to: String,
    },
    Queue {
        to: String,
    },
    Priority {
        to: String,
    },
    Assigned {
        to: Option<String>,
    },
    /// An agent has accepted the chat, or taken it over.
    ChatJoined,
    /// The chat was handed over to an agent, or back into the line of a queue.
    ChatMoved {
        to: String,
    },
    /// Without a name: because nobody was there any more, or nothing was said.
    ChatEnded,
    /// The agent has lost the connection, and others may take the chat over.
    ChatLost {
        agent: String,
    },
    /// Nobody chose it: it followed from what they did.
    Caused {
        by: Cause,
        what: Box<TimelineEvent>,
    },
}

/// What changes a ticket by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Reply,
    /// A chat was joined.
    Chat,
    /// The plan request that the ticket is was settled.
    Request,
    /// The ticket was closed.
    Closing,
}

impl TimelineEvent {
    /// The same with what brought it about, where nobody chose it.
    #[must_use]
    pub fn by(self, cause: Option<Cause>) -> Self {
        match cause {
            Some(by) => Self::Caused { by, what: Box::new(self) },
            None => self,
        }
    }

    /// What happened, whatever brought it about.
    pub fn itself(&self) -> &Self {
        match self {
            Self::Caused { what, .. } => what,
            other => other,
        }
    }
}

/// A message's text as it is kept: line ends are unified and surrounding blank space is dropped.
///
/// # Errors
/// [`Reason::Missing`] without any text that can be seen, [`Reason::TooLong`] past [`BODY_MAX`] characters.
pub fn check_body(sent: &str) -> Result<String, Reason> {
    let text = text::lines(sent);
    match text.chars().count() {
        0 => Err(Reason::Missing),
        n if n > BODY_MAX => Err(Reason::TooLong { max: BODY_MAX }),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_kept_as_written_but_for_line_ends_and_controls() {
        assert_eq!(check_body("  a\r\nb\0\u{7}\tc \n"), Ok("a\nb\tc".into()));
        assert_eq!(check_body("a\u{b}b\u{85}c"), Ok("a\nb\nc".into()));
        assert_eq!(check_body(" \n\0 "), Err(Reason::Missing));
        assert_eq!(check_body("\u{200b}\n\u{2800}"), Err(Reason::Missing));
        assert_eq!(check_body(&"x".repeat(BODY_MAX + 1)), Err(Reason::TooLong { max: BODY_MAX }));
        assert!(check_body(&"ß".repeat(BODY_MAX)).is_ok(), "the limit counts characters, not bytes");
    }
}
