//! Calendar administration: showing a calendar and saving its hours, zone and holidays.

use super::load::{days, windows};
use super::{built_in_holidays, calendar, calendar_holiday, calendar_window, holiday, holiday_list};
use crate::actor::Person;
use crate::db::Tx;
use crate::{Desk, Result};
use domain::calendar::edit::{
    CalendarDraft, CalendarForm, CheckedCalendar, HolidayListChoice, days_text, hours_text, lists_text,
};
use domain::calendar::{Window, hours};
use domain::events::Named;
use domain::events::settings::{Calendar, Event};
use domain::seen::FormMerge;
use domain::{Reason, Refusal};
use jiff::tz::TimeZone;
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Set};

/// The calendar with everything that can be set.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn show(desk: &Desk, person: &Person, slug: &str) -> Result<CalendarForm> {
    person.must_be_admin()?;
    let db = desk.db().read();
    let row = find(db, slug, false).await?;
    let attached =
        calendar_holiday::Entity::find().filter(calendar_holiday::Column::CalendarId.eq(row.id)).all(db).await?;
    let lists = built_in_holidays().iter().map(|list| HolidayListChoice {
        slug: list.slug.into(),
        name: list.name.into(),
        source: list.source.into(),
        attached: attached.iter().any(|own| own.list == list.slug),
        until: list.days().last().map(|(day, _)| day),
    });
    Ok(CalendarForm {
        lists: lists.collect(),
        days: own_days(db, slug).await?,
        hours: hours(&windows(db, row.id).await?),
        slug: row.slug,
        name: row.name,
        zone: row.zone,
    })
}

async fn find(db: &impl ConnectionTrait, slug: &str, lock: bool) -> Result<calendar::Model> {
    let query = calendar::Entity::find().filter(calendar::Column::Slug.eq(slug.replace('\0', "")));
    let lock = lock && db.get_database_backend() == DbBackend::Postgres;
    let query = if lock { query.lock(LockType::Update) } else { query };
    Ok(query.one(db).await?.ok_or(Refusal::NotFound)?)
}

/// The days of a calendar's own, as its form shows them.
async fn own_days(db: &impl ConnectionTrait, slug: &str) -> Result<String> {
    Ok(days_text(&days(db, &own_list(slug)).await?))
}

/// The list of days that belong to one calendar alone.
fn own_list(calendar: &str) -> String {
    format!("{calendar}.own")
}

/// Sets hours, zone and closed days. The same once more changes nothing.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` with everything that is wrong, or that somebody else has changed since the form was begun.
pub async fn save(desk: &Desk, person: &Person, slug: &str, draft: &CalendarDraft) -> Result<()> {
    person.must_be_admin()?;
    check_choices(draft)?;
    let checked = draft.check()?;
    let checked = &checked;
    desk.write(person, |w| async move {
        let row = find(&*w, slug, true).await?;
        let (draft, checked) = merge_with_stored(&w, &row, draft, checked).await?;
        calendar::ActiveModel { id: Set(row.id), zone: Set(draft.zone.trim().to_owned()), ..Default::default() }
            .update(&*w)
            .await?;
        set_windows(&w, row.id, &checked.windows).await?;
        set_lists(&w, &row, &draft, &checked).await?;
        let event = Event::CalendarChanged(Calendar { calendar: Named::new(row.id, row.name) });
        w.record(w.new_event(event)).await?;
        // The menu of every page says whether chat is open.
        crate::catalogue::touch(&w).await?;
        Ok(())
    })
    .await
}

/// Zone and lists, which somebody chose among what is known.
fn check_choices(draft: &CalendarDraft) -> Result<(), Refusal> {
    let zone = draft.zone.trim();
    // A length that no zone's name has is not looked up.
    if zone.len() > 64 || TimeZone::get(zone).is_err() {
        return Err(Refusal::field("zone", Reason::NotOffered));
    }
    let unknown = draft.lists.iter().any(|list| built_in_holidays().iter().all(|known| known.slug != list));
    if unknown { Err(Refusal::field("list", Reason::NotOffered)) } else { Ok(()) }
}

