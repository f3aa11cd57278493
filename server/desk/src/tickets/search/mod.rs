//! Searching tickets: what somebody looks for, as questions to the index (`crate::search`), with their rights in them.

mod near;
mod sought;

pub(crate) use near::near;
pub(crate) use sought::{NewerThan, Sought};

use crate::search::letter;
use domain::listing::SearchIn;

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
