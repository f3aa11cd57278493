//! Opening hours of a calendar at an instant, in its own time zone and in the reader's.

use crate::Result;
use crate::calendars::{LoadedCalendar, load};
use crate::format_time::iso;
use domain::calendar::{Calendar, day_number, hours, weekday};
use domain::support::{Both, Opening, Wall};
use domain::time::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sea_orm::ConnectionTrait;

/// How far ahead holidays are named.
const HOLIDAY_AHEAD: i64 = 60;

/// When chat is answered; `None` where no such calendar is kept.
pub(super) async fn opening(
    db: &impl ConnectionTrait,
    slug: &str,
    now: i64,
    own: &TimeZone,
) -> Result<Option<Opening>> {
    Ok(load(db, slug).await?.map(|loaded| opening_from(&loaded, now, own)))
}

/// The calendar that chat keeps.
pub(crate) async fn chat_calendar_of(db: &impl ConnectionTrait) -> Result<Option<Calendar>> {
    let slug = super::chat_calendar(db).await?;
    Ok(load(db, &slug).await?.map(|loaded| loaded.calendar))
}

pub(super) fn opening_from(loaded: &LoadedCalendar, now: i64, own: &TimeZone) -> Opening {
    let (calendar, there) = (&loaded.calendar, crate::format_time::zone(&loaded.row.zone));
    let both = |at: i64| Both { iso: iso(instant(at)), there: wall(at, &there), here: wall(at, own) };
    let opens = calendar.next_opening(now);
    let open = opens == Some(now);
    let opened = opens.and_then(|at| calendar.opened_at(at));
    let closes = opens.and_then(|at| calendar.closes_at(at));
    let turns = if open { closes } else { opens };
    Opening {
        week: hours(&loaded.windows),
        zone: loaded.row.zone.clone(),
        own_zone: own.iana_name().unwrap_or("UTC").to_owned(),
        open,
        turns: turns.map(both),
        today: wall(now, own).date,
        stretch: opened.zip(closes).map(|(from, until)| (both(from), both(until))),
        holiday: next_holiday(loaded, wall(now, &there).date),
    }
}

/// The next day on which it would be open if that were no holiday.
fn next_holiday(loaded: &LoadedCalendar, today: Date) -> Option<(Date, String)> {
    let near =
        loaded.holidays.range(today..).take_while(|(day, _)| day_number(**day) - day_number(today) <= HOLIDAY_AHEAD);
    let week = hours(&loaded.windows);
    let works = |day: Date| {
        let weekday = weekday(day_number(day));
        week.iter().any(|row| (usize::from(row.first)..=usize::from(row.last)).contains(&weekday))
    };
    near.map(|(day, name)| (*day, name.clone())).find(|(day, _)| works(*day))
}

fn instant(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or_default()
}

pub(crate) fn wall(at: i64, zone: &TimeZone) -> Wall {
    let local = zone.to_datetime(instant(at));
    let small = |value: i8| u8::try_from(value).unwrap_or_default();
    let date = Date { year: local.year(), month: small(local.month()), day: small(local.day()) };
    Wall {
        weekday: u8::try_from(weekday(day_number(date))).unwrap_or_default(),
        date,
        minute: u16::from(small(local.hour())) * 60 + u16::from(small(local.minute())),
    }
}
