//! Extraction of a ticket's text from its rows, as the documents that it is found by.

use super::document::{Document, Lexemes};
use super::{CONVERSATION_MAX, DOCUMENT_FULL, FILES_MAX, letter};
use crate::Result;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::HashMap;

#[derive(FromQueryResult)]
pub(super) struct IndexedTicket {
    id: i64,
    number: i64,
    reference: Option<String>,
    subject: String,
    company_id: i64,
    reporter_id: i64,
    closed: bool,
    /// Of the number.
    prefix: String,
}

/// A value, a message or a file, as `part` says.
#[derive(FromQueryResult)]
struct PartRow {
    part: i32,
    ticket_id: i64,
    /// Of the attribute or the message.
    owner_id: i64,
    note: bool,
    /// The value, the body or the name.
    text: String,
    /// What stands in a file.
    content: Option<String>,
}

/// A document and its place among those of its ticket.
pub(super) struct PlacedDocument {
    pub ticket_id: i64,
    pub place: i64,
    pub open: bool,
    pub lexemes: Lexemes,
}

/// Everything that a range of tickets is found by.
pub(super) struct TicketTexts {
    pub tickets: Vec<IndexedTicket>,
    parts: HashMap<i64, TicketParts>,
}

/// What belongs to one ticket.
#[derive(Default)]
struct TicketParts {
    values: Vec<PartRow>,
    messages: Vec<PartRow>,
    files: Vec<PartRow>,
}

impl TicketTexts {
    /// Reads them, with the messages from `since` on.
    pub(super) async fn read(db: &impl ConnectionTrait, (first, last): (i64, i64), since: i64) -> Result<Self> {
        let mut parts = HashMap::<i64, TicketParts>::new();
        for row in all::<PartRow>(db, PARTS, vec![first.into(), last.into(), since.into()]).await? {
            let of_ticket = parts.entry(row.ticket_id).or_default();
            match row.part {
                0 => of_ticket.values.push(row),
                1 => of_ticket.messages.push(row),
                _ => of_ticket.files.push(row),
            }
        }
        Ok(Self { tickets: all(db, TICKETS, vec![first.into(), last.into()]).await?, parts })
    }

    fn of(&self, ticket: &IndexedTicket) -> impl Iterator<Item = &TicketParts> {
        self.parts.get(&ticket.id).into_iter()
    }

    /// What each document of a ticket holds: marks, number, subject and attributes.
    fn head(&self, ticket: &IndexedTicket) -> Document {
        let mut head = Document::default();
        head.add_mark(letter::COMPANY, ticket.company_id);
        head.add_mark(letter::REPORTER, ticket.reporter_id);
        head.add_as(letter::NUMBER, &domain::tickets::number::write(&ticket.prefix, ticket.number));
        head.add_as(letter::NUMBER, &ticket.number.to_string());
        head.add_as(letter::NUMBER, ticket.reference.as_deref().unwrap_or_default());
        head.add_as(letter::SUBJECT, &ticket.subject);
        for value in self.of(ticket).flat_map(|parts| &parts.values) {
            head.add(&format!("{}z", letter::ATTRIBUTE), &value.text);
            head.add(&format!("{}{}z", letter::ATTRIBUTE, value.owner_id), &value.text);
        }
        head
    }

    /// The conversation's documents from a place on. Each has the head's words, so that a search may ask for some of both.
    pub(super) fn conversation(&self, ticket: &IndexedTicket, mut place: usize) -> Vec<PlacedDocument> {
        let head = self.head(ticket);
        let (mut document, mut size, mut placed) = (head.clone(), 0, Vec::new());
        for (message, files) in self.of(ticket).flat_map(TicketParts::messages_with_files) {
            if size >= DOCUMENT_FULL {
                placed.push(PlacedDocument::new(ticket, place, std::mem::replace(&mut document, head.clone())));
                (place, size) = (place + 1, 0);
            }
            size += message.text.len();
            document.add_as(if message.note { letter::NOTE } else { letter::MESSAGE }, &message.text);
            for file in files {
                document.add_as(file.letter(), &file.text);
            }
        }
        placed.push(PlacedDocument::new(ticket, place, document));
        placed.retain(|document| document.place < CONVERSATION_MAX as i64);
        placed
    }

    /// A document for each file that holds text.
    pub(super) fn files(&self, ticket: &IndexedTicket) -> Vec<PlacedDocument> {
        let head = self.head(ticket);
        let files = self.of(ticket).flat_map(|parts| &parts.files);
        let texts = files.filter_map(|file| Some((file, file.content.as_deref().filter(|text| !text.is_empty())?)));
        let placed = texts.take(FILES_MAX).enumerate().map(|(number, (file, text))| {
            let mut document = head.clone();
            document.add_as(file.letter(), &file.text);
            document.add_as(file.letter(), text);
            PlacedDocument::new(ticket, CONVERSATION_MAX + number, document)
        });
        placed.collect()
    }
}

impl TicketParts {
    /// Each message with its files.
    fn messages_with_files(&self) -> impl Iterator<Item = (&PartRow, impl Iterator<Item = &PartRow>)> {
        self.messages
            .iter()
            .map(|message| (message, self.files.iter().filter(|file| file.owner_id == message.owner_id)))
    }
}

impl PartRow {
    fn letter(&self) -> char {
        if self.note { letter::NOTE_FILE } else { letter::FILE }
    }
}

impl PlacedDocument {
    fn new(ticket: &IndexedTicket, place: usize, document: Document) -> Self {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        Self { ticket_id: ticket.id, place, open: !ticket.closed, lexemes: document.lexemes() }
    }
}

const TICKETS: &str = "SELECT id, number, reference, subject, company_id, reporter_id, closed,
  COALESCE((SELECT prefix FROM sequences WHERE name = 'tickets'), '') AS prefix FROM tickets WHERE id BETWEEN $1 AND $2 ORDER BY id";
/// In one query, because each costs more than what it reads of one ticket.
const PARTS: &str = r#"SELECT 0 AS part, ticket_id, attribute_id AS owner_id, FALSE AS note, value AS text, NULL AS content, attribute_id AS place
  FROM ticket_values WHERE ticket_id BETWEEN $1 AND $2
UNION ALL SELECT 1, ticket_id, id, note, body, NULL, id FROM messages WHERE ticket_id BETWEEN $1 AND $2 AND id >= $3
UNION ALL SELECT 2, a.ticket_id, a.message_id, m.note, a.name, t.text, a.id FROM attachments a
  JOIN messages m ON m.id = a.message_id LEFT JOIN file_texts t ON t.sha256 = a.sha256
  WHERE a.ticket_id BETWEEN $1 AND $2 AND a.message_id >= $3
ORDER BY part, place"#;

pub(super) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await?)
}
