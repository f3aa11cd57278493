//! Comparison of what both programs write: the rows that one operation of each leaves in the tables, side by side.

use crate::cases::Action;
use crate::error::{Error, Result};
use domain::search::words;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// The newest rows before an operation.
pub struct Before {
    message: i64,
    event: i64,
    /// Unix milliseconds.
    at: i64,
}

/// Tables, each as what bears on an operation and the columns that are compared; one that begins with `?` is a condition. Of random
/// ids and numbers only the place counts.
type Compared = [(&'static str, &'static [&'static str])];

/// What is written about a ticket.
const OF_A_TICKET: &Compared = &[
    (
        "messages m LEFT JOIN users u ON u.id = m.author_id WHERE m.id > {MESSAGE} ORDER BY m.id",
        &["u.slug", "?m.ticket_id = {TICKET}", "?m.note", "m.body", "m.html"],
    ),
    (
        "events e LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN companies c ON c.id = e.company_id WHERE e.id > {EVENT} ORDER BY e.id",
        &["u.slug", "c.slug", "?e.ticket_id = {TICKET}", "e.kind", "?e.public", "?e.version = 1", "e.data"],
    ),
    (
        "activities a JOIN users u ON u.id = a.user_id WHERE a.ticket_id = {TICKET} ORDER BY u.slug",
        &["u.slug", "?a.last_event > {EVENT}", "?a.told_event > {EVENT}", "?a.told_message", "?a.unread", "?a.removed"],
    ),
    (
        "notices n JOIN users u ON u.id = n.user_id WHERE n.ticket_id = {TICKET} ORDER BY u.slug",
        &["u.slug", "?n.event_id > {EVENT}"],
    ),
    (
        "read_cursors r JOIN users u ON u.id = r.user_id WHERE r.ticket_id = {TICKET} ORDER BY u.slug",
        &["u.slug", "?r.event_id > {EVENT}"],
    ),
    ("subscriptions s JOIN users u ON u.id = s.user_id WHERE s.ticket_id = {TICKET} ORDER BY u.slug", &["u.slug"]),
    (
        "idempotency_keys k JOIN users u ON u.id = k.user_id WHERE k.created_at >= {AT} ORDER BY u.slug, k.operation",
        &["u.slug", "k.operation", "?length(k.key) = 64", "?length(k.fingerprint) = 32", "k.answer"],
    ),
    (
        "tickets t JOIN companies c ON c.id = t.company_id JOIN users u ON u.id = t.reporter_id JOIN queues q ON q.id = t.queue_id \
         JOIN ticket_types k ON k.id = t.type_id JOIN statuses s ON s.id = t.status_id JOIN priorities p ON p.id = t.priority_id \
         LEFT JOIN users a ON a.id = t.assignee_id WHERE t.id = {TICKET}",
        &[
            "t.subject",
            "t.subject_key",
            "c.slug",
            "u.slug",
            "a.slug",
            "q.slug",
            "k.slug",
            "s.slug",
            "p.slug",
            "t.channel",
            "?t.closed",
            "?t.last_event > {EVENT}",
            "?t.last_public_event > {EVENT}",
            "?t.last_reply_by_customer",
            "?t.changed_at >= {AT}",
        ],
    ),
];

/// What a sign-in writes. Tries are counted only until the password has turned out to be right.
const OF_A_SIGN_IN: &Compared = &[
    (
        "sessions s JOIN users u ON u.id = s.user_id WHERE s.created_at >= {AT} ORDER BY u.slug",
        &[
            "u.slug",
            "?length(s.token_hash) = 32",
            "?s.used_at = s.created_at",
            "?s.expires_at = s.created_at + 43200000",
            "?s.lasting",
            "s.device",
        ],
    ),
    ("known_networks k JOIN users u ON u.id = k.user_id WHERE k.seen_at >= {AT} ORDER BY u.slug", &["u.slug"]),
    ("sign_in_tries t WHERE t.since >= {AT}", &["?length(t.login) = 32", "?length(t.network) = 32"]),
    (
        "events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.id > {EVENT} ORDER BY e.id",
        &["u.slug", "?e.company_id IS NULL", "?e.ticket_id IS NULL", "e.kind", "?e.public", "?e.version = 1", "e.data"],
    ),
];

/// The tables of the database that both programs write to.
pub struct Tables(DatabaseConnection);

impl Tables {
    pub async fn open(url: &str) -> Result<Self> {
        Ok(Self(Database::connect(url).await?))
    }

    pub async fn close(self) -> Result<()> {
        Ok(self.0.close().await?)
    }

    pub async fn before(&self) -> Result<Before> {
        Ok(Before {
            message: self.number("SELECT COALESCE(MAX(id), 0) FROM messages").await?,
            event: self.number("SELECT COALESCE(MAX(id), 0) FROM events").await?,
            at: jiff::Timestamp::now().as_millisecond(),
        })
    }

    /// What an operation has left, a line for each row.
    pub async fn rows_left(&self, before: &Before, action: &Action) -> Result<Vec<String>> {
        match action {
            Action::SignIn => self.signed_in(before).await,
            _ => self.ticket_rows(before).await,
        }
    }

    async fn signed_in(&self, before: &Before) -> Result<Vec<String>> {
        let lines = self.lines(OF_A_SIGN_IN, before, 0).await?;
        if lines.is_empty() { Err(Error::new("a sign-in has left nothing")) } else { Ok(lines) }
    }

    /// The rows of a ticket, and in how many documents the index finds it.
    async fn ticket_rows(&self, before: &Before) -> Result<Vec<String>> {
        let message = before.message;
        let ticket = format!("SELECT ticket_id FROM messages WHERE id > {message} ORDER BY id LIMIT 1");
        let ticket = self.number(&ticket).await?;
        let mut lines = self.lines(OF_A_TICKET, before, ticket).await?;
        let said = self.texts(&format!("SELECT body FROM messages WHERE id > {message} ORDER BY id LIMIT 1")).await?;
        let found = self.count_documents(ticket, said.first().map_or("", String::as_str)).await?;
        lines.push(format!("found in {found} documents"));
        Ok(lines)
    }

    async fn lines(&self, tables: &Compared, before: &Before, ticket: i64) -> Result<Vec<String>> {
        let Before { message, event, at } = before;
        let named = |sql: &str| {
            let places = [("{MESSAGE}", message), ("{EVENT}", event), ("{TICKET}", &ticket), ("{AT}", at)];
            places.iter().fold(sql.to_owned(), |sql, (place, value)| sql.replace(place, &value.to_string()))
        };
        let mut lines = Vec::new();
        for (from, columns) in tables {
            let columns: Vec<String> = columns.iter().map(|column| column_as_text(column)).collect();
            let sql = named(&format!("SELECT {} FROM {from}", columns.join(" || ' | ' || ")));
            let table = from.split(' ').next().unwrap_or_default();
            lines.extend(self.texts(&sql).await?.iter().map(|text| format!("{table}: {}", masked(text))));
        }
        Ok(lines)
    }

    /// Documents of the ticket that hold every word that was said, and the marks of its company and reporter.
    async fn count_documents(&self, ticket: i64, said: &str) -> Result<i64> {
        let marks = format!("SELECT 'c' || company_id || ' r' || reporter_id FROM tickets WHERE id = {ticket}");
        let marks = self.texts(&marks).await?;
        let marks = marks.iter().flat_map(|marks| marks.split(' ')).map(str::to_owned);
        let lexemes: Vec<String> = words(said).map(|word| format!("m{word}")).chain(marks).collect();
        let sql = match self.0.get_database_backend() {
            DbBackend::Sqlite => format!(
                "SELECT COUNT(*) FROM open_words WHERE open_words MATCH '\"{}\"' AND rowid >> 8 = {ticket}",
                lexemes.join("\" AND \"")
            ),
            _ => format!(
                "SELECT COUNT(*) FROM ticket_words WHERE words @@ '''{}'' & ''o'''::tsquery AND ticket_id = {ticket}",
                lexemes.join("'' & ''")
            ),
        };
        self.number(&sql).await
    }

    async fn number(&self, sql: &str) -> Result<i64> {
        let row = self.0.query_one_raw(Statement::from_string(self.0.get_database_backend(), sql)).await?;
        let row = row.ok_or_else(|| Error::new("an operation has left no message"))?;
        Ok(row.try_get_by_index(0)?)
    }

    async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let rows = self.0.query_all_raw(Statement::from_string(self.0.get_database_backend(), sql)).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
    }
}

fn column_as_text(column: &str) -> String {
    match column.strip_prefix('?') {
        Some(condition) => format!("CASE WHEN {condition} THEN 'yes' ELSE 'no' END"),
        None => format!("COALESCE({column}, '–')"),
    }
}

/// The text with a mark in place of each number and each random id.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let name = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let is_id = name.len() == 26 && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        masked.push_str(if is_id || is_number { "#" } else { name });
        masked.push_str(&word[name.len()..]);
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn numbers_and_random_ids_are_masked() {
        let data = "answered {\"message\":\"abcdefghijklmnopqrstuvwx27\",\"before\":{\"event\":40}} at bench 7 (12)";
        assert_eq!(masked(data), "answered {\"message\":\"#\",\"before\":{\"event\":#}} at bench # (#)");
        assert_eq!(masked("PT-1017 – yes"), "PT-# – yes");
    }
}
