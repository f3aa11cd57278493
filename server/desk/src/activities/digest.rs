//! The daily digest: a mail of what is unread.

use super::list;
use crate::actor::{Person, find_person, user};
use crate::mail::{OutboxMail, enqueue, next_morning};
use crate::write::Actor;
use crate::{Desk, Result};
use domain::mail::{DigestEntry, MailKind};
use domain::time::DAY;
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};

/// People whose mail is written before anything else has its turn.
const AT_ONCE: u64 = 20;

#[derive(FromQueryResult)]
struct DigestRow {
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
    let due = DigestRow::find_by_statement(query).all(desk.db().read()).await?;
    for due in &due {
        write(desk, due).await?;
    }
    Ok(due.len())
}

async fn write(desk: &Desk, due: &DigestRow) -> Result<()> {
    let (now, person) = (desk.now(), find_person(desk, due.id).await?);
    let again = person.as_ref().map_or(now + DAY, |person| next_morning(now, &person.zone));
    let kind = match &person {
        Some(person) => unread(desk, person).await?,
        None => None,
    };
    let kind = &kind;
    desk.write(Actor::Portico, |w| async move {
        // Another process may have done it meanwhile.
        let sql = "UPDATE users SET digest_at = $1 WHERE id = $2 AND digest_at = $3";
        let values = [again.into(), due.id.into(), due.digest_at.into()];
        let moved = w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        if moved.rows_affected() == 1
            && let (Some(kind), Some(reader)) = (kind, user::Entity::find_by_id(due.id).one(&*w).await?)
        {
            enqueue(&w, OutboxMail::to(&reader, kind.clone(), now)).await?;
        }
        Ok(())
    })
    .await
}

async fn unread(desk: &Desk, person: &Person) -> Result<Option<MailKind>> {
    let inbox = list(desk, person, 1).await?;
    let entries = inbox.entries.into_iter().filter(|entry| entry.unread).map(|entry| DigestEntry {
        number: entry.number,
        subject: entry.subject,
        who: entry.who.map(|who| who.full).unwrap_or_default(),
        what: entry.what,
    });
    let entries: Vec<DigestEntry> = entries.collect();
    Ok((!entries.is_empty()).then_some(MailKind::Digest { unread: inbox.unread, entries }))
}
