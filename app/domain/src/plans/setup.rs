//! Settings for all plans, and their validation: levels, products, routing of requests and calls, words that are no person's name.

use super::page::Level;
use crate::refusal::{Faults, Reason, Refusal};
use crate::text;
use crate::tickets::Choice;
use serde::{Deserialize, Serialize};

/// The longest name of a level or a product, in characters.
pub const NAME_MAX: usize = 60;
/// The longest telephone number and domain.
pub const LINE_MAX: usize = 100;
/// The longest list of names that are no person's.
pub const WORDS_MAX: usize = 20_000;
/// So many levels and products can be kept.
pub const KEPT_MAX: usize = 50;

/// All of these settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// From the smallest.
    pub levels: Vec<OfferedLevel>,
    pub products: Vec<Choice>,
    pub queues: Vec<Leading>,
    pub types: Vec<Choice>,
    /// Slugs of the queue and the type of the tickets that requests become.
    pub plan_queue: String,
    pub plan_type: String,
    pub phone: String,
    pub domain: String,
    pub calendars: Vec<Choice>,
    /// The slug of the one that chat keeps.
    pub chat_calendar: String,
    /// Words that no person is called by; see [`crate::people::person_name`].
    pub words: String,
    /// They are those that come with Portico.
    pub usual_words: bool,
}

/// A level that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedLevel {
    pub level: Level,
    /// Some plan has it.
    pub used: bool,
}

/// A queue and the product that it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leading {
    pub slug: String,
    pub path: String,
    /// Its own product's slug; empty where it follows the queue above it.
    pub own: String,
    /// What its cases are about in the end; empty for everything else.
    pub product: String,
}

/// A level as its form was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelDraft {
    pub name: String,
    pub seats: String,
    pub phone: bool,
    pub dedicated: bool,
}

impl LevelDraft {
    /// # Errors
    /// `Invalid` with everything that is wrong.
    pub fn checked(&self) -> Result<Level, Refusal> {
        let mut faults = Faults::default();
        let name = faults.check_field("name", check_name(&self.name));
        let seats = faults.check_field("seats", text::whole_number(&self.seats, 1, super::SEATS_MAX));
        faults.into_result()?;
        let (name, seats) = (name.unwrap_or_default(), seats.unwrap_or_default());
        Ok(Level { name, seats, phone: self.phone, dedicated: self.dedicated })
    }
}

/// A name in one line.
///
/// # Errors
/// `Missing`, `TooLong`.
pub fn check_name(text: &str) -> Result<String, Reason> {
    match text::name(text) {
        text if text.is_empty() => Err(Reason::Missing),
        text if text.chars().count() > NAME_MAX => Err(Reason::TooLong { max: NAME_MAX }),
        text => Ok(text),
    }
}

/// A telephone number as it is shown and called; empty for none.
///
/// # Errors
/// `BadValue` for what nobody can call.
pub fn check_phone(text: &str) -> Result<String, Reason> {
    let text = text::name(&text::plain_digits(text));
    let known = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/');
    match text.chars().count() {
        n if n > LINE_MAX => Err(Reason::TooLong { max: LINE_MAX }),
        0 => Ok(text),
        _ if text.chars().all(known) && text.chars().any(|c| c.is_ascii_digit()) => Ok(text),
        _ => Err(Reason::BadValue),
    }
}

/// The domain that the addresses of username users end with, in small letters; empty for none.
///
/// # Errors
/// `BadValue` for what is no domain.
pub fn check_domain(text: &str) -> Result<String, Reason> {
    let text = text.trim().trim_matches('.').to_ascii_lowercase();
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    match text.len() {
        0 => Ok(text),
        n if n > LINE_MAX => Err(Reason::TooLong { max: LINE_MAX }),
        _ if text.contains('.') && text.split('.').all(label) => Ok(text),
        _ => Err(Reason::BadValue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_tidied_or_says_everything_that_is_wrong() {
        let draft =
            LevelDraft { name: "  Premier\n Plus ".into(), seats: " 12 ".into(), phone: true, dedicated: false };
        let level = draft.checked().expect("it fits");
        assert_eq!((level.name.as_str(), level.seats, level.phone), ("Premier Plus", 12, true));
        let bad = LevelDraft { name: "x".repeat(61), seats: "0".into(), ..draft };
        let Err(Refusal::Invalid(faults)) = bad.checked() else { panic!("two faults") };
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["name", "seats"]);
    }

    #[test]
    fn what_can_be_called_is_a_number() {
        assert_eq!(check_phone(" +44 20  7946 0000 "), Ok("+44 20 7946 0000".into()));
        assert_eq!(check_phone(""), Ok(String::new()));
        for bad in ["call us", "javascript:1", "()", "+44\u{200b}x"] {
            assert_eq!(check_phone(bad), Err(Reason::BadValue), "{bad}");
        }
    }

    #[test]
    fn what_addresses_end_with_is_a_domain() {
        assert_eq!(check_domain(" Portico.Example. "), Ok("portico.example".into()));
        for bad in ["portico", "a b.example", "@portico.example", "-a.example", "a..example", "é.example", "*.x.y"] {
            assert_eq!(check_domain(bad), Err(Reason::BadValue), "{bad}");
        }
    }
}
