//! The search looks into everything that is said on a ticket, its attributes and its files.

use super::m001_foundation::spelled;
use crate::search;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m003_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let backend = manager.get_database_backend();
        let index = if backend == DbBackend::Sqlite { SEARCH_SQLITE } else { SEARCH_POSTGRES };
        for part in [TEXTS, index] {
            db.execute_unprepared(&spelled(part, backend)).await?;
        }
        search::rebuild(db).await.map_err(|error| DbErr::Migration(error.to_string()))
    }
}

/// What stands in the files that hold text, by their content.
const TEXTS: &str = "
CREATE TABLE file_texts (sha256 {BYTES} PRIMARY KEY, text TEXT NOT NULL);
";

/// The words are split before they come here, and only whether a ticket has them is kept.
const SEARCH_SQLITE: &str = "
DROP TABLE ticket_words;
CREATE VIRTUAL TABLE open_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE closed_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE TABLE search_terms (term TEXT PRIMARY KEY) WITHOUT ROWID;
";

const SEARCH_POSTGRES: &str = "
DROP TABLE ticket_words;
CREATE TABLE ticket_words (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), place BIGINT NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (ticket_id, place)
);
CREATE INDEX ticket_words_words ON ticket_words USING GIN (words);
CREATE TABLE search_terms (term {FOLDED} PRIMARY KEY);
";
