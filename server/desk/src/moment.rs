//! Instants in a person's time zone.

use domain::time::{Age, Moment};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The zone by its IANA name; UTC for a name that is unknown.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `at` as read at `now` in `zone`.
pub(crate) fn moment(at: i64, now: i64, zone: &TimeZone) -> Moment {
    let instant = Timestamp::from_millisecond(at).unwrap_or_default();
    let local = instant.to_zoned(zone.clone()).datetime();
    let month = MONTHS[(local.month() - 1).clamp(0, 11) as usize];
    Moment {
        iso: iso(instant),
        exact: format!("{} {month} {}, {:02}:{:02}", local.day(), local.year(), local.hour(), local.minute()),
        age: Age::between(at, now),
    }
}

/// Day and time in `zone`, in an order that sorts: `2026-11-21 20:53`.
pub(crate) fn sortable(at: i64, zone: &TimeZone) -> String {
    let local = local(at, zone);
    let (year, month, day) = (local.year(), local.month(), local.day());
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", local.hour(), local.minute())
}

/// The day in `zone`: `2026-11-21`.
pub(crate) fn day(at: i64, zone: &TimeZone) -> String {
    local(at, zone).date().to_string()
}

fn local(at: i64, zone: &TimeZone) -> DateTime {
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default())
}

/// An RFC 3339 time such as `2026-06-01T09:00:00Z`, in milliseconds.
pub fn parse_instant(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// In UTC, to the second.
pub(crate) fn iso(instant: Timestamp) -> String {
    Timestamp::from_second(instant.as_millisecond().div_euclid(1_000)).unwrap_or_default().to_string()
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_shows_on_the_clock() {
        let july = 1_782_907_200_000; // 2026-07-01T12:00:00Z
        let shown = moment(july, july, &zone("Europe/London"));
        assert_eq!((shown.exact.as_str(), shown.iso.as_str()), ("1 Jul 2026, 13:00", "2026-07-01T12:00:00Z"));
        assert_eq!(moment(july, july, &zone("Nowhere/At-all")).exact, "1 Jul 2026, 12:00");
        assert_eq!(sortable(july, &zone("Europe/London")), "2026-07-01 13:00");
        assert_eq!(day(july, &zone("Pacific/Auckland")), "2026-07-02", "where it is past midnight already");
    }
}
