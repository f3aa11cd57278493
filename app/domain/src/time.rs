//! Instants as people read them. The exact text is written where the person's time zone is known.

use serde::{Deserialize, Serialize};

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// One instant, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
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
}
