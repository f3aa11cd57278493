//! Formatting and parsing of times in a person's time zone (IANA names, through `jiff`).

use domain::time::{Age, DisplayTime, MONTHS};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The zone by its IANA name; UTC for a name that is unknown.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `at` as shown to a reader at `now` in `zone`.
pub(crate) fn format_time(at: i64, now: i64, zone: &TimeZone) -> DisplayTime {
    let instant = Timestamp::from_millisecond(at).unwrap_or_default();
    DisplayTime { iso: iso(instant), exact: exact(zone.to_datetime(instant)), age: Age::between(at, now) }
}

/// `1 Jul 2026, 13:00`. A list shows fifty of them: `format!` took twice as long.
fn exact(local: DateTime) -> String {
    let mut text = String::with_capacity(24);
    digits(&mut text, local.day().into(), 1);
    text.push(' ');
    text.push_str(MONTHS[(local.month() - 1).clamp(0, 11) as usize]);
    text.push(' ');
    digits(&mut text, local.year(), 1);
    text.push_str(", ");
    digits(&mut text, local.hour().into(), 2);
    text.push(':');
    digits(&mut text, local.minute().into(), 2);
    text
}

/// A number that is not negative, with at least so many digits, at most four.
fn digits(text: &mut String, number: i16, least: u32) {
    let number = number.unsigned_abs();
    for place in (0..4).rev() {
        let rest = number / 10_u16.pow(place);
        if rest > 0 || place < least {
            text.push(char::from(b'0' + (rest % 10) as u8));
        }
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
    let utc = TimeZone::UTC.to_datetime(instant);
    let mut text = String::with_capacity(20);
    for (before, number, least) in [
        ("", utc.year(), 4),
        ("-", utc.month().into(), 2),
        ("-", utc.day().into(), 2),
        ("T", utc.hour().into(), 2),
        (":", utc.minute().into(), 2),
        (":", utc.second().into(), 2),
    ] {
        text.push_str(before);
        digits(&mut text, number, least);
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_shows_on_the_clock() {
        let july = 1_782_907_200_000; // 2026-07-01T12:00:00Z
        let shown = format_time(july, july, &zone("Europe/London"));
        assert_eq!((shown.exact.as_str(), shown.iso.as_str()), ("1 Jul 2026, 13:00", "2026-07-01T12:00:00Z"));
        let early = format_time(-62_135_596_800_000, july, &zone("UTC"));
        assert_eq!((early.exact.as_str(), early.iso.as_str()), ("1 Jan 1, 00:00", "0001-01-01T00:00:00Z"));
        assert_eq!(format_time(july, july, &zone("Nowhere/At-all")).exact, "1 Jul 2026, 12:00");
        assert_eq!(sortable(july, &zone("Europe/London")), "2026-07-01 13:00");
        assert_eq!(day(july, &zone("Pacific/Auckland")), "2026-07-02", "where it is past midnight already");
    }
}
