//! Mails on their way out.

use super::m001_foundation::spelled;
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m010_mail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = spelled(MAILS, manager.get_database_backend());
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}

/// `state` is `waiting`, `sent` or `dead`. One that is being sent is due again when its lease ends.
const MAILS: &str = "
CREATE TABLE mails (
  id {ID}, public_id TEXT NOT NULL UNIQUE, user_id BIGINT REFERENCES users (id), address TEXT NOT NULL, name TEXT NOT NULL,
  ticket_id BIGINT REFERENCES tickets (id), kind TEXT NOT NULL, data TEXT NOT NULL, state TEXT NOT NULL, due_at BIGINT NOT NULL,
  claim TEXT NOT NULL, tries BIGINT NOT NULL, answer TEXT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE INDEX mails_due ON mails (state, due_at);
CREATE INDEX mails_changed ON mails (state, changed_at);
CREATE INDEX mails_ticket ON mails (ticket_id);
";
