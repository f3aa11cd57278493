//! The event types (schema) of the event log: everything that can happen, as one closed enum.
//!
//! An event names rows by their ids, with the value before and the value after where it is a change, and beside each id the label
//! that it had then. What readers decide by is answered here, for every event: who may know of it, whether it is a line in the
//! conversation, what it is to whoever chooses their mails. A new event therefore does not compile until it has all the answers.
//!
//! The log keeps an event as its stored name ([`Kind::as_str`]), the version of its shape ([`Kind::version`]) and its data as JSON
//! ([`Event::data`]). Stored names are never reused for something else. `stored.txt` holds one of each as it is stored.

#[macro_use]
mod topic;

pub mod account;
pub mod article;
pub mod asset;
pub mod chat;
pub mod company;
pub mod message;
mod named;
pub mod person;
pub mod plan;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod ticket;

pub use named::{Move, Named, Nothing, Status, StatusChange, TextChange, ValueChange};

use crate::activities::What;
use crate::conversation::TimelineEvent;
use crate::mail::Topic;

topics! {
    /// A ticket, beside its conversation.
    Ticket = ticket,
    /// What is said on a ticket.
    Message = message,
    /// A chat, beside what is said in it.
    Chat = chat,
    /// A support plan, its contacts and requests.
    Plan = plan,
    Asset = asset,
    /// What people do for themselves.
    Person = person,
    /// What is done with somebody else's account.
    Account = account,
    Company = company,
    /// The help centre.
    Article = article,
    /// What holds for the whole desk.
    Settings = settings,
}

/// The topics that are written for the audit: nobody hears of them, and they are no part of a conversation.
macro_rules! audit {
    () => {
        Self::Person(_) | Self::Account(_) | Self::Company(_) | Self::Article(_) | Self::Settings(_)
    };
}

/// The data of an event, as the log keeps it.
pub struct Data<'a>(&'a Event);

/// What an event does to the lines in which chats wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatLines {
    Same,
    /// A line may be shorter, or somebody else may take chats.
    Changed,
    /// A chat may have come into a line.
    Entered,
}

impl Kind {
    /// The version of the shape in which this program writes such an event's data. It is raised when a program that knows the
    /// version before could not read the data, or would misunderstand them; that program passes the event over. Another optional
    /// field is no other shape.
    pub const fn version(self) -> i16 {
        match self {
            Self::Ticket(_) | Self::Message(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => 1,
        }
    }

    /// Somebody has answered or noted something: the event names the message.
    pub const fn says(self) -> bool {
        match self {
            Self::Message(kind) => kind.says(),
            Self::Ticket(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => false,
        }
    }

    /// A message stands behind it: the description of a ticket, an answer or a note.
    pub const fn has_message(self) -> bool {
        match self {
            Self::Ticket(ticket::Kind::Opened) => true,
            Self::Message(kind) => kind.says(),
            Self::Ticket(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => false,
        }
    }

    /// Tells more than what is set along with it, because something was said or decided.
    pub const fn is_message(self) -> bool {
        match self {
            Self::Message(kind) => kind.says(),
            Self::Plan(kind) => kind.decides(),
            Self::Ticket(_) | Self::Chat(_) | Self::Asset(_) | audit!() => false,
        }
    }

    /// People at the desk hear of it even where customers do not.
    pub const fn for_the_desk(self) -> bool {
        match self {
            Self::Message(kind) => kind.for_the_desk(),
            Self::Ticket(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => false,
        }
    }

    /// Where it is about a ticket: grows the activities of those whom it concerns, and is mailed to them.
    pub const fn is_news(self) -> bool {
        match self {
            Self::Ticket(kind) => kind.is_news(),
            Self::Message(kind) => kind.says(),
            Self::Chat(kind) => kind.is_news(),
            Self::Plan(kind) => kind.is_news(),
            Self::Asset(_) | audit!() => false,
        }
    }

    /// Whether those pass it over who have chosen not to hear of changes.
    pub const fn may_be_off(self) -> bool {
        match self {
            Self::Ticket(kind) => kind.may_be_off(),
            Self::Message(kind) => !kind.says(),
            Self::Plan(kind) => !kind.decides(),
            Self::Chat(_) | Self::Asset(_) | audit!() => true,
        }
    }

    /// A line in the conversation of its ticket: [`Event::line`] is there.
    pub const fn has_line(self) -> bool {
        match self {
            Self::Ticket(kind) => kind.has_line(),
            Self::Chat(kind) => kind.has_line(),
            Self::Plan(kind) => kind.decides(),
            Self::Message(_) | Self::Asset(_) | audit!() => false,
        }
    }

    /// What it does to the lines in which chats wait, where its ticket is a chat or where it has none.
    pub const fn chat_lines(self) -> ChatLines {
        match self {
            Self::Ticket(kind) => kind.chat_lines(),
            Self::Chat(kind) => kind.chat_lines(),
            Self::Message(_) | Self::Plan(_) | Self::Asset(_) | audit!() => ChatLines::Same,
        }
    }
}

impl Event {
    /// Its data, to be serialised beside its stored name and version.
    pub const fn data(&self) -> Data<'_> {
        Data(self)
    }

    /// Customers who see what it is about may know of it.
    pub fn is_public(&self) -> bool {
        match self {
            Self::Ticket(event) => event.is_public(),
            Self::Message(event) => event.is_public(),
            Self::Chat(event) => event.is_public(),
            Self::Plan(event) => event.is_public(),
            Self::Asset(event) => event.is_public(),
            audit!() => false,
        }
    }

    /// What the line in the conversation tells; `None` for an event without one. `status` gives the reader's name for a status.
    pub fn line(&self, status: impl FnOnce(&Status) -> String) -> Option<TimelineEvent> {
        match self {
            Self::Ticket(event) => event.line(status),
            Self::Chat(event) => event.line(),
            Self::Plan(event) => event.line(),
            Self::Message(_) | Self::Asset(_) | audit!() => None,
        }
    }

    /// What an entry in somebody's activities tells of it. `status` as for [`Event::line`].
    pub fn what(&self, status: impl FnOnce(&Status) -> String) -> What {
        match self {
            Self::Ticket(ticket::Event::Opened(_)) => What::Opened,
            Self::Message(event) => event.what(),
            Self::Ticket(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => {
                self.line(status).map_or(What::Changed, What::Line)
            }
        }
    }

    /// The public id of the message that was said or taken back.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Message(event) => Some(event.message()),
            Self::Ticket(_) | Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => None,
        }
    }

    /// Ids of the users who are named in what was said.
    pub fn mentioned(&self) -> &[i64] {
        match self {
            Self::Ticket(event) => event.mentioned(),
            Self::Message(event) => event.mentioned(),
            Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => &[],
        }
    }

    /// The user who may raise cases from this event on.
    pub fn seated(&self) -> Option<i64> {
        match self {
            Self::Plan(event) => event.seated(),
            Self::Ticket(_) | Self::Message(_) | Self::Chat(_) | Self::Asset(_) | audit!() => None,
        }
    }

    /// What it is to this user, among the things that people choose their mails by.
    pub fn topic_for(&self, user_id: i64) -> Topic {
        if self.mentioned().contains(&user_id) {
            return Topic::Mentions;
        }
        match self {
            Self::Ticket(event) => event.topic_for(user_id),
            Self::Message(event) => event.topic(),
            Self::Chat(_) | Self::Plan(_) | Self::Asset(_) | audit!() => Topic::Changes,
        }
    }
}
