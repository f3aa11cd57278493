//! Keeping the index: what a ticket says now is read from its rows and written anew.

use super::document::{Document, Lexemes};
use super::{BITS, CONVERSATION_MAX, DOCUMENT_FULL, FILES_MAX, letter};
use crate::Result;
use crate::db::Tx;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use std::collections::{HashMap, HashSet};

/// Tickets read at a time when the index is built anew.
const CHUNK: i64 = 1_000;
/// Documents written by one statement.
const ROWS: usize = 100;
/// Who waits for more tickets than this is told so.
const TOLD_FROM: i64 = 10_000;
/// Terms remembered while many tickets are filled in.
const KNOWN_MAX: usize = 1_000_000;
/// A conversation longer than this is not read whole for one more message, in bytes.
const LONG: i64 = 4 * DOCUMENT_FULL as i64;

/// Terms that are known to stand in `search_terms`, for those who fill in many tickets.
#[derive(Default)]
pub(crate) struct Known(HashSet<Box<str>>);

#[derive(FromQueryResult)]
struct TicketRow {
    id: i64,
    number: i64,
    reference: Option<String>,
    subject: String,
    company_id: i64,
    reporter_id: i64,
    closed: bool,
}

#[derive(FromQueryResult)]
struct ValueRow {
    ticket_id: i64,
    attribute_id: i64,
    value: String,
}

#[derive(FromQueryResult)]
struct MessageRow {
    id: i64,
    ticket_id: i64,
    note: bool,
    body: String,
}

#[derive(FromQueryResult)]
struct FileRow {
    ticket_id: i64,
    message_id: i64,
    note: bool,
    name: String,
    text: Option<String>,
}

#[derive(FromQueryResult)]
struct SizeRow {
    id: i64,
    size: i64,
}

/// A document and its place among those of its ticket.
struct Placed {
    ticket_id: i64,
    place: i64,
    open: bool,
    lexemes: Lexemes,
}

/// Indexes a ticket as it stands now.
pub(crate) async fn refresh(tx: &Tx, ticket_id: i64) -> Result<()> {
    forget(tx, ticket_id, 0..=CONVERSATION_MAX + FILES_MAX).await?;
    fill(&**tx, (ticket_id, ticket_id), &mut Known::default()).await
}

/// Indexes what was said last on a ticket.
pub(crate) async fn told(tx: &Tx, ticket_id: i64) -> Result<()> {
    let sql = "SELECT id, CAST(octet_length(body) AS BIGINT) AS size FROM messages WHERE ticket_id = $1 ORDER BY id";
    let sizes: Vec<SizeRow> = all(&**tx, sql, vec![ticket_id.into()]).await?;
    if sizes.iter().map(|message| message.size).sum::<i64>() <= LONG {
        return refresh(tx, ticket_id).await;
    }
    let Some((place, since)) = last_document(&sizes) else { return Ok(()) };
    forget(tx, ticket_id, place..=CONVERSATION_MAX - 1).await?;
    let parts = Parts::read(&**tx, (ticket_id, ticket_id), since).await?;
    let documents = parts.tickets.iter().flat_map(|ticket| parts.conversation(ticket, place)).collect();
    write(&**tx, documents, &mut Known::default()).await
}

/// Notes that a ticket was closed or opened again.
pub(crate) async fn mark(tx: &Tx, ticket_id: i64, open: bool) -> Result<()> {
    let backend = tx.get_database_backend();
    let sql = match (backend, open) {
        // It goes from one index to the other.
        (DbBackend::Sqlite, _) => return refresh(tx, ticket_id).await,
        (_, true) => "UPDATE ticket_words SET words = words || array_to_tsvector(ARRAY['o']) WHERE ticket_id = $1",
        (_, false) => "UPDATE ticket_words SET words = ts_delete(words, 'o') WHERE ticket_id = $1",
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [ticket_id.into()])).await?;
    Ok(())
}

