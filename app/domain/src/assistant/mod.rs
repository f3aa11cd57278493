//! The digital assistant: what a question asks for, and what an answer holds. It finds and quotes, and makes nothing up.

mod answer;
mod retrieval;
pub mod skill;
mod when;

pub use answer::{
    AssistantAnswer, AssistantPageData, Case, Contacts, Day, Managers, QuotedPassage, SkillResult, Suggestion,
    TicketLine, Turn,
};
pub use retrieval::{AnswerDecision, AnswerEngine, AnswerSource, Retrieval};
pub use skill::Skill;
pub use when::{NamedDay, When, parse_when};

/// The longest question, in characters.
pub const QUESTION_MAX: usize = 500;
/// Questions and answers that are kept of one person.
pub const TURNS_MAX: usize = 30;
