//! Date ranges: periods of whole days, by the calendar of whoever asks.

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// The most days of a period that ends today.
const DAYS_MAX: u16 = 3_650;

/// Days in the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    Today,
    /// Today and the days before it, so many together.
    Days(u16),
    /// Both days included; an end that is missing is open.
    Range {
        from: Option<Date>,
        to: Option<Date>,
    },
}

impl Period {
    pub const PRESETS: [Self; 4] = [Self::Today, Self::Days(7), Self::Days(30), Self::Days(90)];

    /// One day.
    pub fn day(day: Date) -> Self {
        Self::Range { from: Some(day), to: Some(day) }
    }

    /// A preset's name in addresses; a range has none.
    pub fn preset(self) -> Option<&'static str> {
        match self {
            Self::Today => Some("today"),
            Self::Days(7) => Some("7d"),
            Self::Days(30) => Some("30d"),
            Self::Days(90) => Some("90d"),
            Self::Days(_) | Self::Range { .. } => None,
        }
    }

    pub fn read_preset(text: &str) -> Option<Self> {
        Self::PRESETS.into_iter().find(|period| period.preset() == Some(text))
    }

    /// The first and the last day of a range; a preset has neither.
    pub fn ends(self) -> (Option<Date>, Option<Date>) {
        match self {
            Self::Range { from, to } => (from, to),
            Self::Today | Self::Days(_) => (None, None),
        }
    }

    /// Reads a period as filters spell it: `today`, `7d`, `2026-11-21`, `2026-11-01..2026-11-30`, `2026-11-01..`, `..2026-11-30`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "today" {
            return Some(Self::Today);
        }
        if let Some(days) = text.strip_suffix('d') {
            let days = days.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
            // A number is spelled in one way.
            return days.map(Self::Days).filter(|period| period.to_string() == text);
        }
        let Some((from, to)) = text.split_once("..") else { return Date::parse(text).map(Self::day) };
        let end = |text: &str| if text.is_empty() { Some(None) } else { Date::parse(text).map(Some) };
        match (end(from)?, end(to)?) {
            (None, None) => None,
            (Some(from), Some(to)) if to < from => None,
            (from, to) => Some(Self::Range { from, to }),
        }
    }
}

/// As filters spell it.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Days(days) => write!(f, "{days}d"),
            Self::Range { from: Some(from), to: Some(to) } if from == to => write!(f, "{from}"),
            Self::Range { from, to } => {
                let end = |day: &Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                write!(f, "{}..{}", end(from), end(to))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_spelled() {
        for text in ["today", "7d", "3650d", "2026-02-01", "2026-02-01..2026-02-28", "2026-02-01..", "..2026-02-28"] {
            assert_eq!(Period::parse(text).map(|period| period.to_string()).as_deref(), Some(text));
        }
        for text in [
            "",
            "..",
            "0d",
            "07d",
            "+7d",
            "3651d",
            "d",
            "2026-02-30",
            "2026-02-02..2026-02-01",
            "2026-02-01...",
            "Today",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
        assert_eq!(Period::parse("2026-02-01..2026-02-01"), Date::parse("2026-02-01").map(Period::day));
    }
}
