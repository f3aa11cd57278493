//! The digital assistant: what a question asks for, and what an answer holds. It finds and quotes, and makes nothing up.

mod answer;
mod mind;
pub mod skill;
mod when;

pub use answer::{Answer, Asked, Case, Contacts, Day, Managers, Page, Passage, TicketLine, Turn, Way};
pub use mind::{Decision, Mind, Retrieval, Step};
pub use skill::Skill;
pub use when::{NamedDay, When, when};

/// The longest question, in characters.
pub const QUESTION_MAX: usize = 500;
/// Questions and answers that are kept of one person.
pub const TURNS_MAX: usize = 30;