/// Fills the empty index from the tickets.
pub(crate) async fn rebuild(db: &impl ConnectionTrait) -> Result<()> {
    let highest: Vec<SizeRow> =
        all(db, "SELECT COALESCE(MAX(id), 0) AS id, CAST(0 AS BIGINT) AS size FROM tickets", vec![]).await?;
    let (last, mut known) = (highest.first().map_or(0, |row| row.id), Known::default());
    if last > TOLD_FROM {
        tracing::info!("filling the search index from {last} tickets: about a minute for 500,000");
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
    rebuild(&**tx).await
}

/// Indexes the tickets from one row number to another, of which none stands in the index.
pub(crate) async fn fill(db: &impl ConnectionTrait, range: (i64, i64), known: &mut Known) -> Result<()> {
    let parts = Parts::read(db, range, 0).await?;
    let mut documents = Vec::new();
    for ticket in &parts.tickets {
        documents.extend(parts.conversation(ticket, 0));
        documents.extend(parts.files(ticket));
    }
    write(db, documents, known).await
}

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
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

/// Everything that a range of tickets is found by.
struct Parts {
    prefix: String,
    tickets: Vec<TicketRow>,
    values: HashMap<i64, Vec<ValueRow>>,
    messages: HashMap<i64, Vec<MessageRow>>,
    files: HashMap<i64, Vec<FileRow>>,
}

fn by_ticket<T>(rows: Vec<T>, ticket: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut sorted = HashMap::<i64, Vec<T>>::new();
    for row in rows {
        sorted.entry(ticket(&row)).or_default().push(row);
    }
    sorted
}

impl Parts {
    /// Reads them, with the messages from `since` on.
    async fn read(db: &impl ConnectionTrait, (first, last): (i64, i64), since: i64) -> Result<Self> {
        let prefix =
            Statement::from_string(db.get_database_backend(), "SELECT prefix FROM sequences WHERE name = 'tickets'");
        let prefix = db.query_one_raw(prefix).await?.map(|row| row.try_get("", "prefix")).transpose()?;
        let range = || vec![first.into(), last.into()];
        let since = || vec![first.into(), last.into(), since.into()];
        let values: Vec<ValueRow> = all(db, VALUES, range()).await?;
        let messages: Vec<MessageRow> = all(db, MESSAGES, since()).await?;
        let files: Vec<FileRow> = all(db, FILES, since()).await?;
        Ok(Self {
            prefix: prefix.unwrap_or_default(),
            tickets: all(db, TICKETS, range()).await?,
            values: by_ticket(values, |row| row.ticket_id),
            messages: by_ticket(messages, |row| row.ticket_id),
            files: by_ticket(files, |row| row.ticket_id),
        })
    }

    /// What each document of a ticket holds: marks, number, subject and attributes.
    fn head(&self, ticket: &TicketRow) -> Document {
        let mut head = Document::default();
        head.mark(letter::COMPANY, ticket.company_id);
        head.mark(letter::REPORTER, ticket.reporter_id);
        head.add_as(letter::NUMBER, &domain::tickets::number::write(&self.prefix, ticket.number));
        head.add_as(letter::NUMBER, &ticket.number.to_string());
        head.add_as(letter::NUMBER, ticket.reference.as_deref().unwrap_or_default());
        head.add_as(letter::SUBJECT, &ticket.subject);
        for value in self.values.get(&ticket.id).into_iter().flatten() {
            head.add(&format!("{}z", letter::ATTRIBUTE), &value.value);
            head.add(&format!("{}{}z", letter::ATTRIBUTE, value.attribute_id), &value.value);
        }
        head
    }

    /// The conversation's documents from a place on. Each has the head's words, so that a search may ask for some of both.
    fn conversation(&self, ticket: &TicketRow, mut place: usize) -> Vec<Placed> {
        let head = self.head(ticket);
        let (mut document, mut size, mut placed) = (head.clone(), 0, Vec::new());
        for message in self.messages.get(&ticket.id).into_iter().flatten() {
            if size >= DOCUMENT_FULL {
                placed.push(Placed::new(ticket, place, std::mem::replace(&mut document, head.clone())));
                (place, size) = (place + 1, 0);
            }
            size += message.body.len();
            document.add_as(if message.note { letter::NOTE } else { letter::MESSAGE }, &message.body);
            let of_message = |file: &&FileRow| file.message_id == message.id;
            for file in self.files.get(&ticket.id).into_iter().flatten().filter(of_message) {
                document.add_as(file.letter(), &file.name);
            }
        }
        placed.push(Placed::new(ticket, place, document));
        placed.retain(|document| document.place < CONVERSATION_MAX as i64);
        placed
    }

    /// A document for each file that holds text.
    fn files(&self, ticket: &TicketRow) -> Vec<Placed> {
        let head = self.head(ticket);
        let files = self.files.get(&ticket.id).into_iter().flatten();
        let texts = files.filter_map(|file| Some((file, file.text.as_deref().filter(|text| !text.is_empty())?)));
        let placed = texts.take(FILES_MAX).enumerate().map(|(number, (file, text))| {
            let mut document = head.clone();
            document.add_as(file.letter(), &file.name);
            document.add_as(file.letter(), text);
            Placed::new(ticket, CONVERSATION_MAX + number, document)
        });
        placed.collect()
    }
}

impl FileRow {
    fn letter(&self) -> char {
        if self.note { letter::NOTE_FILE } else { letter::FILE }
    }
}

impl Placed {
    fn new(ticket: &TicketRow, place: usize, document: Document) -> Self {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        Self { ticket_id: ticket.id, place, open: !ticket.closed, lexemes: document.lexemes() }
    }
}

const TICKETS: &str = "SELECT id, number, reference, subject, company_id, reporter_id, closed FROM tickets
WHERE id BETWEEN $1 AND $2 ORDER BY id";
const VALUES: &str = "SELECT ticket_id, attribute_id, value FROM ticket_values WHERE ticket_id BETWEEN $1 AND $2";
const MESSAGES: &str = "SELECT id, ticket_id, note, body FROM messages
WHERE ticket_id BETWEEN $1 AND $2 AND id >= $3 ORDER BY id";
const FILES: &str = "SELECT a.ticket_id, a.message_id, m.note, a.name, t.text FROM attachments a
JOIN messages m ON m.id = a.message_id LEFT JOIN file_texts t ON t.sha256 = a.sha256
WHERE a.ticket_id BETWEEN $1 AND $2 AND a.message_id >= $3 ORDER BY a.id";

/// Takes documents of a ticket out of the index.
async fn forget(tx: &Tx, ticket_id: i64, places: std::ops::RangeInclusive<usize>) -> Result<()> {
    let backend = tx.get_database_backend();
    let (first, last) = (i64::try_from(*places.start()).unwrap_or(0), i64::try_from(*places.end()).unwrap_or(0));
    let statements: &[&str] = match backend {
        DbBackend::Sqlite => &[
            "DELETE FROM open_words WHERE rowid BETWEEN ($1 << 8) + $2 AND ($1 << 8) + $3",
            "DELETE FROM closed_words WHERE rowid BETWEEN ($1 << 8) + $2 AND ($1 << 8) + $3",
        ],
        _ => &["DELETE FROM ticket_words WHERE ticket_id = $1 AND place BETWEEN $2 AND $3"],
    };
    for sql in statements {
        let values = [ticket_id.into(), first.into(), last.into()];
        tx.execute_raw(Statement::from_sql_and_values(backend, *sql, values)).await?;
    }
    Ok(())
}

async fn write(db: &impl ConnectionTrait, documents: Vec<Placed>, known: &mut Known) -> Result<()> {
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

async fn insert(db: &impl ConnectionTrait, table: &str, documents: Vec<Placed>) -> Result<()> {
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

impl Known {
    /// Writes the terms of some documents down.
    async fn add(&mut self, db: &impl ConnectionTrait, documents: &[Placed]) -> Result<()> {
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
