//! Parser for the day and the time that a question is about.

use crate::search;
use serde::{Deserialize, Serialize};

/// A day as somebody names it, and a minute of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    pub day: NamedDay,
    /// None: the whole day.
    pub minute: Option<u16>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NamedDay {
    /// None is named.
    #[default]
    Now,
    /// So many days from today.
    Ahead(u8),
    /// Monday is 0.
    Weekday(u8),
    /// Month and day, the next time it comes.
    Date(u8, u8),
    /// So many days after Easter Sunday, the next time it comes.
    Easter(i8),
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Days that have a name; of two that begin alike the longer one first.
const FEASTS: [(&[&str], NamedDay); 13] = [
    (&["christmas", "day"], NamedDay::Date(12, 25)),
    (&["christmas"], NamedDay::Date(12, 25)),
    (&["xmas", "day"], NamedDay::Date(12, 25)),
    (&["xmas"], NamedDay::Date(12, 25)),
    (&["boxing", "day"], NamedDay::Date(12, 26)),
    (&["new", "year"], NamedDay::Date(1, 1)),
    (&["may", "day"], NamedDay::Date(5, 1)),
    (&["good", "friday"], NamedDay::Easter(-2)),
    (&["holy", "saturday"], NamedDay::Easter(-1)),
    (&["easter", "sunday"], NamedDay::Easter(0)),
    (&["easter", "monday"], NamedDay::Easter(1)),
    (&["easter"], NamedDay::Easter(0)),
    (&["whit", "monday"], NamedDay::Easter(50)),
];

/// A day of the year counts before one of the week, and else what is named first.
pub fn parse_when(question: &str) -> When {
    let plain = question.replace(['\'', '’'], "");
    let words: Vec<String> = search::words(&plain).map(Into::into).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let of_year = (0..words.len()).find_map(|at| feast(&words[at..]).or_else(|| date(&words[at..])));
    let day = of_year.or_else(|| words.iter().find_map(|word| named(word))).unwrap_or_default();
    When { day, minute: minute(question) }
}

/// The feast that the words begin with, or its eve.
fn feast(words: &[&str]) -> Option<NamedDay> {
    let fits = |name: &[&str]| {
        words.len() >= name.len()
            && name.iter().zip(words).all(|(own, word)| own == word || *own == word.trim_end_matches('s'))
    };
    let (name, day) = FEASTS.iter().find(|(name, _)| fits(name))?;
    Some(if words.get(name.len()) == Some(&"eve") { day.eve() } else { *day })
}

/// `24 December`, `May 1st`, `the 2nd of June`, `2026-12-24`.
fn date(words: &[&str]) -> Option<NamedDay> {
    let beyond =
        |from: usize| words.get(from..).unwrap_or_default().iter().filter(|word| !matches!(**word, "of" | "the"));
    let second = beyond(1).next()?;
    let (month, day) = match (number(words[0]), month(words[0])) {
        (Some(year), _) if (2000..2100).contains(&year) => (number(second)?, number(beyond(2).next()?)?),
        (Some(day), _) => (month(second)?, day),
        (None, month) => (month?, number(second)?),
    };
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then_some(NamedDay::Date(u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

/// `1`, `01`, `1st`.
fn number(word: &str) -> Option<u16> {
    let ended = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    ended.unwrap_or(word).parse().ok()
}

/// By its name or the beginning of it.
fn month(word: &str) -> Option<u16> {
    let fits = |name: &&str| name.starts_with(word) && (word.len() == 3 || word == "sept" || word.len() == name.len());
    MONTHS.iter().position(fits).and_then(|place| u16::try_from(place + 1).ok())
}

impl NamedDay {
    /// The day before.
    fn eve(self) -> Self {
        match self {
            Self::Date(1, 1) => Self::Date(12, 31),
            Self::Date(month, day) => Self::Date(month, day.saturating_sub(1)),
            Self::Easter(days) => Self::Easter(days - 1),
            other => other,
        }
    }
}

fn named(word: &str) -> Option<NamedDay> {
    match word {
        "today" | "tonight" => return Some(NamedDay::Ahead(0)),
        "tomorrow" | "tmrw" | "tomorow" | "tommorow" => return Some(NamedDay::Ahead(1)),
        "weekend" | "weekends" => return Some(NamedDay::Weekday(5)),
        _ => {}
    }
    let singular = word.trim_end_matches('s');
    let fits = |day: &str| {
        day == singular || day == word || singular.len() >= 3 && singular.len() <= 5 && day.starts_with(singular)
    };
    let place = DAYS.iter().position(|day| fits(day))?;
    u8::try_from(place).ok().map(NamedDay::Weekday)
}

/// A time such as `6pm`, `18:00` or `at 6`.
fn minute(question: &str) -> Option<u16> {
    let lower = question.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || ",;!?".contains(c)).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(place, word)| {
        let after = words.get(place + 1).copied().unwrap_or_default();
        let (digits, half) = match word.strip_suffix("pm").or_else(|| word.strip_suffix("am")) {
            Some(digits) => (digits, &word[digits.len()..]),
            None => (*word, if matches!(after, "am" | "pm") { after } else { "" }),
        };
        let (hours, minutes) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let sure = !half.is_empty() || digits.contains(':') || place > 0 && words[place - 1] == "at";
        let hours = match half {
            "pm" if hours < 12 => hours + 12,
            "am" if hours == 12 => 0,
            _ => hours,
        };
        (sure && hours < 24 && minutes < 60).then(|| hours * 60 + minutes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read() {
        let read = |question| (parse_when(question).day, parse_when(question).minute);
        assert_eq!(read("is somebody there on saturday"), (NamedDay::Weekday(5), None));
        assert_eq!(read("can i chat at 6pm on Fri?"), (NamedDay::Weekday(4), Some(1080)));
        assert_eq!(read("tomorrow at 8:30"), (NamedDay::Ahead(1), Some(510)));
        assert_eq!(read("open on Mondays at 9 am"), (NamedDay::Weekday(0), Some(540)));
        assert_eq!(read("are you open now"), (NamedDay::Now, None));
        assert_eq!(read("there on christmas"), (NamedDay::Date(12, 25), None));
        assert_eq!(read("Christmas eve?"), (NamedDay::Date(12, 24), None));
        assert_eq!(read("open on New Year’s Eve at 9am"), (NamedDay::Date(12, 31), Some(540)));
        assert_eq!(read("are you in between christmas and new year").0, NamedDay::Date(12, 25));
        assert_eq!(read("do you work boxing day").0, NamedDay::Date(12, 26));
        assert_eq!(read("open on good friday?").0, NamedDay::Easter(-2), "not the next Friday");
        assert_eq!(read("At Easter Monday you are reachable or not?").0, NamedDay::Easter(1));
        assert_eq!(read("is the desk manned on may 1st").0, NamedDay::Date(5, 1));
        assert_eq!(read("is there anyone on the 24th of December").0, NamedDay::Date(12, 24));
        assert_eq!(read("Friday, 4 Dec").0, NamedDay::Date(12, 4));
        assert_eq!(read("2027-01-06, is it closed?").0, NamedDay::Date(1, 6));
        assert_eq!(read("may I call you, and may 99 of us?").0, NamedDay::Now);
        assert_eq!(read("I have 4 seats and 99:99"), (NamedDay::Now, None));
        assert_eq!(read("what about 4711, or 65535 pm?"), (NamedDay::Now, None));
    }
}
