//! Full-text search: FTS5 on SQLite, `tsvector` on PostgreSQL. Words match by their beginning.
//!
//! Each ticket is one document (a long conversation several) of marked words, *lexemes*: the first letter says in which field
//! a word stands, so that a search of the subject reads nothing of the messages. What stands in private notes has a letter of
//! its own, which only the searches of those who may read notes name, and so has each attribute. Marks tell the company and
//! the reporter: a customer's search for a frequent word reads only what may be theirs.
//!
//! On SQLite open tickets stand in a small index of their own, so that closed ones cost nothing until they are asked for; on
//! PostgreSQL a mark tells them apart. `search_terms` holds every lexeme once: beginnings are spelled out from it, and what
//! is misspelled finds its neighbours in it.
//!
//! Invariant: rights are part of the query, and what is said, closed or reopened is indexed in its transaction from the
//! rows as they stand.

mod distinctive;
mod document;
mod extract;
mod fill;
mod merge;
pub mod search_term;
mod write;

pub(crate) use distinctive::distinctive_words;
pub use fill::renew;
pub(crate) use fill::{Extent, fill, renew_ticket, set_open};
pub use merge::merge_fts_segments;
pub(crate) use write::KnownTerms;

/// What a lexeme begins with.
pub(crate) mod letter {
    pub const NUMBER: char = 'n';
    pub const SUBJECT: char = 's';
    pub const MESSAGE: char = 'm';
    /// A private note.
    pub const NOTE: char = 'p';
    /// `az` is a value of any attribute, `a17z` one of the attribute 17.
    pub const ATTRIBUTE: char = 'a';
    pub const FILE: char = 'f';
    /// A file on a private note.
    pub const NOTE_FILE: char = 'q';
    pub const COMPANY: char = 'c';
    pub const REPORTER: char = 'r';
    /// PostgreSQL's mark of an open ticket.
    pub const OPEN: char = 'o';
}

/// Documents of one ticket are numbered from `id << BITS` on SQLite.
pub(crate) const BITS: u32 = 8;
/// Documents of a conversation, from 0; those of its files follow.
const CONVERSATION_MAX: usize = 128;
/// Files of a ticket whose text is found.
const FILES_MAX: usize = 127;
/// A document that has so much text is full, in bytes.
const DOCUMENT_FULL: usize = 32_000;
