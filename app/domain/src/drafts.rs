//! Drafts: what somebody has begun to write and not sent yet.

use crate::refusal::Reason;
use crate::tickets::number;
use serde::{Deserialize, Serialize};

/// The most fields of a form that a draft keeps, and the most bytes of them and of its texts together.
pub const FIELDS_MAX: usize = 200;
pub const DRAFT_MAX: usize = 600_000;
/// The most files of one person that wait to be sent, and their size in bytes.
pub const WAITING_MAX: usize = 60;
pub const WAITING_BYTES_MAX: u64 = 200_000_000;
/// New tickets that one person has begun side by side, at most.
pub const NEW_MAX: u64 = 30;
/// The longest id of a draft, in characters.
const ID_MAX: usize = 64;
/// The highest number of a window.
pub const WINDOW_MAX: u64 = 1 << 53;
/// The author of a message may take it back for so long, in milliseconds.
pub const UNDO: i64 = 10_000;

/// Where a draft is written: on a ticket, or as a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftPlace {
    /// A new ticket. People write several side by side, each in a window of its own; 0 where the page knows of no windows.
    New(u64),
    /// An answer on the ticket of this number, as it was named.
    Ticket(String),
}

impl DraftPlace {
    /// `new`, `new-` with the window's number, or the number of a ticket.
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix("new") {
            Some("") => Some(Self::New(0)),
            Some(window) => window.strip_prefix('-').and_then(read_window).map(Self::New),
            None => number::read(text).map(|_| Self::Ticket(text.into())),
        }
    }
}

/// The number of a window in which a new ticket is written: a whole number that a browser can draw.
pub fn read_window(text: &str) -> Option<u64> {
    text.parse().ok().filter(|window| (1..=WINDOW_MAX).contains(window))
}

/// A draft's id as a browser draws it: some letters, digits and dashes.
pub fn read_id(text: &str) -> Option<&str> {
    let fits =
        |text: &str| text.len() <= ID_MAX && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Some(text).filter(|text| !text.is_empty() && fits(text))
}

/// Reference to the draft that a message is sent from: its id, its revision and its uploads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRef {
    /// The draft's id; empty where nothing was begun. It is sent once, whatever tab it is sent from.
    pub draft: String,
    /// The draft as its author last saw it; 0 for none. A newer one, of another window, stays.
    pub revision: i64,
    /// Of a new ticket: in which window it was written.
    pub window: u64,
    /// Ids of files that were sent ahead.
    pub uploads: Vec<String>,
}

/// A draft as its author finds it again. Revision 0: there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedDraft {
    /// Stays while it is written on; empty: there is none, or whoever saves it knows of none.
    pub id: String,
    pub revision: i64,
    pub text: String,
    /// The text with its looks, as the editor made it; empty for plain text.
    pub html: String,
    /// The form's other fields.
    pub fields: Vec<(String, String)>,
    pub files: Vec<DraftUpload>,
}

/// An unsent draft of a new ticket, as it is offered to continue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDraft {
    /// As [`DraftPlace::read`] takes it.
    pub place: String,
    /// Its subject, or else how it begins.
    pub about: String,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A file that was sent ahead of its message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftUpload {
    pub id: String,
    pub name: String,
    /// In bytes.
    pub size: u64,
}

impl SavedDraft {
    /// Nothing that somebody would miss.
    pub fn is_empty(&self) -> bool {
        let blank = crate::text::is_blank;
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
        assert_eq!(DraftPlace::read("new"), Some(DraftPlace::New(0)));
        assert_eq!(DraftPlace::read("new-9007199254740992"), Some(DraftPlace::New(1 << 53)));
        assert_eq!(DraftPlace::read("PT-1042"), Some(DraftPlace::Ticket("PT-1042".into())));
        for bad in
            ["", "old", "PT-", "PT-1 OR 1=1", "../new", "new-", "new-0", "new--1", "new-9007199254740993", "news"]
        {
            assert_eq!(DraftPlace::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_id_is_letters_digits_and_dashes() {
        assert_eq!(read_id("3f2a-9B"), Some("3f2a-9B"));
        for bad in ["", "a b", "a\0", "ä", "../x", &"a".repeat(ID_MAX + 1)] {
            assert_eq!(read_id(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_draft_of_blanks_is_empty_and_a_book_is_too_long() {
        let blank =
            SavedDraft { text: " \n".into(), fields: vec![("note".into(), String::new())], ..SavedDraft::default() };
        assert!(blank.is_empty());
        let book = SavedDraft { html: "x".repeat(DRAFT_MAX + 1), ..SavedDraft::default() };
        assert_eq!((book.is_empty(), book.check()), (true, Err(Reason::TooLong { max: DRAFT_MAX })));
    }
}
