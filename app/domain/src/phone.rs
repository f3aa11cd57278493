//! Callback requests: what a customer asks for, and the calls that agents have to make.

use crate::refusal::{Because, Reason};
use crate::support::Both;
use crate::text;
use crate::tickets::Choice;
use serde::{Deserialize, Serialize};

/// The longest phone number, in characters, and the fewest digits of one.
pub const NUMBER_MAX: usize = 40;
const DIGITS_MIN: usize = 5;
/// The most characters of what an agent notes about a call.
pub const NOTE_MAX: usize = 2_000;

/// A time to be called at: part of a day on which somebody is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The day and its end, on the clock where the hours are kept: `2026-11-23-1200`.
    pub slug: String,
    pub from: Both,
    pub until: Both,
}

/// What a call-back is asked for with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackForm {
    /// One: it is only shown. Several: the person chooses.
    pub companies: Vec<Choice>,
    pub queues: Vec<Choice>,
    /// As the account has it.
    pub number: String,
    pub slots: Vec<Slot>,
    /// IANA names: where the hours are kept, and the reader's.
    pub zone: String,
    pub own_zone: String,
}

/// A call-back that is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCallback {
    pub ticket: String,
    pub subject: String,
    pub number: String,
    pub slot: Slot,
    pub zone: String,
    pub own_zone: String,
    /// Who will call, once somebody has taken it.
    pub by: Option<String>,
}

/// The page `/support/callback`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallbackOffer {
    Form(Box<CallbackForm>),
    Waits(Box<PendingCallback>),
    /// Why not, and whether a case can be raised instead.
    Refused(Because, bool),
}

/// A call-back as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: String,
    pub ticket: String,
    pub subject: String,
    pub who: String,
    pub company: String,
    pub number: String,
    pub slot: Slot,
    /// Its time has begun.
    pub due: bool,
    /// The reader has taken it.
    pub mine: bool,
}

/// The outcome of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    Reached,
    NotReached,
}

impl CallOutcome {
    pub const ALL: [Self; 2] = [Self::Reached, Self::NotReached];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotReached => "not-reached",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// A number as somebody writes it: digits, with a plus in front and what people put between them.
///
/// # Errors
/// `Missing`, `TooLong`, `NotAPhone`.
pub fn check_number(sent: &str) -> Result<String, Reason> {
    let text = text::name(&text::plain_digits(sent));
    if text.is_empty() {
        return Err(Reason::Missing);
    }
    if text.chars().count() > NUMBER_MAX {
        return Err(Reason::TooLong { max: NUMBER_MAX });
    }
    let rest = text.strip_prefix('+').unwrap_or(&text);
    let fits = rest.chars().all(|c| c.is_ascii_digit() || " -().".contains(c));
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    if fits && digits >= DIGITS_MIN { Ok(text) } else { Err(Reason::NotAPhone) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for number in ["+44 20 7946 0001", "020 7946-0001", "(020) 7946 0001", "12345", "  +48  600 700 800 "] {
            assert!(check_number(number).is_ok(), "{number}");
        }
        assert_eq!(check_number(" +48  600 700 800 ").as_deref(), Ok("+48 600 700 800"));
        assert_eq!(check_number("＋４８（６００）７００８００").as_deref(), Ok("+48(600)700800"));
        assert_eq!(check_number("١٢٣٤٥٦").as_deref(), Ok("123456"));
        for odd in ["call me", "1234", "020 7946 ext 5", "+", "++441234567", "44+1234567", "<b>12345", "12345;ls"] {
            assert_eq!(check_number(odd), Err(Reason::NotAPhone), "{odd}");
        }
        assert_eq!(check_number(" \t"), Err(Reason::Missing));
        assert_eq!(check_number(&"1".repeat(41)), Err(Reason::TooLong { max: 40 }));
    }
}
