//! One ticket, with as many queries as the product needs.

use super::desk::Desk;
use super::event_names;
use super::markup::{coloured, document, escaped, exact};
use super::person::Person;
use super::respond;
use super::sql_builder::SqlBuilder;
use crate::error::Result;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::events::Kind;
use sea_orm::QueryResult;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::LazyLock;

/// Messages shown at first.
const STEP: u64 = 200;

pub async fn ticket(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let limit = query.strip_prefix("messages=").and_then(|count| count.parse().ok()).unwrap_or(STEP);
    respond(page(&desk, &number, limit, &headers).await)
}

async fn page(desk: &Desk, number: &str, limit: u64, headers: &HeaderMap) -> Result<Option<String>> {
    let person = Person::find(desk, headers).await?;
    let Some(number) = domain::tickets::number::read(number) else { return Ok(None) };
    let mut builder = SqlBuilder::of(TICKET);
    builder.also().add("tickets.number = ").bind(number);
    person.may_see(&mut builder);
    builder.add(" LIMIT ").bind(1_i64);
    let Some(found) = builder.one(&desk.db).await? else { return Ok(None) };
    let mut body = String::with_capacity(32 * 1024);
    let id: i64 = found.try_get_by_index(0)?;
    head(&mut body, desk, &found)?;
    let files = files(desk, &person, id).await?;
    let names = conversation(&mut body, desk, &person, &found, &files, limit).await?;
    details(&mut body, desk, &person, &found, &names, &files).await?;
    Ok(Some(document(&found.try_get_by_index::<String>(5)?, &body)))
}

const TICKET: &str = "SELECT id, number, reporter_id, company_id, assignee_id, subject, status_id, priority_id, queue_id, type_id, \
    channel, created_at, changed_at, source, reference, subject_key, closed, last_event, \
    last_public_event FROM tickets";

fn head(body: &mut String, desk: &Desk, found: &QueryResult) -> Result<()> {
    let status = desk.statuses.get(&found.try_get_by_index(6)?);
    let _ = write!(
        body,
        "<header class=\"ticket-head\"><p class=\"ticket-number\">{}{}</p><h1>{}</h1>{}</header>",
        desk.prefix,
        found.try_get_by_index::<i64>(1)?,
        escaped(&found.try_get_by_index::<String>(5)?),
        coloured("badge", status),
    );
    Ok(())
}

/// Names by user.
type Names = HashMap<i64, String>;

async fn conversation(
    body: &mut String,
    desk: &Desk,
    person: &Person,
    found: &QueryResult,
    files: &[QueryResult],
    limit: u64,
) -> Result<Names> {
    let ticket: i64 = found.try_get_by_index(0)?;
    let mut messages = messages(desk, person, ticket, limit).await?;
    messages.reverse();
    let mut since = i64::MIN;
    if messages.len() as u64 >= limit && count(desk, person, ticket).await?.unsigned_abs() > limit {
        since = messages.first().map(|first| first.try_get_by_index(6)).transpose()?.unwrap_or(since);
    }
    let events = events(desk, person, ticket, since).await?;
    let mut ids = BTreeSet::from([found.try_get_by_index::<i64>(2)?]);
    ids.extend(found.try_get_by_index::<Option<i64>>(4)?);
    for message in &messages {
        ids.extend(message.try_get_by_index::<Option<i64>>(3)?);
    }
    for line in &events {
        ids.extend(line.try_get_by_index::<Option<i64>>(2)?);
    }
    let names = names(desk, &ids).await?;
    body.push_str("<ol class=\"talk\">");
    for message in &messages {
        write_message(body, person, message, &names, files)?;
    }
    for line in &events {
        let at = exact(line.try_get_by_index(1)?, &person.zone);
        let data: serde_json::Value = serde_json::from_str(&line.try_get_by_index::<String>(7)?).unwrap_or_default();
        let to = data.get("to").and_then(|to| to.get("label")).and_then(|label| label.as_str()).unwrap_or_default();
        let _ = write!(body, "<li class=\"told\"><span>{}</span>{at}</li>", escaped(to));
    }
    body.push_str("</ol>");
    Ok(names)
}

async fn messages(desk: &Desk, person: &Person, ticket: i64, limit: u64) -> Result<Vec<QueryResult>> {
    let mut builder = SqlBuilder::of(MESSAGES);
    readable(&mut builder, person, ticket);
    builder.add(" ORDER BY created_at DESC, id DESC LIMIT ").bind(limit);
    builder.all(&desk.db).await
}

const MESSAGES: &str = "SELECT id, public_id, ticket_id, author_id, note, body, created_at FROM messages";

fn readable(builder: &mut SqlBuilder, person: &Person, ticket: i64) {
    builder.also().add("ticket_id = ").bind(ticket);
    if !person.is_staff {
        builder.also().add("note = ").bind(false);
    }
}

/// All messages, where more than one page may hold them.
async fn count(desk: &Desk, person: &Person, ticket: i64) -> Result<i64> {
    let mut builder = SqlBuilder::of("SELECT COUNT(*) AS num_items FROM (");
    builder.add(MESSAGES);
    readable(&mut builder, person, ticket);
    builder.add(") AS sub_query");
    builder.number(&desk.db).await
}

/// Stored names of the events that the conversation shows.
static EVENT_KINDS: LazyLock<Vec<&str>> = LazyLock::new(|| event_names(Kind::has_line));

