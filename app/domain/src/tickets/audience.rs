//! The audience of a ticket: who will see what is said on it.

use serde::{Deserialize, Serialize};

/// Everybody who sees a ticket, those who take part first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    pub customers: Vec<TicketViewer>,
    /// Besides those who are named.
    pub more_customers: u64,
    /// They also see private notes.
    pub agents: Vec<TicketViewer>,
    pub more_agents: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketViewer {
    /// Empty where the reader has nothing to choose.
    pub slug: String,
    pub name: String,
    pub part: Involvement,
    /// Is told of what happens.
    pub follows: bool,
}

/// What somebody has to do with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Involvement {
    Reporter,
    Colleague,
    Assignee,
    Agent,
}

impl Involvement {
    pub fn is_staff(self) -> bool {
        matches!(self, Self::Assignee | Self::Agent)
    }
}
