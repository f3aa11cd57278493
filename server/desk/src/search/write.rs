//! Writing documents to the full-text index and deleting them from it.

use super::BITS;
use super::extract::PlacedDocument;
use crate::Result;
use crate::db::Tx;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use std::collections::HashSet;

/// Documents written by one statement.
const ROWS: usize = 100;
/// Terms remembered while many tickets are filled in.
const KNOWN_MAX: usize = 1_000_000;

/// Terms that are known to stand in `search_terms`, for those who fill in many tickets.
#[derive(Default)]
pub(crate) struct KnownTerms(HashSet<Box<str>>);

/// Takes documents of a ticket out of the index.
pub(super) async fn forget(tx: &Tx, ticket_id: i64, places: std::ops::RangeInclusive<usize>) -> Result<()> {
    let backend = tx.get_database_backend();
    let (first, last) = (i64::try_from(*places.start()).unwrap_or(0), i64::try_from(*places.end()).unwrap_or(0));
    let sql = match backend {
        // Two statements in one: SQLite takes them together.
        DbBackend::Sqlite => {
            "DELETE FROM open_words WHERE rowid BETWEEN ($1 << 8) + $2 AND ($1 << 8) + $3;
             DELETE FROM closed_words WHERE rowid BETWEEN ($1 << 8) + $2 AND ($1 << 8) + $3"
        }
        _ => "DELETE FROM ticket_words WHERE ticket_id = $1 AND place BETWEEN $2 AND $3",
    };
    let values = [ticket_id.into(), first.into(), last.into()];
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

pub(super) async fn write(
    db: &impl ConnectionTrait,
    documents: Vec<PlacedDocument>,
    known: &mut KnownTerms,
) -> Result<()> {
    known.add(db, &documents).await?;
    let (open, closed): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| document.open);
    for (documents, table) in [(open, "open_words"), (closed, "closed_words")] {
        let mut documents = documents.into_iter().peekable();
        while documents.peek().is_some() {
            insert(db, table, documents.by_ref().take(ROWS).collect()).await?;
        }
    }
    Ok(())
}

async fn insert(db: &impl ConnectionTrait, table: &str, documents: Vec<PlacedDocument>) -> Result<()> {
    let backend = db.get_database_backend();
    let (mut rows, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    for document in documents {
        let n = values.len();
        if backend == DbBackend::Sqlite {
            rows.push(format!("(${}, ${})", n + 1, n + 2));
            values.extend([Value::from((document.ticket_id << BITS) + document.place), document.lexemes.0.into()]);
        } else {
            let open = if document.open { " o" } else { "" };
            rows.push(format!("(${}, ${}, array_to_tsvector(string_to_array(${}, ' ')))", n + 1, n + 2, n + 3));
            let words = format!("{}{open}", document.lexemes.0);
            values.extend([Value::from(document.ticket_id), document.place.into(), words.into()]);
        }
    }
    let into = if backend == DbBackend::Sqlite {
        format!("{table} (rowid, words)")
    } else {
        "ticket_words (ticket_id, place, words)".to_owned()
    };
    let sql = format!("INSERT INTO {into} VALUES {}", rows.join(", "));
    db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

impl KnownTerms {
    /// Writes the terms of some documents down.
    async fn add(&mut self, db: &impl ConnectionTrait, documents: &[PlacedDocument]) -> Result<()> {
        if self.0.len() > KNOWN_MAX {
            self.0.clear();
        }
        let mut fresh = Vec::new();
        for term in documents.iter().flat_map(|document| document.lexemes.terms()) {
            if !self.0.contains(term) {
                self.0.insert(term.into());
                fresh.push(term);
            }
        }
        if fresh.is_empty() {
            return Ok(());
        }
        // In one order: whoever waits for another's term never holds one that is waited for.
        fresh.sort_unstable();
        let backend = db.get_database_backend();
        let (sql, value): (_, Value) = match backend {
            DbBackend::Sqlite => (
                "INSERT OR IGNORE INTO search_terms (term) SELECT value FROM json_each($1)",
                serde_json::json!(fresh).to_string().into(),
            ),
            _ => (
                "INSERT INTO search_terms (term) SELECT unnest(string_to_array($1, ' ')) ON CONFLICT DO NOTHING",
                fresh.join(" ").into(),
            ),
        };
        db.execute_raw(Statement::from_sql_and_values(backend, sql, [value])).await?;
        Ok(())
    }
}
