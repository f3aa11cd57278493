//! Full-text search over subjects and numbers: FTS5 on SQLite, `tsvector` on PostgreSQL. Words match by their beginning.
//!
//! Each ticket's words go in together with marks: its company, so that a customer's search for a frequent word reads only
//! that company's tickets, and whether it is open, so that closed ones cost nothing until they are asked for.

use crate::Result;
use crate::db::Tx;
use crate::tickets::ticket;
use domain::listing::SearchIn;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};

/// The words of a search, at most this many.
const WORDS_MAX: usize = 10;
/// Tickets read at a time when the index is built anew.
const CHUNK: i64 = 5_000;

/// What a ticket is found by.
pub(crate) struct Entry<'a> {
    pub ticket_id: i64,
    pub company_id: i64,
    pub open: bool,
    /// As it is shown, `PT-1042`.
    pub number: &'a str,
    /// What it was called elsewhere.
    pub reference: Option<&'a str>,
    pub subject: &'a str,
}

impl<'a> Entry<'a> {
    pub(crate) fn of(ticket: &'a ticket::Model, number: &'a str) -> Self {
        Self {
            ticket_id: ticket.id,
            company_id: ticket.company_id,
            open: !ticket.closed,
            number,
            reference: ticket.reference.as_deref(),
            subject: &ticket.subject,
        }
    }

    fn numbers(&self) -> String {
        let digits = self.number.trim_start_matches(|c: char| !c.is_ascii_digit());
        folded(&format!("{} {digits} {}", self.number, self.reference.unwrap_or_default()))
    }

    fn marks(&self) -> String {
        let open = if self.open { " open" } else { "" };
        format!("company{}{open}", self.company_id)
    }

    /// Words with their field before them, and the marks.
    fn lexemes(&self) -> String {
        let fielded = |field: SearchIn, text: &str| {
            words(text).into_iter().map(|word| format!("{}{word}", initial(field))).collect::<Vec<_>>().join(" ")
        };
        let marks: Vec<String> = self.marks().split(' ').map(|mark| format!("@{mark}")).collect();
        let (numbers, subject) = (fielded(SearchIn::Number, &self.numbers()), fielded(SearchIn::Subject, self.subject));
        format!("{numbers} {subject} {}", marks.join(" "))
    }
}

fn initial(field: SearchIn) -> char {
    match field {
        SearchIn::Number => 'n',
        SearchIn::Subject => 's',
    }
}

/// Makes a ticket findable.
pub(crate) async fn index(db: &impl ConnectionTrait, entry: &Entry<'_>) -> Result<()> {
    let backend = db.get_database_backend();
    let id: Value = entry.ticket_id.into();
    let (sql, values) = match backend {
        DbBackend::Sqlite => (
            "INSERT INTO ticket_words (rowid, number, subject, marks) VALUES ($1, $2, $3, $4)",
            vec![id, entry.numbers().into(), folded(entry.subject).into(), entry.marks().into()],
        ),
        _ => (
            "INSERT INTO ticket_words (ticket_id, words) VALUES ($1, array_to_tsvector(array_remove(string_to_array($2, ' '), '')))",
            vec![id, entry.lexemes().into()],
        ),
    };
    db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// Notes that a ticket was closed or opened again.
pub(crate) async fn mark(tx: &Tx, ticket_id: i64, open: bool) -> Result<()> {
    let backend = tx.get_database_backend();
    let sql = match (backend, open) {
        (DbBackend::Sqlite, true) => "UPDATE ticket_words SET marks = marks || ' open' WHERE rowid = $1",
        (DbBackend::Sqlite, false) => "UPDATE ticket_words SET marks = replace(marks, ' open', '') WHERE rowid = $1",
        (_, true) => "UPDATE ticket_words SET words = words || array_to_tsvector(ARRAY['@open']) WHERE ticket_id = $1",
        (_, false) => "UPDATE ticket_words SET words = ts_delete(words, '@open') WHERE ticket_id = $1",
    };
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [ticket_id.into()])).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
    number: i64,
    reference: Option<String>,
    subject: String,
    company_id: i64,
    closed: bool,
}

