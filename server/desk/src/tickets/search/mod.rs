//! Full-text search of tickets: what somebody looks for, as queries to the index (`crate::search`), with their rights in them.

mod lexemes;
mod near;
mod query;

pub(crate) use near::near;
pub(crate) use query::{NewerThan, SearchQuery};

use crate::search::letter;
use domain::listing::SearchIn;
use sea_orm::FromQueryResult;

/// A row of `search_terms`.
#[derive(FromQueryResult)]
struct Term {
    term: String,
}

/// The letters of a field as this person may search it. Attributes depend on the grant and are not among them.
fn letters(field: SearchIn, notes: bool) -> &'static [char] {
    match (field, notes) {
        (SearchIn::Number, _) => &[letter::NUMBER],
        (SearchIn::Subject, _) => &[letter::SUBJECT],
        (SearchIn::Messages, false) => &[letter::MESSAGE],
        (SearchIn::Messages, true) => &[letter::MESSAGE, letter::NOTE],
        (SearchIn::Files, false) => &[letter::FILE],
        (SearchIn::Files, true) => &[letter::FILE, letter::NOTE_FILE],
        (SearchIn::Attributes, _) => &[],
    }
}
