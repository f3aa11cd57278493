//! Events of tickets, beside their conversation.

use super::ChatLines;
use super::named::{Move, Named, Nothing, Status, StatusChange};
use crate::conversation::{Cause, TimelineEvent};
use crate::mail::Topic;
use serde::{Deserialize, Serialize};

topic! {
    Opened(Opened) = "opened",
    /// The status crossed the line from open to closed.
    Closed(StatusChange) = "closed",
    /// The status crossed the line from closed to open.
    Reopened(StatusChange) = "reopened",
    /// The status changed on one side of that line.
    Status(StatusChange) = "status",
    Queue(Move) = "queue",
    Priority(Move) = "priority",
    Assigned(Assignment) = "assigned",
    /// The reporter has said how it went; agents alone are told.
    Rated(Rated) = "rated",
    /// It was raised although the plan does not let the reporter; agents alone are told.
    Excepted(Excepted) = "excepted",
    Subscribed(Nothing) = "subscribed",
    Unsubscribed(Nothing) = "unsubscribed",
    FollowerAdded(Follower) = "follower_added",
    FollowerRemoved(Follower) = "follower_removed",
    /// An agent will call the reporter back.
    CallTaken(Nothing) = "call_taken",
    /// A later import changed what an earlier one had brought.
    ImportUpdated(ImportUpdated) = "import_updated",
}

/// The description is the ticket's first message; the event has no id of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// As it is shown.
    pub number: String,
    /// By which way it came in: `portal`, `email`, `phone`, `chat`, or what an import calls it.
    pub channel: String,
    /// Ids of the users who are named in the description.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<i64>,
}

/// The ticket was given to an agent, or to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// `None` for nobody, and where an import did not know it.
    pub from: Option<Named>,
    pub to: Option<Named>,
    /// What brought it about, where nobody chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// What was said of the same closing before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u8>,
    pub score: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excepted {
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    pub user: Named,
    /// Customers are not told of staff who follow. Stored under its first name.
    #[serde(rename = "works_here")]
    pub is_staff: bool,
}

/// What stands in [`ImportUpdated::fields`] for changed private notes.
pub const NOTES: &str = "notes";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUpdated {
    /// Names of the fields and attributes that changed.
    pub fields: Vec<String>,
}

/// A field of a ticket that agents change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketField {
    Status,
    Queue,
    Priority,
    Assignee,
}

impl TicketField {
    pub const ALL: [Self; 4] = [Self::Status, Self::Queue, Self::Priority, Self::Assignee];

    /// Its name in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Queue => "queue",
            Self::Priority => "priority",
            Self::Assignee => "assignee",
        }
    }
}

impl Kind {
    /// The field of the ticket that such an event changes.
    pub const fn field(self) -> Option<TicketField> {
        match self {
            Self::Closed | Self::Reopened | Self::Status => Some(TicketField::Status),
            Self::Queue => Some(TicketField::Queue),
            Self::Priority => Some(TicketField::Priority),
            Self::Assigned => Some(TicketField::Assignee),
            Self::Opened
            | Self::Rated
            | Self::Excepted
            | Self::Subscribed
            | Self::Unsubscribed
            | Self::FollowerAdded
            | Self::FollowerRemoved
            | Self::CallTaken
            | Self::ImportUpdated => None,
        }
    }

    pub(super) const fn has_line(self) -> bool {
        match self {
            Self::Closed
            | Self::Reopened
            | Self::Status
            | Self::Queue
            | Self::Priority
            | Self::Assigned
            | Self::Rated
            | Self::Excepted => true,
            Self::Opened
            | Self::Subscribed
            | Self::Unsubscribed
            | Self::FollowerAdded
            | Self::FollowerRemoved
            | Self::CallTaken
            | Self::ImportUpdated => false,
        }
    }

    pub(super) const fn is_news(self) -> bool {
        match self {
            Self::Opened
            | Self::Closed
            | Self::Reopened
            | Self::Status
            | Self::Queue
            | Self::Priority
            | Self::Assigned
            | Self::FollowerAdded
            | Self::FollowerRemoved
            | Self::ImportUpdated => true,
            Self::Rated | Self::Excepted | Self::Subscribed | Self::Unsubscribed | Self::CallTaken => false,
        }
    }