/// Fills the empty index from the tickets.
pub(crate) async fn rebuild(db: &impl ConnectionTrait) -> Result<()> {
    let backend = db.get_database_backend();
    let prefix = Statement::from_string(backend, "SELECT prefix FROM sequences WHERE name = 'tickets'");
    let prefix: String =
        db.query_one_raw(prefix).await?.map(|row| row.try_get("", "prefix")).transpose()?.unwrap_or_default();
    let sql =
        "SELECT id, number, reference, subject, company_id, closed FROM tickets WHERE id > $1 ORDER BY id LIMIT $2";
    let mut last = 0;
    loop {
        let chunk = Statement::from_sql_and_values(backend, sql, [last.into(), CHUNK.into()]);
        let found = Found::find_by_statement(chunk).all(db).await?;
        let Some(end) = found.last() else { return Ok(()) };
        last = end.id;
        for row in &found {
            let entry = Entry {
                ticket_id: row.id,
                company_id: row.company_id,
                open: !row.closed,
                number: &domain::tickets::number::write(&prefix, row.number),
                reference: row.reference.as_deref(),
                subject: &row.subject,
            };
            index(db, &entry).await?;
        }
    }
}

/// Both databases get text in which only letters and digits remain, so that they split it alike.
fn folded(text: &str) -> String {
    words(text).join(" ")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// What somebody looks for.
pub(crate) struct Sought<'a> {
    pub text: &'a str,
    pub fields: &'a [SearchIn],
    /// Only tickets of these; empty for all companies.
    pub companies: Vec<i64>,
    pub open_only: bool,
}

impl Sought<'_> {
    fn words(&self) -> Vec<String> {
        let mut words = words(self.text);
        words.truncate(WORDS_MAX);
        words
    }

    /// Whether there is any word to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.words().is_empty()
    }

    /// The tickets in which every word begins a word of one of the fields, as a condition on `tickets.id` and its value.
    pub(crate) fn by_index(&self, backend: DbBackend) -> (&'static str, String) {
        match backend {
            DbBackend::Sqlite => (
                "tickets.id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?)",
                self.matching("number subject"),
            ),
            _ => ("tickets.id IN (SELECT ticket_id FROM ticket_words WHERE words @@ $1::tsquery)", self.tsquery()),
        }
    }

    fn matching(&self, all: &str) -> String {
        let fields = if self.fields.len() == SearchIn::ALL.len() {
            all.to_owned()
        } else {
            self.fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(" ")
        };
        let mut parts: Vec<String> = self.words().iter().map(|word| format!("{{{fields}}} : \"{word}\" *")).collect();
        let companies: Vec<String> = self.companies.iter().map(|id| format!("\"company{id}\"")).collect();
        if !companies.is_empty() {
            parts.push(format!("marks : ({})", companies.join(" OR ")));
        }
        if self.open_only {
            parts.push("marks : \"open\"".to_owned());
        }
        parts.join(" AND ")
    }

    fn tsquery(&self) -> String {
        let word = |word: &String| {
            let ways: Vec<String> = self.fields.iter().map(|field| format!("'{}{word}':*", initial(*field))).collect();
            format!("({})", ways.join(" | "))
        };
        let mut parts: Vec<String> = self.words().iter().map(word).collect();
        let companies: Vec<String> = self.companies.iter().map(|id| format!("'@company{id}'")).collect();
        if !companies.is_empty() {
            parts.push(format!("({})", companies.join(" | ")));
        }
        if self.open_only {
            parts.push("'@open'".to_owned());
        }
        parts.join(" & ")
    }

    /// The same for SQLite, as a look at one ticket's words: for lists that are read in their order until a page is full,
    /// because the words are in so many tickets.
    pub(crate) fn by_look(&self) -> String {
        let one = |word: &String| {
            // Only letters and digits are left in a word.
            let ways: Vec<String> =
                self.fields.iter().map(|field| format!("' ' || w.{} LIKE '% {word}%'", field.as_str())).collect();
            format!("({})", ways.join(" OR "))
        };
        let words: Vec<String> = self.words().iter().map(one).collect();
        format!("EXISTS (SELECT 1 FROM ticket_words w WHERE w.rowid = tickets.id AND {})", words.join(" AND "))
    }
}
