//! What somebody has begun to write and not sent yet.

use crate::refusal::Reason;
use crate::tickets::number;
use serde::{Deserialize, Serialize};

/// The most fields of a form that a draft keeps, and the most bytes of them and of its texts together.
pub const FIELDS_MAX: usize = 200;
pub const DRAFT_MAX: usize = 600_000;
/// The most files of one person that wait to be sent, and their size in bytes.
pub const WAITING_MAX: usize = 60;
pub const WAITING_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// The author of a message may take it back for so long, in milliseconds.
pub const UNDO: i64 = 10_000;

/// Where something is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A new ticket.
    New,
    /// An answer on the ticket of this number, as it was named.
    Ticket(String),
}

impl Place {
    /// `new`, or the number of a ticket.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "new" => Some(Self::New),
            _ => number::read(text).map(|_| Self::Ticket(text.into())),
        }
    }
}

/// What a message that is sent grew out of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// The draft as its author last saw it; 0 for none. A newer one, of another window, stays.
    pub revision: i64,
    /// Ids of files that were sent ahead.
    pub uploads: Vec<String>,
}

/// A draft as its author finds it again. Revision 0: there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    pub revision: i64,
    pub text: String,
    /// The text with its looks, as the editor made it; empty for plain text.
    pub html: String,
    /// The form's other fields.
    pub fields: Vec<(String, String)>,
    pub files: Vec<Waiting>,
}

/// A file that was sent ahead of its message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub id: String,
    pub name: String,
    /// In bytes.
    pub size: u64,
}

impl Unsent {
    /// Nothing that somebody would miss.
    pub fn is_empty(&self) -> bool {
        let blank = |text: &str| text.trim().is_empty();
        blank(&self.text) && self.files.is_empty() && self.fields.iter().all(|(_, value)| blank(value))
    }

    /// # Errors
    /// [`Reason::TooLong`] for more than anybody writes.
    pub fn check(&self) -> Result<(), Reason> {
        let fields: usize = self.fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        if self.fields.len() > FIELDS_MAX || self.text.len() + self.html.len() + fields > DRAFT_MAX {
            return Err(Reason::TooLong { max: DRAFT_MAX });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_new_or_a_ticket() {
        assert_eq!(Place::read("new"), Some(Place::New));
        assert_eq!(Place::read("PT-1042"), Some(Place::Ticket("PT-1042".into())));
        for bad in ["", "old", "PT-", "PT-1 OR 1=1", "../new"] {
            assert_eq!(Place::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_draft_of_blanks_is_empty_and_a_book_is_too_long() {
        let blank = Unsent { text: " \n".into(), fields: vec![("note".into(), String::new())], ..Unsent::default() };
        assert!(blank.is_empty());
        let book = Unsent { html: "x".repeat(DRAFT_MAX + 1), ..Unsent::default() };
        assert_eq!((book.is_empty(), book.check()), (true, Err(Reason::TooLong { max: DRAFT_MAX })));
    }
}
