//! Raising a ticket: its form, and the rows that the product writes for one without files, attributes and assets.

use super::desk::{Desk, Kind, Queue};
use super::full_text::{Head, begin};
use super::markup::{document, escaped};
use super::person::Person;
use super::sql_builder::SqlBuilder;
use super::write::{Fields, Write, redirect};
use crate::error::{Error, Result};
use axum::extract::{Multipart, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::conversation::check_body;
use domain::events::ticket;
use domain::tickets::draft::check_subject;
use sea_orm::Value;
use std::fmt::Write as _;

pub async fn raise(State(desk): State<Desk>, headers: HeaderMap, form: Multipart) -> Response {
    redirect(write(&desk, &headers, form).await.map(Some))
}

async fn write(desk: &Desk, headers: &HeaderMap, form: Multipart) -> Result<String> {
    let person = Person::find(desk, headers).await?;
    let form = Fields::read(form).await?;
    let new = New::read(desk, &person, &form)?;
    let write = Write::begin(desk, person.id).await?;
    let (id, number) = insert(desk, &write, &new).await?;
    let shown = format!("{}{number}", desk.prefix);
    write.insert_message(id, &new.description).await?;
    let data = format!("{{\"number\":\"{shown}\",\"channel\":\"portal\"}}");
    let event = write.record(new.company, id, ticket::Kind::Opened, data).await?;
    write.run(TOUCH, vec![id.into(), event.into()]).await?;
    write.run(READ, vec![person.id.into(), id.into(), event.into()]).await?;
    write.subscribe(id).await?;
    write.store_response("open".into(), &form, &[&new.subject, &new.description], &shown).await?;
    let (prefix, subject) = (desk.prefix.clone(), new.subject);
    let head = Head { id, number, prefix, reference: None, subject, company: new.company, reporter: person.id };
    begin(&write, &head, &new.description).await?;
    write.commit().await?;
    Ok(format!("/tickets/{shown}"))
}

/// What a ticket begins with.
struct New<'a> {
    subject: String,
    description: String,
    queue: &'a Queue,
    kind: (i64, &'a Kind),
    company: i64,
}

impl<'a> New<'a> {
    fn read(desk: &'a Desk, person: &Person, form: &Fields) -> Result<Self> {
        let missing = |name: &str| Error::new(format!("{name}: missing or not offered"));
        let mut queues = desk.queues.iter().filter(|queue| person.reach.reads_queue(queue.id));
        let queue = queues.find(|queue| queue.slug == form.text("queue"));
        let mut kinds = desk.types.iter().filter(|(id, _)| person.reach.reads_type(**id));
        let kind = kinds.find(|(_, kind)| kind.slug == form.text("type")).map(|(id, kind)| (*id, kind));
        Ok(Self {
            subject: check_subject(form.text("subject")).map_err(|_| missing("subject"))?,
            description: check_body(form.text("description")).map_err(|_| missing("description"))?,
            queue: queue.ok_or_else(|| missing("queue"))?,
            kind: kind.ok_or_else(|| missing("type"))?,
            company: person.company.ok_or_else(|| missing("company"))?,
        })
    }
}

/// Writes the row and returns its id and number.
async fn insert(desk: &Desk, write: &Write, new: &New<'_>) -> Result<(i64, i64)> {
    let key: String = new.subject.to_lowercase().chars().take(80).collect();
    let (id, kind) = new.kind;
    let mut values: Vec<Value> = vec![
        new.subject.clone().into(),
        key.into(),
        new.company.into(),
        write.user.into(),
        new.queue.id.into(),
        id.into(),
        kind.status.into(),
        desk.usual.into(),
        write.at.into(),
    ];
    // PostgreSQL numbers the row by a sequence.
    let (column, place) = if desk.is_sqlite() {
        values.push(write.row(NUMBER, Vec::new()).await?.try_get_by_index::<i64>(0)?.into());
        ("number, ", "$10, ")
    } else {
        ("", "")
    };
    let sql = format!(
        "INSERT INTO tickets ({column}subject, subject_key, company_id, reporter_id, queue_id, type_id, status_id, \
         priority_id, channel, closed, created_at, changed_at, last_event, last_public_event, last_reply_by_customer) \
         VALUES ({place}$1, $2, $3, $4, $5, $6, $7, $8, 'portal', FALSE, $9, $9, 0, 0, TRUE) RETURNING id, number"
    );
    let row = write.row(&sql, values).await?;
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

const NUMBER: &str =
    "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'tickets' RETURNING next_value - 1 AS next";

const TOUCH: &str = "UPDATE tickets SET last_event = $2, last_public_event = $2 WHERE id = $1";

const READ: &str = "INSERT INTO read_cursors (user_id, ticket_id, event_id) VALUES ($1, $2, $3)";

/// The page that a new ticket is written on: what is offered, who will see it, and what was begun.
pub async fn form(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    super::respond(page(&desk, &headers).await.map(Some))
}

async fn page(desk: &Desk, headers: &HeaderMap) -> Result<String> {
    let person = Person::find(desk, headers).await?;
    let mut body = String::with_capacity(16 * 1024);
    body.push_str(
        "<form method=\"post\" enctype=\"multipart/form-data\"><input name=\"subject\"><select name=\"type\">",
    );
    for (_, kind) in desk.types.iter().filter(|(id, _)| person.reach.reads_type(**id)) {
        option(&mut body, &kind.slug, &kind.name);
    }
    body.push_str("</select><select name=\"queue\">");
    for queue in desk.queues.iter().filter(|queue| person.reach.reads_queue(queue.id)) {
        option(&mut body, &queue.slug, &queue.path);
    }
    body.push_str("</select><select name=\"priority\">");
    for priority in desk.priorities.values() {
        option(&mut body, &priority.slug, &priority.label);
    }
    body.push_str("</select><ul>");
    let mut colleagues = SqlBuilder::of(COLLEAGUES);
    colleagues.bind(person.company).add(" ORDER BY u.name, u.id LIMIT 1000");
    for seeing in [colleagues, SqlBuilder::of(AGENTS)] {
        for row in seeing.all(&desk.db).await? {
            let _ = write!(body, "<li>{}</li>", escaped(&row.try_get_by_index::<String>(2)?));
        }
    }
    body.push_str("</ul><textarea name=\"description\">");
    let mut begun = SqlBuilder::of("SELECT body FROM drafts WHERE ticket_id = 0 AND user_id = ");
    begun.bind(person.id);
    if let Some(row) = begun.one(&desk.db).await? {
        body.push_str(&escaped(&row.try_get_by_index::<String>(0)?));
    }
    body.push_str("</textarea>");
    let mut sent = SqlBuilder::of("SELECT public_id, name FROM uploads WHERE ticket_id = 0 AND user_id = ");
    sent.bind(person.id).add(" ORDER BY id");
    for row in sent.all(&desk.db).await? {
        let (id, name): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let _ = write!(body, "<input name=\"upload\" value=\"{id}\">{}", escaped(&name));
    }
    body.push_str("</form>");
    Ok(document("New ticket", &body))
}

fn option(body: &mut String, slug: &str, name: &str) {
    let _ = write!(body, "<option value=\"{slug}\">{}</option>", escaped(name));
}

const COLLEAGUES: &str = "SELECT u.id, u.slug, u.name, m.role_id, m.sees_company, c.sharing FROM memberships m JOIN users u ON u.id = m.user_id \
    JOIN companies c ON c.id = m.company_id WHERE u.active AND u.role_id IS NULL AND m.company_id = ";

const AGENTS: &str =
    "SELECT id, slug, name, role_id FROM users WHERE role_id IS NOT NULL AND active ORDER BY name, id LIMIT 1000";
