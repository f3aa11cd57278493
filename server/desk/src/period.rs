//! The instants of a period that somebody has chosen.

use domain::listing::Period;
use domain::time::Date;
use jiff::civil;
use jiff::tz::TimeZone;

/// A period's instants: whole days where the reader is.
pub(crate) fn ends(period: Option<Period>, now: i64, zone: &TimeZone) -> (Option<i64>, Option<i64>) {
    let today = jiff::Timestamp::from_millisecond(now).unwrap_or_default().to_zoned(zone.clone()).date();
    let start = |date: civil::Date| date.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_millisecond());
    let days_ago = |days: u16| start(today.saturating_sub(jiff::Span::new().days(i64::from(days))));
    match period {
        None => (None, None),
        Some(Period::Today) => (days_ago(0), None),
        Some(Period::Days(days)) => (days_ago(days.saturating_sub(1)), None),
        Some(Period::Range { from, to }) => (
            // A day that has no instants lies ahead of all tickets.
            from.map(|from| civil_date(from).and_then(start).unwrap_or(i64::MAX)),
            to.and_then(civil_date).and_then(|to| to.tomorrow().ok()).and_then(start),
        ),
    }
}

fn civil_date(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_the_reader_is_and_know_summer_time() {
        let zone = crate::moment::zone("Europe/London");
        let at = |text: &str| crate::parse_instant(text);
        let now = at("2026-03-30T10:00:00Z").unwrap_or_default();
        assert_eq!(ends(Some(Period::Today), now, &zone), (at("2026-03-29T23:00:00Z"), None));
        assert_eq!(ends(Some(Period::Days(7)), now, &zone), (at("2026-03-24T00:00:00Z"), None));
        let range = Period::Range { from: Date::parse("2026-03-28"), to: Date::parse("2026-03-29") };
        assert_eq!(ends(Some(range), now, &zone), (at("2026-03-28T00:00:00Z"), at("2026-03-29T23:00:00Z")));
        let open = Period::Range { from: None, to: Date::parse("9999-12-31") };
        assert_eq!(ends(Some(open), now, &zone), (None, None), "nothing comes after the last day");
        let ahead = Period::Range { from: Date::parse("9999-12-31"), to: None };
        assert_eq!(ends(Some(ahead), now, &zone), (Some(i64::MAX), None), "no ticket is as late as that");
    }
}