async fn events(desk: &Desk, person: &Person, ticket: i64, since: i64) -> Result<Vec<QueryResult>> {
    let mut builder = SqlBuilder::of(
        "SELECT id, at, actor_id, company_id, ticket_id, kind, public, data, version FROM events WHERE ticket_id = ",
    );
    builder.bind(ticket).add(" AND at >= ").bind(since);
    builder.add(" AND ").one_of("kind", &EVENT_KINDS);
    if !person.is_staff {
        builder.add(" AND public = ").bind(true);
    }
    builder.add(" ORDER BY at DESC, id DESC LIMIT ").bind(500_i64);
    builder.all(&desk.db).await
}

pub const USER: &str = "SELECT id, slug, username, email, first_name, last_name, name, position, phone, password_hash, role_id, \
    time_zone, active, list_columns, list_search, created_at FROM users WHERE ";

async fn names(desk: &Desk, ids: &BTreeSet<i64>) -> Result<HashMap<i64, String>> {
    let ids: Vec<i64> = ids.iter().copied().collect();
    let mut builder = SqlBuilder::of(USER);
    builder.one_of("id", &ids);
    let rows = builder.all(&desk.db).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(6)?))).collect()
}

const FILE: &str =
    "SELECT id, public_id, message_id, ticket_id, name, media_type, size, sha256 FROM attachments WHERE ";

async fn files(desk: &Desk, person: &Person, ticket: i64) -> Result<Vec<QueryResult>> {
    let mut builder = SqlBuilder::of(FILE);
    builder.add("ticket_id = ").bind(ticket);
    if !person.is_staff {
        builder.add(" AND (SELECT note FROM messages WHERE messages.id = message_id) = ").bind(false);
    }
    builder.add(" ORDER BY id DESC LIMIT ").bind(2_000_i64);
    builder.all(&desk.db).await
}

fn write_message(
    body: &mut String,
    person: &Person,
    message: &QueryResult,
    names: &Names,
    files: &[QueryResult],
) -> Result<()> {
    let author: Option<i64> = message.try_get_by_index(3)?;
    let mine = if author == Some(person.id) { " said-mine" } else { "" };
    let name = escaped(author.and_then(|id| names.get(&id)).map_or("", String::as_str));
    let id: i64 = message.try_get_by_index(0)?;
    let mut attached = String::new();
    for file in files {
        if file.try_get_by_index::<i64>(2)? == id {
            attached.push_str(&escaped(&file.try_get_by_index::<String>(4)?));
        }
    }
    let _ = write!(
        body,
        "<li id=\"m-{}\" class=\"said{mine}\"><p class=\"said-head\"><b>{name}</b><time>{}</time></p>\
         <div class=\"said-text\">{}</div>{}</li>",
        message.try_get_by_index::<String>(1)?,
        exact(message.try_get_by_index(6)?, &person.zone),
        escaped(&message.try_get_by_index::<String>(5)?),
        attached,
    );
    Ok(())
}

/// What stands beside the conversation.
async fn details(
    body: &mut String,
    desk: &Desk,
    person: &Person,
    found: &QueryResult,
    names: &Names,
    files: &[QueryResult],
) -> Result<()> {
    let ticket: i64 = found.try_get_by_index(0)?;
    let mut standing = SqlBuilder::of(
        "SELECT c.name, s.user_id, r.event_id FROM companies c LEFT JOIN subscriptions s ON s.ticket_id = ",
    );
    standing.bind(ticket).add(" AND s.user_id = ").bind(person.id);
    standing.add(" LEFT JOIN read_cursors r ON r.ticket_id = ").bind(ticket).add(" AND r.user_id = ").bind(person.id);
    standing.add(" WHERE c.id = ").bind(found.try_get_by_index::<i64>(3)?);
    let company: String =
        standing.one(&desk.db).await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let mut values = SqlBuilder::of("SELECT ticket_id, attribute_id, value FROM ticket_values WHERE ticket_id = ");
    values.bind(ticket);
    let values = values.all(&desk.db).await?;
    let name = |id: Option<i64>| id.and_then(|id| names.get(&id)).map_or("", String::as_str);
    let (reporter, assignee) = (name(found.try_get_by_index(2)?), name(found.try_get_by_index(4)?));
    let agents = if person.is_staff { agents(desk).await? } else { String::new() };
    let kind = desk.types.get(&found.try_get_by_index(9)?).map_or("", |kind| &kind.name);
    let priority = coloured("level", desk.priorities.get(&found.try_get_by_index(7)?));
    let created = exact(found.try_get_by_index(11)?, &person.zone);
    let _ = write!(body, "<aside><dl>{reporter}{}{assignee}{priority}{kind}{created}{agents}", escaped(&company));
    for value in &values {
        let _ = write!(body, "<dd>{}</dd>", escaped(&value.try_get_by_index::<String>(2)?));
    }
    for file in files {
        let _ = write!(body, "<dd>{}</dd>", escaped(&file.try_get_by_index::<String>(4)?));
    }
    body.push_str("</dl></aside>");
    Ok(())
}

/// The choices of the agents' form.
async fn agents(desk: &Desk) -> Result<String> {
    let mut builder = SqlBuilder::of(USER);
    builder.add("role_id IS NOT NULL AND active = ").bind(true).add(" ORDER BY name LIMIT ").bind(500_i64);
    let mut options = String::new();
    for row in builder.all(&desk.db).await? {
        let (slug, name): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(6)?);
        let _ = write!(options, "<option value=\"{slug}\">{}</option>", escaped(&name));
    }
    Ok(options)
}
