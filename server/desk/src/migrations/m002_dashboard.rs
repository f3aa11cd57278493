//! What the dashboard's filters and its search by field need, and what each person has set for their list.

use super::m001_foundation::spelled;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m002_dashboard"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let search_tables =
            if manager.get_database_backend() == DbBackend::Sqlite { SEARCH_SQLITE } else { SEARCH_POSTGRES };
        for part in [PEOPLE, REPLACED, TICKET_INDEXES, search_tables] {
            db.execute_unprepared(&spelled(part, manager.get_database_backend())).await?;
        }
        // The index that was filled here is replaced by the next step, which fills its own.
        Ok(())
    }
}

const PEOPLE: &str = "
ALTER TABLE users ADD COLUMN list_columns TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN list_search TEXT NOT NULL DEFAULT '';
";

const REPLACED: &str = "
DROP INDEX tickets_company_reach;
DROP INDEX tickets_reach;
";

/// Counting what filters leave reads one of these alone, from the filter that it begins with.
pub(super) const TICKET_INDEXES: &str = "
CREATE INDEX tickets_by_company ON tickets (company_id, closed, queue_id, type_id, status_id, assignee_id, changed_at, created_at, reporter_id);
CREATE INDEX tickets_by_queue ON tickets (queue_id, closed, type_id, status_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_type ON tickets (type_id, closed, queue_id, status_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_status ON tickets (status_id, closed, queue_id, type_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_assignee ON tickets (assignee_id, closed, queue_id, type_id, status_id, changed_at, created_at);
CREATE INDEX tickets_by_state ON tickets (closed, queue_id, type_id, status_id, assignee_id, changed_at, created_at);
";

/// Marks: the company's token, and whether the ticket is open.
const SEARCH_SQLITE: &str = "
DROP TABLE ticket_words;
CREATE VIRTUAL TABLE ticket_words USING fts5 (number, subject, marks, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3');
";

const SEARCH_POSTGRES: &str = "
TRUNCATE ticket_words;
";
