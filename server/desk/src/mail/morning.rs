//! Schedule of the daily digest: the next morning in the reader's time zone.

use domain::time::DAY;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The hour of the day, where the reader is.
const HOUR: i8 = 7;

/// The next morning in `zone`.
pub(crate) fn next_morning(now: i64, zone: &TimeZone) -> i64 {
    let local = Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(zone.clone());
    let at = |day: jiff::civil::Date| {
        day.at(HOUR, 0, 0, 0).to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_millisecond())
    };
    let tomorrow = local.date().checked_add(1.day()).ok();
    let times = [Some(local.date()), tomorrow].into_iter().flatten().filter_map(at);
    times.into_iter().find(|time| *time > now).unwrap_or(now + DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{format_time::zone, parse_instant};

    #[test]
    fn the_morning_is_the_readers() {
        let london = zone("Europe/London");
        let next = |text: &str| next_morning(parse_instant(text).expect("a time"), &london);
        assert_eq!(Some(next("2026-07-01T05:59:59Z")), parse_instant("2026-07-01T06:00:00Z"));
        assert_eq!(Some(next("2026-07-01T06:00:00Z")), parse_instant("2026-07-02T06:00:00Z"));
        assert_eq!(Some(next("2026-10-24T12:00:00Z")), parse_instant("2026-10-25T07:00:00Z"), "summer time has ended");
    }
}
