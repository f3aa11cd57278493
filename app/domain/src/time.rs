//! Times and dates as people read them. The exact text is written where the person's time zone is known.

use serde::{Deserialize, Serialize};
use std::fmt;

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// One instant, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisplayTime {
    /// RFC 3339 in UTC, for machines.
    pub iso: String,
    /// Date and time in the reader's zone, for example `21 Nov 2026, 20:53`.
    pub exact: String,
    /// How long ago.
    pub age: Age,
}

/// A distance in time in its largest whole unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Age {
    Now,
    Minutes(u32),
    Hours(u32),
    Days(u32),
    Months(u32),
    Years(u32),
}

impl Age {
    /// The time from `then` to `now`; what lies ahead counts as now.
    pub fn between(then: i64, now: i64) -> Self {
        let gone = (now - then).max(0);
        let whole = |unit: i64| u32::try_from(gone / unit).unwrap_or(u32::MAX);
        match gone {
            g if g < MINUTE => Self::Now,
            g if g < HOUR => Self::Minutes(whole(MINUTE)),
            g if g < DAY => Self::Hours(whole(HOUR)),
            g if g < 60 * DAY => Self::Days(whole(DAY)),
            g if g < 730 * DAY => Self::Months(whole(30 * DAY + 10 * HOUR)),
            _ => Self::Years(whole(365 * DAY + 6 * HOUR)),
        }
    }
}

/// A day of the calendar, from year 1 to 9999. Written `2026-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// `None` for a day that does not exist.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let exists = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Reads `2026-11-21` and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits =
            |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let dashed = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|_| dashed)
    }
}

/// As people write them.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Date {
    /// As people write it: `21 Nov 2026`.
    pub fn format(self) -> String {
        format!("{} {} {}", self.day, MONTHS[usize::from(self.month.clamp(1, 12) - 1)], self.year)
    }
}

/// A value as people read it: a day as they write it, anything else as it is.
pub fn format_day(value: &str) -> String {
    Date::parse(value).map_or_else(|| value.to_owned(), Date::format)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_take_their_largest_whole_unit() {
        assert_eq!(Age::between(0, 59 * SECOND), Age::Now);
        assert_eq!(Age::between(0, 61 * MINUTE), Age::Hours(1));
        assert_eq!(Age::between(0, 59 * DAY), Age::Days(59));
        assert_eq!(Age::between(0, 400 * DAY), Age::Months(13));
        assert_eq!(Age::between(0, 800 * DAY), Age::Years(2));
        assert_eq!(Age::between(5 * DAY, 0), Age::Now, "a clock that is ahead never shows a negative age");
    }

    #[test]
    fn a_day_is_written_and_everything_else_stays() {
        assert_eq!(format_day("2026-02-01"), "1 Feb 2026");
        for text in ["", "2026-02-30", "2026-02-01 Moving", "SN-2026-02-01"] {
            assert_eq!(format_day(text), text);
        }
    }

    #[test]
    fn days_exist_or_are_refused() {
        for day in ["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(day).map(|date| date.to_string()).as_deref(), Some(day));
        }
        for day in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-32",
            "0000-01-01",
            "26-01-01",
            "2026-1-01",
            "2026/01/01",
            "+026-01-01",
            "2026-01-0é",
            "",
        ] {
            assert_eq!(Date::parse(day), None, "{day}");
        }
        assert!(Date::new(2026, 2, 1) > Date::new(2026, 1, 31));
    }
}
