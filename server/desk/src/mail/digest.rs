use super::{Letter, post};
use crate::people::{Person, known, user};
use crate::{Desk, Result, activities};
use domain::mail::{Entry, Kind};
use domain::time::DAY;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};

/// The hour of the day, where the reader is.
const HOUR: i8 = 7;
/// People whose mail is written before anything else has its turn.
const AT_ONCE: u64 = 20;

#[derive(FromQueryResult)]
struct Due {
    id: i64,
    digest_at: i64,
}

/// Writes the daily mail of those whose time has come; nobody gets an empty one. Returns how many were looked at.
///
/// # Errors
/// When the database fails.
pub async fn digest(desk: &Desk) -> Result<usize> {
    let sql = format!("SELECT id, digest_at FROM users WHERE digest_at <= $1 ORDER BY digest_at LIMIT {AT_ONCE}");
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [desk.now().into()]);
    let due = Due::find_by_statement(query).all(desk.db().read()).await?;
    for due in &due {
        write(desk, due).await?;
    }
    Ok(due.len())
}

async fn write(desk: &Desk, due: &Due) -> Result<()> {
    let (now, person) = (desk.now(), known(desk, due.id).await?);
    let again = person.as_ref().map_or(now + DAY, |person| next(now, &person.zone));
    let kind = match &person {
        Some(person) => unread(desk, person).await?,
        None => None,
    };
    let kind = &kind;
    desk.write(|tx| async move {
        // Another process may have done it meanwhile.
        let sql = "UPDATE users SET digest_at = $1 WHERE id = $2 AND digest_at = $3";
        let values = [again.into(), due.id.into(), due.digest_at.into()];
        let moved = tx.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        if moved.rows_affected() == 1
            && let (Some(kind), Some(reader)) = (kind, user::Entity::find_by_id(due.id).one(&*tx).await?)
        {
            post(&tx, Letter::to(&reader, kind.clone(), now)).await?;
        }
        Ok(())
    })
    .await
}

async fn unread(desk: &Desk, person: &Person) -> Result<Option<Kind>> {
    let inbox = activities::list(desk, person, 1).await?;
    let entries = inbox.entries.into_iter().filter(|entry| entry.unread).map(|entry| Entry {
        number: entry.number,
        subject: entry.subject,
        who: entry.who.map(|who| who.full).unwrap_or_default(),
        what: entry.what,
    });
    let entries: Vec<Entry> = entries.collect();
    Ok((!entries.is_empty()).then_some(Kind::Digest { unread: inbox.unread, entries }))
}

/// The next morning in `zone`.
pub(super) fn next(now: i64, zone: &TimeZone) -> i64 {
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
    use crate::{moment::zone, parse_instant};

    #[test]
    fn the_morning_is_the_readers() {
        let london = zone("Europe/London");
        let next = |text: &str| next(parse_instant(text).expect("a time"), &london);
        assert_eq!(Some(next("2026-07-01T05:59:59Z")), parse_instant("2026-07-01T06:00:00Z"));
        assert_eq!(Some(next("2026-07-01T06:00:00Z")), parse_instant("2026-07-02T06:00:00Z"));
        assert_eq!(Some(next("2026-10-24T12:00:00Z")), parse_instant("2026-10-25T07:00:00Z"), "summer time has ended");
    }
}
