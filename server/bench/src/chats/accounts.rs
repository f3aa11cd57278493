//! Accounts for many chats: copies of one contact and one agent, each with a session, and a calendar that is always open.

use crate::error::{Error, Result};
use crate::prepare::Dataset;
use crate::visitor::{kept, token};
use domain::time::HOUR;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

/// Tokens of sessions.
pub struct People {
    pub customers: Vec<String>,
    pub agents: Vec<String>,
}

pub async fn prepare(dataset: &Dataset, customers: usize, agents: usize) -> Result<People> {
    let db = Database::connect(&dataset.database_url).await?;
    db.execute_unprepared(
        "DELETE FROM calendar_holidays; DELETE FROM calendar_windows; \
         INSERT INTO calendar_windows (calendar_id, from_minute, until_minute) SELECT id, 0, 10080 FROM calendars",
    )
    .await?;
    let mut people = People { customers: Vec::new(), agents: Vec::new() };
    db.execute_unprepared("BEGIN").await?;
    for place in 0..agents {
        people.agents.push(copy(&db, "grace", "agent", place).await?);
    }
    for place in 0..customers {
        people.customers.push(copy(&db, "alice", "customer", place).await?);
    }
    db.execute_unprepared("COMMIT").await?;
    db.close().await?;
    Ok(people)
}

/// Somebody like `whom` under another name, and the token of a session of theirs.
async fn copy(db: &DatabaseConnection, whom: &str, role: &str, place: usize) -> Result<String> {
    let slug = format!("bench-{role}-{place}");
    let email = format!("{slug}@bench.example");
    let of = format!("(SELECT id FROM users WHERE slug = '{whom}')");
    let new = format!("(SELECT id FROM users WHERE slug = '{slug}')");
    let own = [("slug", slug.as_str()), ("email", email.as_str()), ("username", "")];
    same(db, "users", &format!("id = {of}"), &own).await?;
    for (table, own) in [("memberships", vec![]), ("seats", vec![("slug", slug.as_str()), ("email", email.as_str())])] {
        same_of(db, table, &of, &new, &own).await?;
    }
    let token = token(&format!("chat {role} {place}"));
    let kept = kept(&token, db.get_database_backend());
    let now = jiff::Timestamp::now().as_millisecond();
    db.execute_unprepared(&format!(
        "INSERT INTO sessions (token_hash, user_id, created_at, used_at, expires_at, lasting) VALUES ({kept}, {new}, {now}, {now}, {}, FALSE)",
        now + HOUR
    ))
    .await?;
    Ok(token)
}

/// Copies rows of a table, with other values in some columns; an empty one stands for none.
async fn same(db: &DatabaseConnection, table: &str, of: &str, own: &[(&str, &str)]) -> Result<()> {
    let columns = column(db, &format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'id'")).await?;
    let value = |name: &String| match own.iter().find(|(column, _)| column == name) {
        Some((_, "")) => "NULL".to_owned(),
        Some((_, value)) if value.starts_with('(') => (*value).to_owned(),
        Some((_, value)) => format!("'{value}'"),
        None => name.clone(),
    };
    let values: Vec<String> = columns.iter().map(value).collect();
    let sql =
        format!("INSERT INTO {table} ({}) SELECT {} FROM {table} WHERE {of}", columns.join(", "), values.join(", "));
    db.execute_unprepared(&sql).await?;
    Ok(())
}

async fn same_of(db: &DatabaseConnection, table: &str, of: &str, new: &str, own: &[(&str, &str)]) -> Result<()> {
    let own: Vec<(&str, &str)> = own.iter().copied().chain([("user_id", new)]).collect();
    same(db, table, &format!("user_id = {of}"), &own).await
}

async fn column(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}

/// Everything that is kept of a chat, in the order in which pages show it, but for its first message.
pub async fn bodies(dataset: &Dataset, number: &str) -> Result<Vec<String>> {
    let db = Database::connect(&dataset.database_url).await?;
    let digits = number.rsplit('-').next().and_then(|text| text.parse::<i64>().ok());
    let digits = digits.ok_or_else(|| Error::new(format!("{number} is no number")))?;
    let sql = format!(
        "SELECT m.body FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE t.number = {digits} AND m.note = FALSE AND m.body <> 'first' \
         ORDER BY m.created_at, m.id"
    );
    let found = column(&db, &sql).await?;
    db.close().await?;
    Ok(found)
}
