//! Loading a calendar with its windows and holidays from the database.

use super::{built_in_holidays, calendar, calendar_holiday, calendar_window, holiday, holiday_list};
use crate::Result;
use crate::format_time::zone;
use domain::calendar::{Calendar, Window};
use domain::time::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// A calendar with everything that decides when it is open.
pub(crate) struct LoadedCalendar {
    pub row: calendar::Model,
    pub windows: Vec<Window>,
    pub holidays: BTreeMap<Date, String>,
    pub calendar: Calendar,
}

/// Days of one list that count; a hundred years of holidays.
const DAYS_MAX: u64 = 2_000;

/// The calendar of this slug, if there is one.
///
/// # Errors
/// When the database fails.
pub(crate) async fn load(db: &impl ConnectionTrait, slug: &str) -> Result<Option<LoadedCalendar>> {
    let Some(row) = calendar::Entity::find().filter(calendar::Column::Slug.eq(slug)).one(db).await? else {
        return Ok(None);
    };
    let windows = windows(db, row.id).await?;
    let attached = calendar_holiday::Entity::find().filter(calendar_holiday::Column::CalendarId.eq(row.id));
    let mut holidays = BTreeMap::new();
    for list in attached.order_by_asc(calendar_holiday::Column::List).all(db).await? {
        holidays.extend(days(db, &list.list).await?);
    }
    let calendar = Calendar::new(zone(&row.zone), &windows, holidays.keys().copied());
    Ok(Some(LoadedCalendar { row, windows, holidays, calendar }))
}

pub(super) async fn windows(db: &impl ConnectionTrait, calendar_id: i64) -> Result<Vec<Window>> {
    let own = calendar_window::Entity::find().filter(calendar_window::Column::CalendarId.eq(calendar_id));
    let rows = own.order_by_asc(calendar_window::Column::FromMinute).all(db).await?;
    let minute = |value: i64| u16::try_from(value).ok();
    Ok(rows.iter().filter_map(|row| Window::new(minute(row.from_minute)?, minute(row.until_minute)?)).collect())
}

/// The days of a list: one that comes with the program, or one that is kept here.
pub(super) async fn days(db: &impl ConnectionTrait, list: &str) -> Result<Vec<(Date, String)>> {
    if let Some(known) = built_in_holidays().iter().find(|known| known.slug == list) {
        return Ok(known.days().map(|(day, name)| (day, name.to_owned())).collect());
    }
    let Some(own) = holiday_list::Entity::find().filter(holiday_list::Column::Slug.eq(list)).one(db).await? else {
        return Ok(Vec::new());
    };
    let rows = holiday::Entity::find().filter(holiday::Column::ListId.eq(own.id)).order_by_asc(holiday::Column::Day);
    let rows = rows.limit(DAYS_MAX).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((Date::parse(&row.day)?, row.name))).collect())
}
