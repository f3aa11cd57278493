//! Business time arithmetic: whether it is open, the next opening, business time between instants.
//!
//! Instants are milliseconds since 1970 UTC, spans milliseconds.

use super::{DAY_MINUTES, Window, day_number, weekday};
use crate::time::{DAY, Date, MINUTE, SECOND};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashSet;

/// A week of windows at a place, and the days on which it is closed.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    /// By weekday, in order and apart from each other: minutes of the day.
    open: [Vec<(u16, u16)>; 7],
    /// Days since 1970, as the calendar hangs on the wall there.
    holidays: HashSet<i64>,
}

/// How far ahead an opening is looked for. Only a calendar that is closed for so long has none.
const HORIZON: i64 = 4_000 * DAY;

/// How far back an opening is looked for.
const WEEK: i64 = 7 * DAY;

/// Open from the first to before the second.
type Stretch = (i64, i64);

impl Calendar {
    pub fn new(zone: TimeZone, windows: &[Window], holidays: impl IntoIterator<Item = Date>) -> Self {
        let holidays = holidays.into_iter().map(day_number).collect();
        Self { zone, open: std::array::from_fn(|day| of_day(windows, day)), holidays }
    }

    /// Whether it is open at this instant.
    pub fn is_open(&self, at: i64) -> bool {
        self.stretches(at).next().is_some_and(|(from, _)| from <= at)
    }

    /// The first open instant at or after `at`.
    pub fn next_opening(&self, at: i64) -> Option<i64> {
        self.stretches(at).next().map(|(from, _)| from.max(at))
    }

    /// When it closes that is open at `at`. `None` when it is closed, or open for years on end.
    pub fn closes_at(&self, at: i64) -> Option<i64> {
        let mut stretches = self.stretches(at);
        let (_, mut end) = stretches.next().filter(|(from, _)| *from <= at)?;
        for (from, until) in stretches {
            if from > end {
                return Some(end);
            }
            end = until;
        }
        (end < at + HORIZON - DAY).then_some(end)
    }

    /// When it opened that is open at `at`. `None` when it is closed, or has been open for a week.
    pub fn opened_at(&self, at: i64) -> Option<i64> {
        let start = at - WEEK;
        let mut held: Option<Stretch> = None;
        for (from, until) in self.stretches(start).take_while(|(from, _)| *from <= at) {
            held = Some(match held {
                Some((begun, end)) if from <= end => (begun, until),
                _ => (from, until),
            });
        }
        held.filter(|(from, until)| *from > start && *until > at).map(|(from, _)| from)
    }

    /// The earliest instant from `at` on by which it has been open for `span`; not before `at`. `None` when it never is.
    pub fn add_business(&self, at: i64, span: i64) -> Option<i64> {
        let mut left = span;
        let mut reached = at;
        while left > 0 {
            let before = left;
            for (from, until) in self.stretches(reached) {
                let from = from.max(reached);
                if until - from >= left {
                    return Some(from + left);
                }
                left -= until - from;
                reached = until;
            }
            if left == before {
                return None;
            }
        }
        Some(reached)
    }

    /// For how long it is open between two instants; negative when `b` is the earlier one.
    pub fn business_between(&self, a: i64, b: i64) -> i64 {
        if b < a {
            return -self.business_between(b, a);
        }
        let mut sum = 0;
        let mut reached = a;
        while reached < b {
            // One horizon after the other, however long it is closed in between.
            let ahead = b.min(reached + HORIZON);
            let within = self.stretches(reached).take_while(|(from, _)| *from < ahead);
            sum += within.map(|(from, until)| until.min(ahead) - from.max(reached)).sum::<i64>();
            reached = ahead;
        }
        sum
    }

    /// What is open, from the stretch that holds or follows `at` up to the horizon, in order. Neighbours may touch.
    fn stretches(&self, at: i64) -> impl Iterator<Item = Stretch> {
        let end = at.saturating_add(HORIZON);
        let mut next = Some(at);
        let segments = std::iter::from_fn(move || {
            let from = next.filter(|from| *from < end)?;
            let (offset, until) = self.offset(from);
            next = until;
            Some((offset, from, until.unwrap_or(end).min(end)))
        });
        segments.flat_map(|(offset, from, until)| self.within(offset, from, until))
    }

    /// The zone's offset at an instant, and when it changes.
    fn offset(&self, at: i64) -> (i64, Option<i64>) {
        let instant = Timestamp::from_millisecond(at).unwrap_or_default();
        let change = self.zone.following(instant).next();
        (
            i64::from(self.zone.to_offset(instant).seconds()) * SECOND,
            change.map(|change| change.timestamp().as_millisecond()),
        )
    }

    /// The open stretches between two instants with the same offset throughout.
    fn within(&self, offset: i64, from: i64, until: i64) -> impl Iterator<Item = Stretch> {
        let days = (from + offset).div_euclid(DAY)..=(until - 1 + offset).div_euclid(DAY);
        let working = days.filter(|day| !self.holidays.contains(day));
        let of_day = move |day: i64| {
            let midnight = day * DAY - offset;
            let instant = move |minute: u16| midnight + i64::from(minute) * MINUTE;
            self.open[weekday(day)].iter().map(move |(a, b)| (instant(*a), instant(*b)))
        };
        working.flat_map(of_day).map(move |(a, b)| (a.max(from), b.min(until))).filter(|(a, b)| a < b)
    }
}

/// The parts of all windows that lie on a weekday; those that touch or overlap become one.
fn of_day(windows: &[Window], day: usize) -> Vec<(u16, u16)> {
    let midnight = u16::try_from(day).unwrap_or_default() * DAY_MINUTES;
    let mut parts: Vec<(u16, u16)> = windows.iter().flat_map(|window| window.on(midnight)).collect();
    parts.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (from, until) in parts {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}
