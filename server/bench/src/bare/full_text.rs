//! The full-text index of tickets, written as the product writes it: everything that a ticket says in one document, a long
//! conversation in several, each with the words of the ticket itself.

use super::write::Write;
use crate::error::Result;
use domain::search::words;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

/// A document with so much text is full, in bytes.
const FULL: i64 = 32_000;
/// Of a longer conversation only the last document is written anew.
const LONG: i64 = 4 * FULL;
/// Documents of a conversation; those of its files follow.
const CONVERSATION_MAX: i64 = 128;
const FILES_MAX: usize = 127;

/// A ticket as each of its documents names it.
pub struct Head {
    pub id: i64,
    pub number: i64,
    pub prefix: String,
    pub reference: Option<String>,
    pub subject: String,
    pub company: i64,
    pub reporter: i64,
}

/// The words of one document.
#[derive(Clone, Default)]
struct Document {
    text: String,
    spans: Vec<(usize, usize)>,
}

impl Document {
    fn of(head: &Head) -> Self {
        let mut document = Self::default();
        for (letter, id) in [('c', head.company), ('r', head.reporter)] {
            let start = document.text.len();
            let _ = write!(document.text, "{letter}{id}");
            document.spans.push((start, document.text.len()));
        }
        document.add("n", &domain::tickets::number::write(&head.prefix, head.number));
        document.add("n", &head.number.to_string());
        document.add("n", head.reference.as_deref().unwrap_or_default());
        document.add("s", &head.subject);
        document
    }

    fn add(&mut self, letter: &str, text: &str) {
        for word in words(text) {
            let start = self.text.len();
            self.text.push_str(letter);
            self.text.push_str(&word);
            self.spans.push((start, self.text.len()));
        }
    }

    /// Each lexeme once, in their order.
    fn lexemes(&self) -> Vec<&str> {
        let once: HashSet<&str> = self.spans.iter().map(|(start, end)| &self.text[*start..*end]).collect();
        let mut once: Vec<&str> = once.into_iter().collect();
        once.sort_unstable();
        once
    }
}

/// A value, a message or a file.
struct Part {
    kind: i32,
    owner: i64,
    note: bool,
    text: String,
    content: Option<String>,
}

impl Part {
    fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            kind: row.try_get_by_index(0)?,
            owner: row.try_get_by_index(1)?,
            note: row.try_get_by_index(2)?,
            text: row.try_get_by_index(3)?,
            content: row.try_get_by_index(4)?,
        })
    }

    fn letter(&self) -> &'static str {
        match (self.kind, self.note) {
            (1, false) => "m",
            (1, true) => "p",
            (_, false) => "f",
            (_, true) => "q",
        }
    }
}

/// Writes anew what an open ticket is found by, after something was said on it. `size`: of everything said, in bytes.
pub async fn index(write: &Write, head: &Head, size: i64) -> Result<()> {
    let (place, since) = if size > LONG { last_document(write, head.id).await? } else { (0, 0) };
    let rows = write.all(PARTS, vec![head.id.into(), since.into()]).await?;
    let parts = rows.iter().map(Part::read).collect::<Result<Vec<_>>>()?;
    let mut documents = conversation(head, &parts, place);
    let last = if size > LONG { CONVERSATION_MAX - 1 } else { CONVERSATION_MAX + FILES_MAX as i64 };
    if size <= LONG {
        documents.extend(files(head, &parts));
    }
    let forget = match write.db().get_database_backend() {
        DbBackend::Sqlite => "DELETE FROM open_words WHERE rowid BETWEEN ($1 << 8) + $2 AND ($1 << 8) + $3",
        _ => "DELETE FROM ticket_words WHERE ticket_id = $1 AND place BETWEEN $2 AND $3",
    };
    write.run(forget, vec![head.id.into(), place.into(), last.into()]).await?;
    store(write, head.id, &documents).await
}

/// Writes what a new ticket is found by.
pub async fn begin(write: &Write, head: &Head, said: &str) -> Result<()> {
    let mut document = Document::of(head);
    document.add("m", said);
    store(write, head.id, &[(0, document)]).await
}

const PARTS: &str = "SELECT 0 AS part, attribute_id AS owner_id, FALSE AS note, value AS text, NULL AS content, attribute_id AS place \
      FROM ticket_values WHERE ticket_id = $1 \
    UNION ALL SELECT 1, id, note, body, NULL, id FROM messages WHERE ticket_id = $1 AND id >= $2 \
    UNION ALL SELECT 2, a.message_id, m.note, a.name, t.text, a.id FROM attachments a JOIN messages m ON m.id = a.message_id \
      LEFT JOIN file_texts t ON t.sha256 = a.sha256 WHERE a.ticket_id = $1 AND a.message_id >= $2 \
    ORDER BY part, place";

