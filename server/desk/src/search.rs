//! Full-text search over subjects and numbers: FTS5 on SQLite, `tsvector` on PostgreSQL. Words match by their beginning.
//!
//! Each ticket's words go in together with a token of its company, so that a customer's search for a frequent word reads
//! only that company's tickets.

use crate::Result;
use crate::db::Tx;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// The words of a search, at most this many.
const WORDS_MAX: usize = 10;

fn company_token(company_id: i64) -> String {
    format!("company{company_id}")
}

/// Makes a ticket findable. `text` is everything it can be found by.
pub(crate) async fn index(tx: &impl ConnectionTrait, ticket_id: i64, company_id: i64, text: &str) -> Result<()> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "INSERT INTO ticket_words (rowid, words, company) VALUES ($1, $2, $3)",
        _ => {
            "INSERT INTO ticket_words (ticket_id, words) VALUES ($1, array_to_tsvector(array_append(string_to_array($2, ' '), '@' || $3)))"
        }
    };
    let values = [ticket_id.into(), folded(text).into(), company_token(company_id).into()];
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

/// Both databases get text in which only letters and digits remain, so that they split it alike.
fn folded(text: &str) -> String {
    words(text).join(" ")
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A condition on `tickets.id` for tickets in which every word of `search` occurs, and its value. `None` when the search
/// holds no word at all.
pub(crate) fn condition(backend: DbBackend, search: &str, company_id: Option<i64>) -> Option<(&'static str, String)> {
    let mut terms = words(search);
    terms.truncate(WORDS_MAX);
    if terms.is_empty() {
        return None;
    }
    let company = company_id.map(company_token);
    Some(match backend {
        DbBackend::Sqlite => {
            let words: Vec<String> = terms.iter().map(|term| format!("words : \"{term}\" *")).collect();
            let company = company.map(|token| format!(" AND company : \"{token}\"")).unwrap_or_default();
            (
                "tickets.id IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH $1)",
                format!("{}{company}", words.join(" AND ")),
            )
        }
        _ => {
            let words: Vec<String> = terms.iter().map(|term| format!("'{term}':*")).collect();
            let company = company.map(|token| format!(" & '@{token}'")).unwrap_or_default();
            (
                "tickets.id IN (SELECT ticket_id FROM ticket_words WHERE words @@ $1::tsquery)",
                format!("{}{company}", words.join(" & ")),
            )
        }
    })
}

/// Writers use this to say what a ticket is found by.
pub(crate) fn ticket_text(number: &str, reference: Option<&str>, subject: &str) -> String {
    let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    format!("{number} {digits} {} {subject}", reference.unwrap_or_default())
}

/// So that callers need not name the transaction type.
pub(crate) async fn index_ticket(
    tx: &Tx,
    id: i64,
    company_id: i64,
    number: &str,
    reference: Option<&str>,
    subject: &str,
) -> Result<()> {
    index(&**tx, id, company_id, &ticket_text(number, reference, subject)).await
}
