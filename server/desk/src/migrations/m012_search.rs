//! The full-text index of tickets, and the text of files.

use super::step::{Sql, Step};

pub(super) const STEP: Step =
    Step { name: "m012_search", parts: &[Sql::Both(TEXTS), Sql::Sqlite(ON_SQLITE), Sql::Postgres(ON_POSTGRES)] };

/// What stands in the files that hold text, by their content.
const TEXTS: &str = "
CREATE TABLE file_texts (sha256 {BYTES} PRIMARY KEY, text TEXT NOT NULL);
";

/// Words are split before they come here, and only whether a document has them is kept. Open tickets have an index of their own.
const ON_SQLITE: &str = "
CREATE VIRTUAL TABLE open_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE closed_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE TABLE search_terms (term TEXT PRIMARY KEY) WITHOUT ROWID;
";

const ON_POSTGRES: &str = "
CREATE TABLE ticket_words (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), place BIGINT NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (ticket_id, place)
);
CREATE INDEX ticket_words_words ON ticket_words USING GIN (words);
CREATE TABLE search_terms (term {FOLDED} PRIMARY KEY);
";