/// The place of a long conversation's last document, and its first message.
async fn last_document(write: &Write, ticket: i64) -> Result<(i64, i64)> {
    let sql = "SELECT id, CAST(octet_length(body) AS BIGINT) FROM messages WHERE ticket_id = $1 ORDER BY id";
    let (mut place, mut size, mut since) = (0, 0, 0);
    for row in write.all(sql, vec![ticket.into()]).await? {
        if size >= FULL {
            (place, size, since) = (place + 1, 0, row.try_get_by_index(0)?);
        }
        size += row.try_get_by_index::<i64>(1)?;
    }
    Ok((place, since))
}

/// The documents of a conversation from a place on.
fn conversation(head: &Head, parts: &[Part], mut place: i64) -> Vec<(i64, Document)> {
    let mut whole = Document::of(head);
    for value in parts.iter().filter(|part| part.kind == 0) {
        whole.add("az", &value.text);
        whole.add(&format!("a{}z", value.owner), &value.text);
    }
    let (mut document, mut size, mut documents) = (whole.clone(), 0, Vec::new());
    for message in parts.iter().filter(|part| part.kind == 1) {
        if size >= FULL {
            documents.push((place, std::mem::replace(&mut document, whole.clone())));
            (place, size) = (place + 1, 0);
        }
        size += message.text.len() as i64;
        document.add(message.letter(), &message.text);
        for file in parts.iter().filter(|part| part.kind == 2 && part.owner == message.owner) {
            document.add(file.letter(), &file.text);
        }
    }
    documents.push((place, document));
    documents.retain(|(place, _)| *place < CONVERSATION_MAX);
    documents
}

/// A document for each file that holds text.
fn files(head: &Head, parts: &[Part]) -> Vec<(i64, Document)> {
    let texts = parts.iter().filter(|part| part.kind == 2);
    let texts = texts.filter_map(|file| Some((file, file.content.as_deref().filter(|text| !text.is_empty())?)));
    let documents = (CONVERSATION_MAX..).zip(texts.take(FILES_MAX)).map(|(place, (file, text))| {
        let mut document = Document::of(head);
        for value in parts.iter().filter(|part| part.kind == 0) {
            document.add("az", &value.text);
            document.add(&format!("a{}z", value.owner), &value.text);
        }
        document.add(file.letter(), &file.text);
        document.add(file.letter(), text);
        (place, document)
    });
    documents.collect()
}

async fn store(write: &Write, ticket: i64, documents: &[(i64, Document)]) -> Result<()> {
    let is_sqlite = write.db().get_database_backend() == DbBackend::Sqlite;
    let documents: Vec<(i64, Vec<&str>)> =
        documents.iter().map(|(place, document)| (*place, document.lexemes())).collect();
    // Marks of the company and the reporter are never looked for.
    let searchable = documents.iter().flat_map(|(_, lexemes)| lexemes).filter(|lexeme| !lexeme.starts_with(['c', 'r']));
    let terms: Vec<&str> = searchable.copied().collect::<BTreeSet<_>>().into_iter().collect();
    let (sql, terms) = match is_sqlite {
        true => (
            "INSERT OR IGNORE INTO search_terms (term) SELECT value FROM json_each($1)",
            serde_json::json!(terms).to_string(),
        ),
        false => (
            "INSERT INTO search_terms (term) SELECT unnest(string_to_array($1, ' ')) ON CONFLICT DO NOTHING",
            terms.join(" "),
        ),
    };
    write.run(sql, vec![terms.into()]).await?;
    for (place, lexemes) in documents {
        let (sql, values) = match is_sqlite {
            true => (
                "INSERT INTO open_words (rowid, words) VALUES ($1, $2)",
                vec![((ticket << 8) + place).into(), lexemes.join(" ").into()],
            ),
            false => (
                "INSERT INTO ticket_words (ticket_id, place, words) VALUES ($1, $2, array_to_tsvector(string_to_array($3, ' ')))",
                vec![ticket.into(), place.into(), format!("{} o", lexemes.join(" ")).into()],
            ),
        };
        write.run(sql, values).await?;
    }
    Ok(())
}
