//! Weekly opening hours: the windows of a week, in minutes of the local clock since Monday 00:00.

use serde::{Deserialize, Serialize};

pub const DAY_MINUTES: u16 = 24 * 60;
pub const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;

/// A stretch of the week; `until` is not part of it. It may run past midnight, and from Sunday into Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Less than [`WEEK_MINUTES`].
    pub from: u16,
    /// More than `from`, by a week at most.
    pub until: u16,
}

impl Window {
    /// `None` for a stretch that is empty or longer than a week.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        (from < WEEK_MINUTES && until > from && until - from <= WEEK_MINUTES).then_some(Self { from, until })
    }

    /// The part of the week with this first minute of a day, as minutes of that day.
    #[cfg(feature = "zones")]
    pub(super) fn on(self, midnight: u16) -> impl Iterator<Item = (u16, u16)> {
        let within = move |shift: u16| {
            let (first, last) = (midnight + shift, midnight + shift + DAY_MINUTES);
            let (from, until) = (self.from.max(first), self.until.min(last));
            (from < until).then(|| (from - first, until - first))
        };
        [0, WEEK_MINUTES].into_iter().filter_map(within)
    }
}

/// The same hours on several days in a row, as people write them: Monday–Friday 08:00–17:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Monday is 0; the last day is not before the first.
    pub first: u8,
    pub last: u8,
    /// Minutes of the day; until 1440 is midnight at its end, and more is the next day.
    pub from: u16,
    pub until: u16,
}

/// Windows as people write them; the other way round is [`windows`].
pub fn hours(windows: &[Window]) -> Vec<Hours> {
    let mut windows = windows.to_vec();
    windows.sort_by_key(|window| (window.from % DAY_MINUTES, window.until - window.from, window.from));
    let mut rows: Vec<Hours> = Vec::new();
    for window in windows {
        let day = u8::try_from(window.from / DAY_MINUTES).unwrap_or_default();
        let (from, until) = (window.from % DAY_MINUTES, window.until - (window.from - window.from % DAY_MINUTES));
        match rows.last_mut() {
            Some(row) if (row.from, row.until) == (from, until) && row.last + 1 == day => row.last = day,
            _ => rows.push(Hours { first: day, last: day, from, until }),
        }
    }
    rows.sort_by_key(|row| (row.first, row.from));
    rows
}

/// The windows of some hours. An end that is not after the beginning is on the next day. What is no time of any week is left out.
pub fn windows(hours: &[Hours]) -> Vec<Window> {
    let mut windows: Vec<Window> =
        hours.iter().flat_map(|row| (row.first..=row.last.min(6)).filter_map(|day| of_day(*row, day))).collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

fn of_day(row: Hours, day: u8) -> Option<Window> {
    let midnight = u16::from(day) * DAY_MINUTES;
    let until = if row.until <= row.from { row.until.checked_add(DAY_MINUTES)? } else { row.until };
    (row.from < DAY_MINUTES).then(|| Window::new(midnight + row.from, midnight.checked_add(until)?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(first: u8, last: u8, from: u16, until: u16) -> Hours {
        Hours { first, last, from, until }
    }

    #[test]
    fn hours_are_windows_written_briefly() {
        let office = [row(0, 4, 480, 1050), row(5, 5, 600, 720)];
        assert_eq!(windows(&office).len(), 6);
        assert_eq!(hours(&windows(&office)), office);
        let night = [row(6, 6, 1320, 360)];
        assert_eq!(windows(&night), [Window { from: 9960, until: 10_440 }], "into Monday");
        assert_eq!(hours(&windows(&night)), [row(6, 6, 1320, 1800)]);
        assert_eq!(windows(&[row(0, 0, 1440, 1500), row(3, 2, 1, 2)]), []);
        let twice = [row(0, 4, 480, 720), row(0, 4, 780, 1050)];
        assert_eq!(hours(&windows(&twice)), twice);
    }
}
