//! Write transaction in plain SQL: what a form holds, the event that every write records, and who is notified of it.

use super::desk::Desk;
use crate::error::{Error, Result};
use axum::extract::Multipart;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::drafts::UNDO;
use domain::events::Kind;
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryResult, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait, Value,
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};

/// A transaction, with what all its rows have in common.
pub struct Write {
    tx: DatabaseTransaction,
    pub user: i64,
    pub at: i64,
}

impl Write {
    /// On SQLite it holds the write lock from its first moment, as in the product.
    pub async fn begin(desk: &Desk, user: i64) -> Result<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let tx = desk.writer.begin_with_options(options).await?;
        Ok(Self { tx, user, at: Timestamp::now().as_millisecond() })
    }

    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }

    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    pub async fn run(&self, sql: &str, values: Vec<Value>) -> Result<()> {
        self.tx.execute_raw(self.statement(sql, values)).await?;
        Ok(())
    }

    pub async fn all(&self, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>> {
        Ok(self.tx.query_all_raw(self.statement(sql, values)).await?)
    }

    /// The one row that the statement gives back.
    pub async fn row(&self, sql: &str, values: Vec<Value>) -> Result<QueryResult> {
        let row = self.tx.query_one_raw(self.statement(sql, values)).await?;
        row.ok_or_else(|| Error::new("a statement gave no row back"))
    }

    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.tx.get_database_backend(), sql, values)
    }

    /// Records an event for everybody who sees the ticket, and returns the event's id.
    pub async fn record(&self, company: i64, ticket: i64, kind: impl Into<Kind>, data: String) -> Result<i64> {
        let kind = kind.into().as_str();
        let values = vec![self.at.into(), self.user.into(), company.into(), ticket.into(), kind.into(), data.into()];
        Ok(self.row(EVENT, values).await?.try_get_by_index(0)?)
    }

    /// Notifies the followers of a ticket of a message, in their activities and a moment later by mail.
    pub async fn notify_followers(&self, ticket: i64, event: i64) -> Result<()> {
        self.run(ACTIVITIES, vec![ticket.into(), event.into(), self.at.into(), self.user.into()]).await?;
        self.run(NOTICES, vec![ticket.into(), event.into(), (self.at + UNDO + 2_000).into()]).await
    }

    /// Writes a message and returns its public id.
    pub async fn insert_message(&self, ticket: i64, body: &str) -> Result<String> {
        let id = id();
        let values = vec![id.clone().into(), ticket.into(), self.user.into(), body.to_owned().into(), self.at.into()];
        self.run(MESSAGE, values).await?;
        Ok(id)
    }

    /// The person takes part in the ticket.
    pub async fn subscribe(&self, ticket: i64) -> Result<()> {
        self.run(SUBSCRIBE, vec![ticket.into(), self.user.into()]).await
    }

    /// Stores the response under the idempotency key, for whoever sends the same once more.
    pub async fn store_response(&self, operation: String, form: &Fields, said: &[&str], answer: &str) -> Result<()> {
        let key = form.text("key");
        if key.is_empty() {
            return Ok(());
        }
        let mut short = String::with_capacity(64);
        for byte in fingerprint(&[key]) {
            let _ = write!(short, "{byte:02x}");
        }
        let values = vec![
            self.user.into(),
            operation.into(),
            short.into(),
            fingerprint(said).into(),
            answer.to_owned().into(),
            self.at.into(),
        ];
        self.run(IDEMPOTENCY_KEY, values).await
    }
}

const EVENT: &str = "INSERT INTO events (at, actor_id, company_id, ticket_id, kind, public, data, version) \
    VALUES ($1, $2, $3, $4, $5, TRUE, $6, 1) RETURNING id";

const ACTIVITIES: &str = "INSERT INTO activities (ticket_id, user_id, last_event, told_event, told_message, count, at, unread, removed) \
    SELECT $1, u.id, $2, $2, TRUE, 1, $3, TRUE, FALSE FROM users u WHERE u.id IN ( \
      SELECT reporter_id FROM tickets WHERE id = $1 UNION SELECT assignee_id FROM tickets WHERE id = $1 \
      UNION SELECT user_id FROM (SELECT user_id FROM subscriptions WHERE ticket_id = $1 LIMIT 1000) s \
    ) AND u.id <> $4 AND u.active \
    ON CONFLICT (ticket_id, user_id) DO UPDATE SET last_event = excluded.last_event, told_event = excluded.told_event, \
      told_message = TRUE, at = excluded.at, unread = TRUE, removed = FALSE, \
      count = CASE WHEN activities.unread AND NOT activities.removed THEN activities.count + 1 ELSE 1 END";

const NOTICES: &str = "INSERT INTO notices (ticket_id, user_id, event_id, due_at) \
    SELECT ticket_id, user_id, $2, $3 FROM activities WHERE ticket_id = $1 AND last_event = $2 \
    ON CONFLICT (ticket_id, user_id) DO UPDATE SET due_at = notices.due_at";

const MESSAGE: &str =
    "INSERT INTO messages (public_id, ticket_id, author_id, note, body, created_at) VALUES ($1, $2, $3, FALSE, $4, $5)";

const SUBSCRIBE: &str = "INSERT INTO subscriptions (ticket_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const IDEMPOTENCY_KEY: &str = "INSERT INTO idempotency_keys (user_id, operation, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)";

/// What a form holds.
pub struct Fields(HashMap<String, String>);

impl Fields {
    pub async fn read(mut form: Multipart) -> Result<Self> {
        let broken = |error: axum::extract::multipart::MultipartError| Error::new(error.to_string());
        let mut fields = HashMap::new();
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            fields.insert(name, field.text().await.map_err(broken)?);
        }
        Ok(Self(fields))
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// What a request says, as a hash of its parts.
fn fingerprint(parts: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// As long as the product's random ids, and of the same letters.
fn id() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits = random_bits();
    (0..26).map(|place| char::from(LETTERS[(bits >> (place * 5)) as usize & 31])).collect()
}

/// 128 of them: a token of the product has twice as many.
pub fn random_bits() -> u128 {
    let half = || u128::from(RandomState::new().hash_one(()));
    (half() << 64) | half()
}

/// Redirects to what was written, or says why nothing was.
pub fn redirect(place: Result<Option<String>>) -> Response {
    match place {
        Ok(Some(place)) => (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_like_the_products() {
        let (one, two) = (id(), id());
        for id in [&one, &two] {
            assert!(id.len() == 26 && id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')), "{id}");
        }
        assert_ne!(one, two);
    }
}
