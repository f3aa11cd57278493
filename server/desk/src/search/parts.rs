//! What a ticket says now, read from its rows, as the documents that it is found by.

use super::document::{Document, Lexemes};
use super::{CONVERSATION_MAX, DOCUMENT_FULL, FILES_MAX, letter};
use crate::Result;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
pub(super) struct TicketRow {
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

/// A document and its place among those of its ticket.
pub(super) struct Placed {
    pub ticket_id: i64,
    pub place: i64,
    pub open: bool,
    pub lexemes: Lexemes,
}

/// Everything that a range of tickets is found by.
pub(super) struct Parts {
    prefix: String,
    pub tickets: Vec<TicketRow>,
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
    pub(super) async fn read(db: &impl ConnectionTrait, (first, last): (i64, i64), since: i64) -> Result<Self> {
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
    pub(super) fn conversation(&self, ticket: &TicketRow, mut place: usize) -> Vec<Placed> {
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
    pub(super) fn files(&self, ticket: &TicketRow) -> Vec<Placed> {
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

pub(super) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}