/// What was sent, with what is kept now in every part that nobody has changed in the form.
async fn merge_with_stored(
    tx: &Tx,
    row: &calendar::Model,
    draft: &CalendarDraft,
    checked: &CheckedCalendar,
) -> Result<(CalendarDraft, CheckedCalendar)> {
    let (mut draft, mut checked, mut merge) = (draft.clone(), checked.clone(), FormMerge::new(&draft.seen));
    merge.field("zone", &mut draft.zone, &row.zone, &row.zone);
    let open = windows(tx, row.id).await?;
    let (sent, now) = (hours_text(&hours(&checked.windows)), hours_text(&hours(&open)));
    let mut wanted = sent.clone();
    let times = open_times(&open);
    merge.field("hours", &mut wanted, &now, &times);
    if wanted != sent {
        checked.windows = open;
    }
    let attached = calendar_holiday::Entity::find().filter(calendar_holiday::Column::CalendarId.eq(row.id));
    let attached: Vec<String> = attached.all(tx).await?.into_iter().map(|own| own.list).collect();
    let (attached, names): (Vec<String>, Vec<&str>) = built_in_holidays()
        .iter()
        .filter(|known| attached.iter().any(|own| own == known.slug))
        .map(|known| (known.slug.to_owned(), known.name))
        .unzip();
    let texts = |lists: &[String]| lists_text(lists.iter().map(String::as_str));
    let (sent, now) = (texts(&draft.lists), texts(&attached));
    let mut wanted = sent.clone();
    merge.field("list", &mut wanted, &now, &names.join(", "));
    if wanted != sent {
        draft.lists = attached;
    }
    let now = own_days(tx, &row.slug).await?;
    let mut wanted = draft.days.clone();
    merge.field("days", &mut wanted, &now, now.lines().next().unwrap_or_default());
    if wanted != draft.days {
        checked.days = CalendarDraft { days: wanted, ..CalendarDraft::default() }.check()?.days;
    }
    merge.done("")?;
    Ok((draft, checked))
}

/// The times of day alone, as people read them in any language.
fn open_times(windows: &[Window]) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let times = hours(windows).into_iter().map(|row| format!("{}–{}", clock(row.from), clock(row.until)));
    times.collect::<Vec<_>>().join(", ")
}

async fn set_windows(tx: &Tx, calendar_id: i64, windows: &[Window]) -> Result<()> {
    let own = calendar_window::Column::CalendarId.eq(calendar_id);
    calendar_window::Entity::delete_many().filter(own).exec(tx).await?;
    let rows = windows.iter().map(|window| calendar_window::ActiveModel {
        calendar_id: Set(calendar_id),
        from_minute: Set(window.from.into()),
        until_minute: Set(window.until.into()),
    });
    if !windows.is_empty() {
        calendar_window::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn set_lists(tx: &Tx, row: &calendar::Model, draft: &CalendarDraft, checked: &CheckedCalendar) -> Result<()> {
    let own = own_list(&row.slug);
    let list_id = match holiday_list::Entity::find().filter(holiday_list::Column::Slug.eq(&own)).one(tx).await? {
        Some(list) => list.id,
        None => {
            let list =
                holiday_list::ActiveModel { slug: Set(own.clone()), name: Set(row.name.clone()), ..Default::default() };
            list.insert(tx).await?.id
        }
    };
    holiday::Entity::delete_many().filter(holiday::Column::ListId.eq(list_id)).exec(tx).await?;
    let days = checked.days.iter().map(|(day, name)| holiday::ActiveModel {
        list_id: Set(list_id),
        day: Set(day.to_string()),
        name: Set(name.clone()),
    });
    if !checked.days.is_empty() {
        holiday::Entity::insert_many(days).exec_without_returning(tx).await?;
    }
    let attached = calendar_holiday::Column::CalendarId.eq(row.id);
    calendar_holiday::Entity::delete_many().filter(attached).exec(tx).await?;
    let mut lists: Vec<String> = draft.lists.iter().cloned().chain([own]).collect();
    lists.sort();
    lists.dedup();
    let rows =
        lists.into_iter().map(|list| calendar_holiday::ActiveModel { calendar_id: Set(row.id), list: Set(list) });
    calendar_holiday::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
