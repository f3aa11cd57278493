//! Indexing: what a ticket says now is read from its rows and written to the full-text index anew.

use super::extract::{TicketTexts, all};
use super::write::{KnownTerms, forget, write};
use super::{CONVERSATION_MAX, DOCUMENT_FULL, FILES_MAX};
use crate::Result;
use crate::db::Tx;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

/// Tickets read at a time when the index is built anew.
const CHUNK: i64 = 1_000;
/// Who waits for more tickets than this is told so.
const ANNOUNCED_FROM: i64 = 10_000;
/// A conversation longer than this is not read whole for one more message, in bytes.
const LONG: i64 = 4 * DOCUMENT_FULL as i64;

#[derive(FromQueryResult)]
struct SizeRow {
    id: i64,
    size: i64,
}

/// How much of a ticket's part of the index is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// What was said last.
    End,
    Whole,
    /// Whole, and nothing of it stands in the index.
    New,
}

/// Indexes a ticket as it stands now: called at the end of a transaction.
pub(crate) async fn renew_ticket(tx: &Tx, ticket_id: i64, extent: Extent) -> Result<()> {
    match extent {
        Extent::Whole => whole(tx, ticket_id).await,
        Extent::End => end(tx, ticket_id).await,
        Extent::New => fill(tx, (ticket_id, ticket_id), &mut KnownTerms::default()).await,
    }
}

async fn whole(tx: &Tx, ticket_id: i64) -> Result<()> {
    forget(tx, ticket_id, 0..=CONVERSATION_MAX + FILES_MAX).await?;
    fill(tx, (ticket_id, ticket_id), &mut KnownTerms::default()).await
}

async fn end(tx: &Tx, ticket_id: i64) -> Result<()> {
    let sql = "SELECT id, CAST(octet_length(body) AS BIGINT) AS size FROM messages WHERE ticket_id = $1 ORDER BY id";
    let sizes: Vec<SizeRow> = all(tx, sql, vec![ticket_id.into()]).await?;
    if sizes.iter().map(|message| message.size).sum::<i64>() <= LONG {
        return whole(tx, ticket_id).await;
    }
    let Some((place, since)) = last_document(&sizes) else { return Ok(()) };
    forget(tx, ticket_id, place..=CONVERSATION_MAX - 1).await?;
    let parts = TicketTexts::read(tx, (ticket_id, ticket_id), since).await?;
    let documents = parts.tickets.iter().flat_map(|ticket| parts.conversation(ticket, place)).collect();
    write(tx, documents, &mut KnownTerms::default()).await
}

/// Updates the index for a ticket that was closed or opened again, and returns what has to be indexed anew for it.
pub(crate) async fn set_open(tx: &Tx, ticket_id: i64, open: bool) -> Result<Option<Extent>> {
    let backend = tx.get_database_backend();
    let sql = match (backend, open) {
        // It goes from one index to the other.
        (DbBackend::Sqlite, _) => return Ok(Some(Extent::Whole)),
        (_, true) => "UPDATE ticket_words SET words = words || array_to_tsvector(ARRAY['o']) WHERE ticket_id = $1",
        (_, false) => "UPDATE ticket_words SET words = ts_delete(words, 'o') WHERE ticket_id = $1",
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [ticket_id.into()])).await?;
    Ok(None)
}

/// Fills the empty index from the tickets.
async fn rebuild(db: &impl ConnectionTrait) -> Result<()> {
    let highest: Vec<SizeRow> =
        all(db, "SELECT COALESCE(MAX(id), 0) AS id, CAST(0 AS BIGINT) AS size FROM tickets", vec![]).await?;
    let (last, mut known) = (highest.first().map_or(0, |row| row.id), KnownTerms::default());
    if last > ANNOUNCED_FROM {
        tracing::info!("building the search index of {last} tickets: about a minute per 500,000");
    }
    let mut first = 1;
    while first <= last {
        fill(db, (first, first + CHUNK - 1), &mut known).await?;
        first += CHUNK;
    }
    Ok(())
}

/// Makes the index anew.
///
/// # Errors
/// When the database fails.
pub async fn renew(tx: &Tx) -> Result<()> {
    let statements: &[&str] = match tx.get_database_backend() {
        DbBackend::Sqlite => &[
            "INSERT INTO open_words (open_words) VALUES ('delete-all')",
            "INSERT INTO closed_words (closed_words) VALUES ('delete-all')",
            "DELETE FROM search_terms",
        ],
        _ => &["TRUNCATE ticket_words, search_terms"],
    };
    for sql in statements {
        tx.execute_unprepared(sql).await?;
    }
    rebuild(tx).await
}

/// Indexes the tickets from one row number to another, of which none stands in the index.
pub(crate) async fn fill(db: &impl ConnectionTrait, range: (i64, i64), known: &mut KnownTerms) -> Result<()> {
    let parts = TicketTexts::read(db, range, 0).await?;
    let mut documents = Vec::new();
    for ticket in &parts.tickets {
        documents.extend(parts.conversation(ticket, 0));
        documents.extend(parts.files(ticket));
    }
    write(db, documents, known).await
}

/// Where the last document of a long conversation begins: its place, and its first message.
fn last_document(messages: &[SizeRow]) -> Option<(usize, i64)> {
    let (mut place, mut size, mut since) = (0, 0, messages.first()?.id);
    for message in messages {
        if size >= DOCUMENT_FULL {
            (place, size, since) = (place + 1, 0, message.id);
        }
        size += usize::try_from(message.size).unwrap_or(0);
    }
    (place < CONVERSATION_MAX).then_some((place, since))
}
