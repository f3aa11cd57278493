//! The hours of a day that somebody asks about.

use super::opening::told;
use super::settings::Settings;
use crate::calendars::{Loaded, load};
use crate::people::Person;
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
    let settings = Settings::read(db).await?;
    let Some(loaded) = load(db, &settings.chat_calendar).await? else { return Ok((None, None)) };
    let there = crate::moment::zone(&loaded.row.zone);
    let today = there.to_datetime(Timestamp::from_millisecond(desk.now()).unwrap_or_default()).date();
    let day = named(when, today).map(|date| on(&loaded, date, when.minute));
    Ok((Some(told(&loaded, desk.now(), &person.zone)), day))
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
            let of_year = |year: i16| civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
            of_year(today.year()).filter(|date| *date >= today).or_else(|| of_year(today.year().saturating_add(1)))
        }
    }
}

fn on(loaded: &Loaded, date: civil::Date, minute: Option<u16>) -> Day {
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
