//! What is new for each person.

use super::m001_foundation::spelled;
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m005_activities"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = spelled(ACTIVITIES, manager.get_database_backend());
        manager.get_connection().execute_unprepared(&sql).await?;
        Ok(())
    }
}

/// A page of entries reads the first index in its order; counting the unread ones reads the second alone.
const ACTIVITIES: &str = "
CREATE TABLE activities (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id),
  last_event BIGINT NOT NULL, told_event BIGINT NOT NULL REFERENCES events (id), told_message BOOLEAN NOT NULL,
  count BIGINT NOT NULL, at BIGINT NOT NULL, unread BOOLEAN NOT NULL, removed BOOLEAN NOT NULL, PRIMARY KEY (ticket_id, user_id)
);
CREATE INDEX activities_newest ON activities (user_id, removed, last_event);
CREATE INDEX activities_unread ON activities (user_id, removed, unread, last_event);
";
