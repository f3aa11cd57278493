//! Tickets: their states, their attributes, and how pages show them.

pub mod attribute;
pub mod audience;
mod badge;
pub mod caller;
pub mod draft;
pub mod neighbours;
pub mod number;
mod page;
pub mod rating;

pub use audience::{Audience, Involvement, TicketViewer};
pub use badge::{Badge, Choice};
pub use neighbours::Neighbours;
pub use page::*;

use serde::{Deserialize, Serialize};

/// The longest subject, in characters.
pub const SUBJECT_MAX: usize = 250;

/// What a status means, whatever an administrator calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StatusKind {
    New,
    Open,
    /// Somebody outside the desk has to act.
    Waiting,
    Solved,
    Closed,
}

impl StatusKind {
    pub const ALL: [Self; 5] = [Self::New, Self::Open, Self::Waiting, Self::Solved, Self::Closed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Solved and closed tickets leave the default view.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }
}

/// Whom a status waits for, other than the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitsFor {
    /// A public reply of theirs ends it.
    Customer,
    /// A supplier, a carrier, a manufacturer.
    ThirdParty,
}

impl WaitsFor {
    pub const ALL: [Self; 2] = [Self::Customer, Self::ThirdParty];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::ThirdParty => "third_party",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.as_str() == text)
    }

    /// Whom a waiting status waits for that says it in its name alone, as those of other desks do.
    pub fn of_label(label: &str) -> Self {
        let label = label.to_lowercase();
        let others = ["supplier", "vendor", "third", "manufacturer", "carrier", "partner"];
        if others.iter().any(|other| label.contains(other)) { Self::ThirdParty } else { Self::Customer }
    }
}

/// What customers read instead of "Waiting for customer".
pub const WAITING_FOR_YOU: &str = "Waiting for you";

/// What customers read where a waiting status of another desk names them; `None` where its own name does.
pub fn customer_name(label: &str) -> Option<&'static str> {
    let label = label.to_lowercase();
    ["customer", "client"].iter().any(|name| label.contains(name)).then_some(WAITING_FOR_YOU)
}

/// The palette of statuses and priorities; each name is a class that reads well in both themes.
pub const COLOURS: [&str; 8] = ["grey", "blue", "teal", "green", "amber", "red", "purple", "pink"];

/// In place of a colour: shown as a word alone.
pub const PLAIN: &str = "plain";

/// What an agent may change on a ticket; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketChange {
    pub status: Option<String>,
    pub queue: Option<String>,
    pub priority: Option<String>,
    /// `Some("")` takes the ticket from whoever has it.
    pub assignee: Option<String>,
    pub seen: Seen,
}

/// What an agent saw when they chose; `None` where that is not known, and what they chose replaces whatever there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub status: Option<String>,
    pub queue: Option<String>,
    pub priority: Option<String>,
    pub assignee: Option<String>,
}

impl TicketChange {
    /// Without what the agent has left as they saw it: a form sends all of its fields.
    pub fn chosen(&self) -> Self {
        let chosen = |wanted: &Option<String>, seen: &Option<String>| wanted.clone().filter(|_| wanted != seen);
        Self {
            status: chosen(&self.status, &self.seen.status),
            queue: chosen(&self.queue, &self.seen.queue),
            priority: chosen(&self.priority, &self.seen.priority),
            assignee: chosen(&self.assignee, &self.seen.assignee),
            seen: self.seen.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_a_word_on_it_says_by_its_name_whom_it_waits_for() {
        for (label, waits_for, shown) in [
            ("Waiting for customer", WaitsFor::Customer, Some(WAITING_FOR_YOU)),
            ("Awaiting CLIENT", WaitsFor::Customer, Some(WAITING_FOR_YOU)),
            ("Pending", WaitsFor::Customer, None),
            ("Waiting for supplier", WaitsFor::ThirdParty, None),
            ("With 3rd or third party", WaitsFor::ThirdParty, None),
        ] {
            assert_eq!((WaitsFor::of_label(label), customer_name(label)), (waits_for, shown), "{label}");
        }
        assert!(WaitsFor::ALL.into_iter().all(|party| WaitsFor::parse(party.as_str()) == Some(party)));
        assert_eq!(WaitsFor::parse("desk"), None);
    }

    #[test]
    fn what_was_left_as_it_was_seen_is_not_chosen() {
        let text = |text: &str| Some(text.to_owned());
        let seen = Seen { status: text("open"), priority: text("high"), assignee: text(""), ..Seen::default() };
        let form = TicketChange {
            status: text("solved"),
            queue: text("print"),
            priority: text("high"),
            assignee: text(""),
            seen: seen.clone(),
        };
        let chosen = TicketChange { status: text("solved"), queue: text("print"), seen, ..TicketChange::default() };
        assert_eq!(form.chosen(), chosen);
    }
}
