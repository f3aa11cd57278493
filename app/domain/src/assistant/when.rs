//! The day and the time that a question is about.

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
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What is named first counts.
pub fn when(question: &str) -> When {
    let words: Vec<String> = search::words(question).map(Into::into).collect();
    let day = words.iter().find_map(|word| named(word)).unwrap_or_default();
    When { day, minute: minute(question) }
}

fn named(word: &str) -> Option<NamedDay> {
    match word {
        "today" | "tonight" => return Some(NamedDay::Ahead(0)),
        "tomorrow" | "tmrw" | "tomorow" | "tommorow" => return Some(NamedDay::Ahead(1)),
        "weekend" | "weekends" => return Some(NamedDay::Weekday(5)),
        "christmas" | "xmas" => return Some(NamedDay::Date(12, 25)),
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
        let read = |question| (when(question).day, when(question).minute);
        assert_eq!(read("is somebody there on saturday"), (NamedDay::Weekday(5), None));
        assert_eq!(read("can i chat at 6pm on Fri?"), (NamedDay::Weekday(4), Some(1080)));
        assert_eq!(read("tomorrow at 8:30"), (NamedDay::Ahead(1), Some(510)));
        assert_eq!(read("open on Mondays at 9 am"), (NamedDay::Weekday(0), Some(540)));
        assert_eq!(read("are you open now"), (NamedDay::Now, None));
        assert_eq!(read("there on christmas"), (NamedDay::Date(12, 25), None));
        assert_eq!(read("I have 4 seats and 99:99"), (NamedDay::Now, None));
        assert_eq!(read("what about 4711, or 65535 pm?"), (NamedDay::Now, None));
    }
}
