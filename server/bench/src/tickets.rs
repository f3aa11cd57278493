//! Which tickets the cases are about, all of them alice's company's.

use crate::cases::Tickets;
use crate::error::{Error, Result};
use crate::http::{Connection, Form, Response, post};
use crate::visitor::page;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::net::SocketAddr;

/// Messages in the long thread.
pub const LONG: i64 = 500;

/// Tickets on a page.
const PAGE: i64 = 25;

const OF_ALICE: &str = "t.company_id IN (SELECT id FROM companies WHERE slug = 'harbourline')";
const MESSAGES: &str = "(SELECT COUNT(*) FROM messages m WHERE m.ticket_id = t.id)";
const NO_NOTES: &str = "NOT EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = t.id AND m.note)";

struct Found {
    tickets: Tickets,
    /// Messages of the longest thread.
    longest: i64,
}

/// Finds the tickets and makes the long thread: alice and grace answer each other.
pub async fn choose(database_url: &str, address: SocketAddr, alice: &str, grace: &str) -> Result<Tickets> {
    let db = Database::connect(database_url).await?;
    let found = find(&db).await;
    db.close().await?;
    let Found { tickets, longest } = found?;
    let mut connection = Connection::open(address)?;
    let mut response = Response::default();
    for n in longest..LONG {
        let cookie = if n % 2 == 0 { grace } else { alice };
        let form = Form::Multipart(vec![("body", format!("{BODY} ({n})"))]);
        connection.ask(&post(address, &format!("{}/messages", tickets.long), cookie, &form), &mut response)?;
        if response.status != 303 {
            return Err(Error::new(format!("{}: an answer got status {}", tickets.long, response.status)));
        }
    }
    // A ticket opens with all that its reader has not seen.
    for cookie in [alice, grace] {
        let shown = page(address, &format!("{}?messages={LONG}", tickets.long), cookie)?;
        if let Some(seen) = shown.split_once("data-served=\"").and_then(|(_, rest)| rest.split('"').next()) {
            page(address, seen, cookie)?;
        }
    }
    Ok(tickets)
}

const BODY: &str = "The second roll shows the same: the first third of every label stays white, the rest is fine.\n\
    I have put the settings back to what they were on Monday, and the batch of this morning is printing again.";

async fn find(db: &DatabaseConnection) -> Result<Found> {
    let six = format!(
        "SELECT t.number, 6 FROM tickets t WHERE {OF_ALICE} AND {MESSAGES} = 6 AND {NO_NOTES} ORDER BY t.number DESC LIMIT 20"
    );
    let open =
        format!("SELECT t.number, 0 FROM tickets t WHERE {OF_ALICE} AND NOT t.closed ORDER BY t.number DESC LIMIT 25");
    let long = format!(
        "SELECT t.number, {MESSAGES} AS n FROM tickets t WHERE {OF_ALICE} AND {NO_NOTES} ORDER BY n DESC, t.number LIMIT 1"
    );
    let addresses = |rows: Vec<(String, i64)>| rows.into_iter().map(|(address, _)| address).collect::<Vec<_>>();
    let six = addresses(rows(db, &six).await?);
    let open = addresses(rows(db, &open).await?);
    let (long, longest) = rows(db, &long).await?.into_iter().next().unwrap_or_default();
    let count = Statement::from_string(db.get_database_backend(), "SELECT COUNT(*) FROM tickets");
    let count: i64 = db.query_one_raw(count).await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    let last_page = ((count + PAGE - 1) / PAGE).clamp(1, 1_000);
    if six.is_empty() || open.is_empty() || long.is_empty() {
        return Err(Error::new("the demo holds none of the tickets that the cases are about"));
    }
    Ok(Found { tickets: Tickets { six, long, open, last_page }, longest })
}

/// Addresses of tickets, each with a number that the query gives.
async fn rows(db: &DatabaseConnection, sql: &str) -> Result<Vec<(String, i64)>> {
    let backend = db.get_database_backend();
    let prefix = Statement::from_string(backend, "SELECT prefix FROM sequences WHERE name = 'tickets'");
    let prefix: Option<String> = db.query_one_raw(prefix).await?.map(|row| row.try_get_by_index(0)).transpose()?;
    let prefix = prefix.unwrap_or_default();
    let mut found = Vec::new();
    for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
        let number: i64 = row.try_get_by_index(0)?;
        // PostgreSQL's numbers written in a query are shorter than its counts.
        let with = row.try_get_by_index::<i64>(1).or_else(|_| row.try_get_by_index::<i32>(1).map(i64::from))?;
        found.push((format!("/tickets/{prefix}{number}"), with));
    }
    Ok(found)
}
