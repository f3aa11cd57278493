//! Live chat: its pages and updates. A chat is a ticket from its first message on; what stands here is what chat adds.

mod inbox;

pub use inbox::{AgentInbox, AgentStatus, ChatRow, Which};

use crate::conversation::TimelineEntry;
use crate::drafts::SavedDraft;
use crate::people::Name;
use crate::support::{CompanyCheck, Opening};
use crate::tickets::rating::Rating;
use crate::tickets::{Audience, Choice};
use crate::time::{DisplayTime, MINUTE, SECOND};
use serde::{Deserialize, Serialize};

/// The channel of tickets that are chats.
pub const CHANNEL: &str = "chat";
/// Chats that an agent has open at the same time: usually, and at most.
pub const CAPACITY: u8 = 3;
pub const CAPACITY_MAX: u8 = 20;
/// Counted up to here; one more means "and more".
pub const COUNTED_MAX: u16 = 99;
/// Chats in one of the inbox's lists, and messages that a chat shows at first.
pub const LIST_MAX: u64 = 50;
pub const MESSAGES: u64 = 200;

/// A page that is looked at says so about this often, one in which somebody types at most this often, in milliseconds.
pub const HERE_EVERY: i64 = 20 * SECOND;
pub const TYPING_EVERY: i64 = 3 * SECOND;
/// Whoever has not been heard of for so long is not here, or has stopped typing: pages forget it by themselves after so long.
pub const HERE: i64 = 45 * SECOND;
pub const TYPING: i64 = 6 * SECOND;
/// An agent who is available and was seen within this is present.
pub const PRESENT: i64 = 60 * SECOND;
/// An agent who was not seen for so long has gone: others may take their chats over.
pub const GONE: i64 = 2 * MINUTE;
/// A customer who waits and is not seen for so long waits no longer; an open chat without a word for so long is over.
pub const WAITS_UNSEEN: i64 = 3 * MINUTE;
pub const SILENT: i64 = 30 * MINUTE;
/// An estimate is made of so many chats of the queue that were accepted last, and not of fewer than the second.
pub const ESTIMATED_FROM: usize = 20;
pub const ESTIMATED_MIN: usize = 5;

/// The page `/chat` of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPage {
    pub eligibility: Eligibility,
    /// The number of a chat of theirs that waits or is open.
    pub running: Option<String>,
    /// They would be offered a call instead.
    pub call: bool,
    /// Their last chats, newest first, ten at most.
    pub past: Vec<PastChat>,
    /// What the first message begins with, where something was said before.
    pub begun: String,
    /// Sent back with the form, so that sending twice starts one chat.
    pub key: String,
}

/// Whether somebody may start a chat now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Eligibility {
    /// For one of these companies.
    Open(Vec<StartOption>),
    /// Out of hours; `None` where no hours are kept at all.
    Closed(Option<Opening>),
    /// In hours, and no agent is there.
    Nobody(Option<Opening>),
    /// What stands between the person and chat, by company.
    Refused(Vec<CompanyCheck>),
    /// The reader works at the desk.
    Agent,
}

/// A company for which a chat can be started, and the queue in which it would wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartOption {
    pub company: Choice,
    /// The company's own team answers.
    pub team: bool,
    /// Agents of that queue who are there.
    pub present: u16,
    /// Chats that wait in that queue.
    pub ahead: u16,
    /// How long the last ones waited; None where too few are known.
    pub minutes: Option<u16>,
    /// Who will read it.
    pub audience: Audience,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastChat {
    pub number: String,
    pub subject: String,
    pub company: String,
    pub at: DisplayTime,
}

/// How far a chat has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// In the queue; `place` 1 is the next one.
    Waiting { place: u16, minutes: Option<u16> },
    /// An agent has it.
    Open,
    /// By whom; empty: by Portico itself, because nobody was there or nothing was said.
    Ended { by: String },
}

impl Stage {
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Ended { .. })
    }
}

/// Somebody in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub slug: String,
    pub name: Name,
}

/// Somebody in a chat as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    pub who: Who,
    /// Looks at the chat.
    pub here: bool,
    pub typing: bool,
    /// The id of the newest message that they have read.
    pub read: Option<String>,
}

/// The page `/chat/{number}`. Asked for with `after`, the conversation is what follows that message: it replaces whatever the page
/// shows below it. Where that message is not there any more, it is the whole conversation, and `after` is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationPage {
    pub number: String,
    pub subject: String,
    pub stage: Stage,
    pub asked: DisplayTime,
    /// When an agent first accepted it.
    pub since: Option<DisplayTime>,
    pub ended: Option<DisplayTime>,
    pub company: String,
    /// Of the plan; empty where there is none.
    pub level: String,
    pub customer: Who,
    pub agent: Option<Who>,
    /// The agent has not been seen for [`GONE`]; others may take the chat over.
    pub gone: bool,
    /// With its parents.
    pub queue: String,
    /// Of the ticket.
    pub closed: bool,
    /// Customer, agent, and other agents who look at it.
    pub people: Vec<Present>,
    /// The reader's slug.
    pub me: String,
    pub conversation: Vec<TimelineEntry>,
    /// Messages older than those shown.
    pub earlier: u64,
    /// The message after which the conversation begins; None: it is the whole.
    pub after: Option<String>,
    pub unsent: SavedDraft,
    /// Who reads what is written here; None with a part of the conversation.
    pub audience: Option<Audience>,
    pub may: ChatPermissions,
    pub rating: Option<Rating>,
    /// For agents alone.
    pub desk: Option<Handling>,
}

/// What the reader may do in a chat, by the same rule that the desk enforces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatPermissions {
    /// Take it from the queue, or from an agent who has gone.
    pub accept: bool,
    pub write: bool,
    pub transfer: bool,
    pub end: bool,
    pub rate: bool,
}

/// What an agent needs beside a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// The customer's other open tickets, number and subject, newest first.
    pub others: Vec<Choice>,
    /// To whom it can be handed over: present agents who may answer it, without the reader.
    pub team: Vec<AvailableAgent>,
    /// Queues to which it can be moved.
    pub queues: Vec<Choice>,
}

/// An agent who is present.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailableAgent {
    pub who: Who,
    /// Chats that they have open.
    pub load: u8,
    pub capacity: u8,
}

impl AvailableAgent {
    pub fn is_full(&self) -> bool {
        self.load >= self.capacity
    }
}

/// What is sent at once to those who take part in a chat. The same for all of them: a page knows its reader by the slug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceUpdate {
    pub number: String,
    /// Something was said or happened: `chat_conversation` with `after` reads it. Otherwise only what stands here has changed.
    pub fresh: bool,
    pub stage: Stage,
    pub agent: Option<Who>,
    pub gone: bool,
    pub people: Vec<Present>,
}