    pub(super) const fn may_be_off(self) -> bool {
        match self {
            Self::Opened | Self::Assigned => false,
            Self::Closed
            | Self::Reopened
            | Self::Status
            | Self::Queue
            | Self::Priority
            | Self::Rated
            | Self::Excepted
            | Self::Subscribed
            | Self::Unsubscribed
            | Self::FollowerAdded
            | Self::FollowerRemoved
            | Self::CallTaken
            | Self::ImportUpdated => true,
        }
    }

    pub(super) const fn chat_lines(self) -> ChatLines {
        match self {
            Self::Opened => ChatLines::Entered,
            Self::Queue => ChatLines::Changed,
            Self::Closed
            | Self::Reopened
            | Self::Status
            | Self::Priority
            | Self::Assigned
            | Self::Rated
            | Self::Excepted
            | Self::Subscribed
            | Self::Unsubscribed
            | Self::FollowerAdded
            | Self::FollowerRemoved
            | Self::CallTaken
            | Self::ImportUpdated => ChatLines::Same,
        }
    }
}

impl Event {
    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Opened(_)
            | Self::Closed(_)
            | Self::Reopened(_)
            | Self::Status(_)
            | Self::Queue(_)
            | Self::Priority(_)
            | Self::Assigned(_) => true,
            Self::Rated(_) | Self::Excepted(_) | Self::Subscribed(_) | Self::Unsubscribed(_) | Self::CallTaken(_) => {
                false
            }
            Self::FollowerAdded(follower) | Self::FollowerRemoved(follower) => !follower.is_staff,
            Self::ImportUpdated(updated) => updated.fields.iter().any(|field| field != NOTES),
        }
    }

    pub(super) fn line(&self, status: impl FnOnce(&Status) -> String) -> Option<TimelineEvent> {
        let (what, cause) = match self {
            Self::Closed(change) => (TimelineEvent::Closed, change.cause),
            Self::Reopened(change) => (TimelineEvent::Reopened, change.cause),
            Self::Status(change) => (TimelineEvent::Status { to: status(&change.to) }, change.cause),
            Self::Queue(moved) => (TimelineEvent::Queue { to: moved.to.label.clone() }, None),
            Self::Priority(moved) => (TimelineEvent::Priority { to: moved.to.label.clone() }, None),
            Self::Assigned(given) => {
                (TimelineEvent::Assigned { to: given.to.as_ref().map(|to| to.label.clone()) }, given.cause)
            }
            Self::Rated(rated) => (TimelineEvent::Rated { score: rated.score }, None),
            Self::Excepted(excepted) => (TimelineEvent::Excepted { reason: excepted.reason.clone() }, None),
            Self::Opened(_)
            | Self::Subscribed(_)
            | Self::Unsubscribed(_)
            | Self::FollowerAdded(_)
            | Self::FollowerRemoved(_)
            | Self::CallTaken(_)
            | Self::ImportUpdated(_) => return None,
        };
        Some(what.by(cause))
    }

    pub(super) fn mentioned(&self) -> &[i64] {
        match self {
            Self::Opened(opened) => &opened.mentions,
            Self::Closed(_)
            | Self::Reopened(_)
            | Self::Status(_)
            | Self::Queue(_)
            | Self::Priority(_)
            | Self::Assigned(_)
            | Self::Rated(_)
            | Self::Excepted(_)
            | Self::Subscribed(_)
            | Self::Unsubscribed(_)
            | Self::FollowerAdded(_)
            | Self::FollowerRemoved(_)
            | Self::CallTaken(_)
            | Self::ImportUpdated(_) => &[],
        }
    }

    /// By the user's id: several agents may have the same name.
    pub(super) fn topic_for(&self, user_id: i64) -> Topic {
        match self {
            Self::Opened(_) => Topic::Messages,
            Self::Assigned(given) if given.to.as_ref().and_then(|to| to.id) == Some(user_id) => Topic::Assigned,
            Self::Assigned(_)
            | Self::Closed(_)
            | Self::Reopened(_)
            | Self::Status(_)
            | Self::Queue(_)
            | Self::Priority(_)
            | Self::Rated(_)
            | Self::Excepted(_)
            | Self::Subscribed(_)
            | Self::Unsubscribed(_)
            | Self::FollowerAdded(_)
            | Self::FollowerRemoved(_)
            | Self::CallTaken(_)
            | Self::ImportUpdated(_) => Topic::Changes,
        }
    }
}
