//! Answers of the assistant, as data: the words are chosen where the reader's language is known.

use crate::help::ArticleSummary;
use crate::plans::ManagerContact;
use crate::support::{Check, Opening};
use crate::tickets::Badge;
use crate::time::{Date, DisplayTime};
use serde::{Deserialize, Serialize};

/// The page of the assistant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistantPageData {
    /// The reader may ask; otherwise the self-check says why not.
    pub may_ask: bool,
    pub turns: Vec<Turn>,
    /// The reader could start a chat now.
    pub chat_open: bool,
}

/// A question, and what was answered then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    pub question: String,
    pub asked: DisplayTime,
    pub answer: AssistantAnswer,
}

/// A part of an article that answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedPassage {
    pub slug: String,
    pub title: String,
    pub heading: String,
    pub anchor: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    pub number: String,
    pub subject: String,
    pub status: Badge,
    pub assignee: Option<String>,
}

/// The contacts of one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    pub company: String,
    pub level: String,
    /// Empty for the plan of everything else.
    pub product: String,
    pub used: i64,
    pub limit: i64,
    pub names: Vec<String>,
}

/// Who looks after a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managers {
    pub company: String,
    pub account_manager: Option<ManagerContact>,
    /// The customer success manager.
    pub csm: Option<ManagerContact>,
}

/// A day that was asked about, on the clock of the place where the hours are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub date: Date,
    /// Monday is 0.
    pub weekday: u8,
    /// Minutes of the day, in order.
    pub open: Vec<(u16, u16)>,
    /// Why it is closed though the week says otherwise.
    pub holiday: Option<String>,
    /// A time that was asked about, and whether it is open then.
    pub at: Option<(u16, bool)>,
}

/// Something else that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suggestion {
    Article(ArticleSummary),
    /// By its id in the index.
    Skill(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkillResult {
    Tickets {
        lines: Vec<TicketLine>,
        more: bool,
    },
    Ticket(TicketLine),
    NoTicket(String),
    Contacts(Vec<Contacts>),
    Chat(Box<Check>),
    Hours {
        opening: Option<Box<Opening>>,
        day: Option<Day>,
    },
    Password {
        email: String,
    },
    /// Name, id, and free seats of all.
    Licences {
        licences: Vec<(String, String, i64, i64)>,
        named: bool,
    },
    Raise,
    /// Of companies that have somebody.
    Managers(Vec<Managers>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssistantAnswer {
    Read { passage: QuotedPassage, beside: Vec<Suggestion> },
    Done { asked: SkillResult, beside: Vec<Suggestion> },
    Which(Vec<Suggestion>),
    Unknown(Vec<Suggestion>),
}

/// What a ticket begins with that goes on where the assistant could not, or that refers to another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub subject: String,
    pub description: String,
    /// Slugs of what is chosen already, where it is offered; empty for nothing.
    pub kind: String,
    pub queue: String,
    pub company: String,
}
