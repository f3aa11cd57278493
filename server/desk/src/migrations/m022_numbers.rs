//! Numbers of tickets that nobody waits for on PostgreSQL.

use super::m001_foundation::spelled;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m022_numbers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            return Ok(());
        }
        manager.get_connection().execute_unprepared(&spelled(NUMBERS, DbBackend::Postgres)).await?;
        Ok(())
    }
}

/// The row of `sequences` keeps the prefix alone; SQLite, which has one writer, counts there as before.
const NUMBERS: &str = "
CREATE SEQUENCE ticket_numbers OWNED BY tickets.number;
SELECT setval('ticket_numbers', next_value, FALSE) FROM sequences WHERE name = 'tickets';
ALTER TABLE tickets ALTER COLUMN number SET DEFAULT nextval('ticket_numbers');
";
