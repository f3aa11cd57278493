//! Opening hours of a day that somebody asks the assistant about.

use super::opening::opening_from;
use super::settings::SupportSettings;
use crate::actor::Person;
use crate::calendars::{LoadedCalendar, load};
use crate::{Desk, Result};
use domain::assistant::{Day, NamedDay, When};
use domain::calendar::{day_number, hours as weekly, weekday};
use domain::support::Opening;
use domain::time::Date;
use jiff::Timestamp;
use jiff::civil;

/// When chat is answered, and what that means for the day that is named, on the clock of its own place.
pub(crate) async fn hours(desk: &Desk, person: &Person, when: When) -> Result<(Option<Opening>, Option<Day>)> {
    let db = desk.db().read();
    let settings = SupportSettings::read(db).await?;
    let Some(loaded) = load(db, &settings.chat_calendar).await? else { return Ok((None, None)) };
    let there = crate::format_time::zone(&loaded.row.zone);
    let today = there.to_datetime(Timestamp::from_millisecond(desk.now()).unwrap_or_default()).date();
    let day = named(when, today).map(|date| on(&loaded, date, when.minute));
    Ok((Some(opening_from(&loaded, desk.now(), &person.zone)), day))
}

fn named(when: When, today: civil::Date) -> Option<civil::Date> {
    let ahead = |days: i64| today.checked_add(jiff::Span::new().days(days)).ok();
    match when.day {
        // A time alone is one of today.
        NamedDay::Now => when.minute.map(|_| today),
        NamedDay::Ahead(days) => ahead(days.into()),
        NamedDay::Weekday(day) => {
            let own = i64::from(today.weekday().to_monday_zero_offset());
            ahead((i64::from(day) - own).rem_euclid(7))
        }
        NamedDay::Date(month, day) => {
            next_of_year(today, |year| civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())
        }
        NamedDay::Easter(days) => {
            let after = jiff::Span::new().days(i64::from(days));
            next_of_year(today, |year| easter(year)?.checked_add(after).ok())
        }
    }
}

/// The day of this year, or of the next one that has it: a leap day comes every few years.
fn next_of_year(today: civil::Date, of: impl Fn(i16) -> Option<civil::Date>) -> Option<civil::Date> {
    (0..=8).filter_map(|years| of(today.year().checked_add(years)?)).find(|date| *date >= today)
}

/// Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<civil::Date> {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * late + 114;
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

fn on(loaded: &LoadedCalendar, date: civil::Date, minute: Option<u16>) -> Day {
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    let date = Date { year: date.year(), month: small(date.month()), day: small(date.day()) };
    let weekday = u8::try_from(weekday(day_number(date))).unwrap_or_default();
    let holiday = loaded.holidays.get(&date).cloned();
    let mut open: Vec<(u16, u16)> = weekly(&loaded.windows)
        .into_iter()
        .filter(|row| (row.first..=row.last).contains(&weekday) && holiday.is_none())
        .map(|row| (row.from, row.until))
        .collect();
    open.sort_unstable();
    let at = minute.map(|minute| (minute, open.iter().any(|(from, until)| (*from..*until).contains(&minute))));
    Day { date, weekday, open, holiday, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_year_are_the_next_ones() {
        let today = civil::date(2026, 11, 30);
        let on = |day: NamedDay| named(When { day, minute: None }, today).map(|date| date.to_string());
        assert_eq!(on(NamedDay::Date(12, 24)).as_deref(), Some("2026-12-24"));
        assert_eq!(on(NamedDay::Date(11, 29)).as_deref(), Some("2027-11-29"));
        assert_eq!(on(NamedDay::Date(2, 29)).as_deref(), Some("2028-02-29"));
        assert_eq!(on(NamedDay::Date(2, 30)), None);
        assert_eq!(on(NamedDay::Easter(-2)).as_deref(), Some("2027-03-26"), "Good Friday");
        let sundays = [2000, 2008, 2024, 2025, 2026, 2038].map(|year| easter(year).map(|date| date.to_string()));
        let known = ["2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"];
        assert_eq!(sundays, known.map(|date| Some(date.to_owned())));
    }
}
