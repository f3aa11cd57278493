//! Assets: what a company owns, has in use or is licensed for.

mod column;
mod listing;
mod page;

pub use crate::listing::Wanted;
pub use column::{ATTRIBUTE, AssetColumn, AssetSearchIn, AssetSort};
pub use listing::{AssetFacet, AssetListing, Assets};
pub use page::*;

use crate::refusal::Reason;
use crate::seen::SeenFields;
use crate::text;
use crate::tickets::attribute::{Kind, SortKey};

/// The longest name, in characters.
pub const NAME_MAX: usize = 200;
/// The longest serial number, tag or key, in characters.
pub const IDENTIFIER_MAX: usize = 100;
/// The most seats that a licence has.
pub const SEATS_MAX: i64 = 1_000_000;
/// The most assets named when a ticket is raised, or linked at once.
pub const LINKED_MAX: usize = 20;

/// What somebody typed into an asset's form, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssetDraft {
    pub name: String,
    pub identifier: String,
    /// Slug of a person; empty for nobody.
    pub assignee: String,
    /// For licences.
    pub seats: String,
    /// Name without `attr.` → value.
    pub attributes: Vec<(String, String)>,
    /// What the form of an asset that is there showed.
    pub seen: SeenFields,
}

/// A name as it is kept: one line without surrounding space.
///
/// # Errors
/// [`Reason::Missing`] or [`Reason::TooLong`].
pub fn check_name(sent: &str) -> Result<String, Reason> {
    let name = line(sent, NAME_MAX)?;
    if name.is_empty() { Err(Reason::Missing) } else { Ok(name) }
}

/// A serial number, tag or key; empty where there is none.
///
/// # Errors
/// [`Reason::TooLong`].
pub fn check_identifier(sent: &str) -> Result<String, Reason> {
    line(sent, IDENTIFIER_MAX)
}

/// How many seats a licence has.
///
/// # Errors
/// The [`Reason`] the number is refused for.
pub fn check_seats(sent: &str) -> Result<i64, Reason> {
    text::whole_number(sent, 1, SEATS_MAX)
}

fn line(sent: &str, max: usize) -> Result<String, Reason> {
    let text = text::line(sent);
    if text.chars().count() > max { Err(Reason::TooLong { max }) } else { Ok(text) }
}

/// What a text sorts and is compared by, the same on every database.
pub fn sort_key(text: &str) -> String {
    text.to_lowercase().chars().take(80).collect()
}

/// What an attribute's value sorts and is compared by: numbers by their size, days by their order, texts by their letters.
pub fn value_key(kind: Kind, value: &str) -> String {
    match (kind.sort_key(), value.parse::<i64>()) {
        (SortKey::Size, Ok(number)) => format!("{:020}", i128::from(number) - i128::from(i64::MIN)),
        // What is no number has no size.
        (SortKey::Size, Err(_)) | (SortKey::Letters, _) => sort_key(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_checked() {
        assert_eq!(check_name(" Dock\nprinter\0 "), Ok("Dock printer".into()));
        assert_eq!(check_name(" \t"), Err(Reason::Missing));
        assert_eq!(check_name(&"ß".repeat(NAME_MAX + 1)), Err(Reason::TooLong { max: NAME_MAX }));
        assert_eq!(check_identifier(""), Ok(String::new()));
        assert_eq!(check_seats(" 12 "), Ok(12));
        assert_eq!(check_seats("0"), Err(Reason::TooSmall { min: 1 }));
        assert_eq!(check_seats("many"), Err(Reason::NotANumber));
        assert_eq!(check_seats("9999999"), Err(Reason::TooBig { max: SEATS_MAX }));
    }

    #[test]
    fn numbers_sort_by_their_size() {
        let mut keys: Vec<String> = ["10", "-3", "9", "0", "-20"].iter().map(|n| value_key(Kind::Integer, n)).collect();
        keys.sort();
        let sorted: Vec<String> = ["-20", "-3", "0", "9", "10"].iter().map(|n| value_key(Kind::Integer, n)).collect();
        assert_eq!(keys, sorted);
        assert_eq!(value_key(Kind::Text, "Zebra"), "zebra");
    }
}
