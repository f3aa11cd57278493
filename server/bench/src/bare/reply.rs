//! Replying to a ticket: the rows that the product writes for a reply that changes nothing else.

use super::desk::Desk;
use super::event_names;
use super::full_text::{Head, index};
use super::person::Person;
use super::sql_builder::SqlBuilder;
use super::write::{Fields, Write, redirect};
use crate::error::{Error, Result};
use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::conversation::check_body;
use domain::events::{Kind, message};
use sea_orm::QueryResult;
use std::sync::LazyLock;

pub async fn reply(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    redirect(write(&desk, &number, &headers, form).await)
}

async fn write(desk: &Desk, number: &str, headers: &HeaderMap, form: Multipart) -> Result<Option<String>> {
    let person = Person::find(desk, headers).await?;
    let form = Fields::read(form).await?;
    let body = check_body(form.text("body")).map_err(|_| Error::new("an answer that says nothing"))?;
    let Some(counted) = domain::tickets::number::read(number) else { return Ok(None) };
    let write = Write::begin(desk, person.id).await?;
    let Some(ticket) = Ticket::find(desk, &write, &person, counted).await? else { return Ok(None) };
    if ticket.moves(desk, &person) {
        return Err(Error::new("the bare handler takes no answers that change a ticket beside its conversation"));
    }
    let message = add(&write, &person, &ticket, &body).await?;
    write.store_response(format!("reply {}", ticket.head.id), &form, &[&body, "", ""], &message).await?;
    index(&write, &ticket.head, ticket.size + body.len() as i64).await?;
    write.commit().await?;
    Ok(Some(format!("/tickets/{number}#m-{message}")))
}

async fn add(write: &Write, person: &Person, ticket: &Ticket, body: &str) -> Result<String> {
    let Ticket { head, before, public_before, .. } = ticket;
    let message = write.insert_message(head.id, body).await?;
    let data =
        format!("{{\"message\":\"{message}\",\"before\":{{\"event\":{before},\"public_event\":{public_before}}}}}");
    let event = write.record(head.company, head.id, message::Kind::Answered, data).await?;
    write.notify_followers(head.id, event).await?;
    let changed = write.at.max(ticket.changed);
    write.run(BUMP, vec![head.id.into(), event.into(), (!person.is_staff).into(), changed.into()]).await?;
    if !has_unseen(write, person, ticket).await? {
        write.run(READ, vec![write.user.into(), head.id.into(), event.into()]).await?;
        write.run(SEE, vec![head.id.into(), write.user.into(), event.into()]).await?;
    }
    write.subscribe(head.id).await?;
    Ok(message)
}

const BUMP: &str = "UPDATE tickets SET last_event = $2, last_public_event = $2, last_reply_by_customer = $3, changed_at = $4 WHERE id = $1";

const READ: &str = "INSERT INTO read_cursors (user_id, ticket_id, event_id) VALUES ($1, $2, $3) \
    ON CONFLICT (user_id, ticket_id) DO UPDATE SET event_id = excluded.event_id WHERE read_cursors.event_id < excluded.event_id";

const SEE: &str =
    "UPDATE activities SET unread = FALSE WHERE ticket_id = $1 AND user_id = $2 AND unread = TRUE AND last_event <= $3";

/// Whether somebody else has said something that the person has not seen: then the answer does not mark the ticket read.
async fn has_unseen(write: &Write, person: &Person, ticket: &Ticket) -> Result<bool> {
    let last = if person.is_staff { ticket.before } else { ticket.public_before };
    if ticket.seen >= last {
        return Ok(false);
    }
    let values = vec![ticket.head.id.into(), ticket.seen.into(), last.into(), person.id.into(), person.is_staff.into()];
    Ok(!write.all(&UNSEEN, values).await?.is_empty())
}

static UNSEEN: LazyLock<String> = LazyLock::new(|| {
    let kinds = event_names(Kind::has_message).join("', '");
    format!(
        "SELECT 1 FROM events e WHERE e.ticket_id = $1 AND e.id > $2 AND e.id <= $3 \
         AND e.kind IN ('{kinds}') AND (e.actor_id IS NULL OR e.actor_id <> $4) AND (e.public OR $5) \
         AND EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = e.ticket_id AND m.created_at = e.at) LIMIT 1"
    )
});

/// What an answer needs to know of its ticket.
struct Ticket {
    head: Head,
    status: i64,
    assigned: bool,
    changed: i64,
    /// The newest events before the answer.
    before: i64,
    public_before: i64,
    /// The person's read cursor.
    seen: i64,
    /// Of everything that was said, in bytes.
    size: i64,
}

impl Ticket {
    /// The ticket, if the person sees it, kept still until the transaction ends.
    async fn find(desk: &Desk, write: &Write, person: &Person, number: i64) -> Result<Option<Self>> {
        let mut builder = SqlBuilder::of(TICKET);
        builder.add("COALESCE((SELECT event_id FROM read_cursors WHERE ticket_id = tickets.id AND user_id = ");
        builder.bind(person.id).add("), 0) FROM tickets");
        builder.also().add("tickets.number = ").bind(number);
        person.may_see(&mut builder);
        builder.add(if desk.is_sqlite() { "" } else { " FOR NO KEY UPDATE" });
        builder.one(write.db()).await?.map(|row| Self::read(desk, &row)).transpose()
    }

    fn read(desk: &Desk, row: &QueryResult) -> Result<Self> {
        Ok(Self {
            head: Head {
                id: row.try_get_by_index(0)?,
                number: row.try_get_by_index(1)?,
                prefix: desk.prefix.clone(),
                reference: row.try_get_by_index(2)?,
                subject: row.try_get_by_index(3)?,
                company: row.try_get_by_index(4)?,
                reporter: row.try_get_by_index(5)?,
            },
            status: row.try_get_by_index(6)?,
            assigned: row.try_get_by_index::<Option<i64>>(7)?.is_some(),
            changed: row.try_get_by_index(8)?,
            before: row.try_get_by_index(9)?,
            public_before: row.try_get_by_index(10)?,
            size: row.try_get_by_index(11)?,
            seen: row.try_get_by_index(12)?,
        })
    }

    /// Whether the person's answer would give it to somebody or set another status.
    fn moves(&self, desk: &Desk, person: &Person) -> bool {
        desk.moving[usize::from(person.is_staff)].contains(&self.status) || (person.is_staff && !self.assigned)
    }
}

const TICKET: &str = "SELECT id, number, reference, subject, company_id, reporter_id, status_id, assignee_id, changed_at, last_event, \
    last_public_event, CAST((SELECT COALESCE(SUM(octet_length(body)), 0) FROM messages WHERE ticket_id = tickets.id) AS BIGINT), ";
