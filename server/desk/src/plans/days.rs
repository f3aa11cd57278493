//! Days of plans: when they begin and end.

use crate::format_time;
use domain::Reason;
use domain::text::plain_digits;
use domain::time::Date;
use jiff::civil;
use jiff::tz::TimeZone;

/// Plans begin and end where the provider is.
const ZONE: &str = "Europe/London";

/// The last moment of a day; `None` for no day.
pub(super) fn end_of(text: &str) -> Result<Option<i64>, Reason> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let date = Date::parse(plain_digits(text).trim()).ok_or(Reason::NotADate)?;
    let day =
        civil::Date::new(date.year, date.month.cast_signed(), date.day.cast_signed()).map_err(|_| Reason::NotADate)?;
    let next = day.tomorrow().and_then(|day| day.to_zoned(zone())).map_err(|_| Reason::NotADate)?;
    Ok(Some(next.timestamp().as_millisecond() - 1))
}

pub(super) fn day_of(at: i64) -> String {
    format_time::day(at, &zone())
}

/// As people write it: `1 Jul 2026`.
pub(super) fn written_day(at: i64) -> String {
    let exact = format_time::format_time(at, at, &zone()).exact;
    exact.split(',').next().unwrap_or_default().to_owned()
}

/// Where days begin and end.
pub(super) fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}
