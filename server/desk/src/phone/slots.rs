//! Callback slots: times to be called at, the next days on which somebody is there, before and after noon.

use crate::actor::Person;
use crate::calendars::{LoadedCalendar, load};
use crate::format_time::{iso, zone};
use crate::support::{chat_calendar, wall};
use crate::{Desk, Result};
use domain::phone::Slot;
use domain::support::Both;
use domain::time::{DAY, MINUTE};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Offered at once, and how far ahead.
const SLOTS_MAX: usize = 10;
const AHEAD: i64 = 14 * DAY;
/// What is left of a part of the day must be worth waiting for.
const LEFT_MIN: i64 = 15 * MINUTE;

/// A part of a day, from and until.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayPart {
    pub slug: String,
    pub from: i64,
    pub until: i64,
}

/// What is offered now, and the zone of the hours.
pub(crate) async fn slots(desk: &Desk, person: &Person) -> Result<(Vec<Slot>, String)> {
    let Some(loaded) = calendar(desk).await? else { return Ok((Vec::new(), "UTC".into())) };
    let there = zone(&loaded.row.zone);
    let slots = parts(&loaded, &there, desk.now()).into_iter().map(|part| slot(&part, &there, &person.zone)).collect();
    Ok((slots, loaded.row.zone))
}

/// A time on both clocks.
pub(crate) fn slot(part: &DayPart, there: &TimeZone, own: &TimeZone) -> Slot {
    let both = |at: i64| Both {
        iso: iso(Timestamp::from_millisecond(at).unwrap_or_default()),
        there: wall(at, there),
        here: wall(at, own),
    };
    Slot { slug: part.slug.clone(), from: both(part.from), until: both(part.until) }
}

/// The one of this name, if it is offered now.
pub(super) async fn find_slot(desk: &Desk, slug: &str) -> Result<Option<DayPart>> {
    let Some(loaded) = calendar(desk).await? else { return Ok(None) };
    let there = zone(&loaded.row.zone);
    Ok(parts(&loaded, &there, desk.now()).into_iter().find(|part| part.slug == slug))
}

/// The zone that hours are kept in.
pub(super) async fn calendar_zone(desk: &Desk) -> Result<String> {
    Ok(calendar(desk).await?.map_or_else(|| "UTC".to_owned(), |loaded| loaded.row.zone))
}

async fn calendar(desk: &Desk) -> Result<Option<LoadedCalendar>> {
    let db = desk.db().read();
    load(db, &chat_calendar(db).await?).await
}

fn parts(loaded: &LoadedCalendar, there: &TimeZone, now: i64) -> Vec<DayPart> {
    let (calendar, mut found, mut at) = (&loaded.calendar, Vec::<DayPart>::new(), now);
    while found.len() < SLOTS_MAX {
        let Some(from) = calendar.next_opening(at).filter(|from| *from < now + AHEAD) else { break };
        let Some(until) = calendar.closes_at(from) else { break };
        found.extend(halves(from, until, there).into_iter().filter(|part| part.until - part.from >= LEFT_MIN));
        at = until;
    }
    found.truncate(SLOTS_MAX);
    found
}

/// A stretch before and after noon; named by its day and its end, which stays the same while it passes.
fn halves(from: i64, until: i64, there: &TimeZone) -> Vec<DayPart> {
    let local = there.to_datetime(Timestamp::from_millisecond(from).unwrap_or_default());
    let noon = local.date().at(12, 0, 0, 0).to_zoned(there.clone());
    let noon = noon.map_or(until, |noon| noon.timestamp().as_millisecond());
    let part = |(from, until): (i64, i64)| {
        let end = there.to_datetime(Timestamp::from_millisecond(until).unwrap_or_default());
        let slug = format!("{}-{:02}{:02}", local.date(), end.hour(), end.minute());
        DayPart { slug, from, until }
    };
    let halves = [(from, until.min(noon)), (from.max(noon), until)];
    halves.into_iter().filter(|(from, until)| from < until).map(part).collect()
}

/// As it is kept with a call.
pub(super) fn wanted_part(call: &super::call::Model) -> DayPart {
    DayPart { slug: String::new(), from: call.wanted_from, until: call.wanted_until }
}
