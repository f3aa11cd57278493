use super::m001_foundation::spelled;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

/// A step that is SQL alone, all of it or nothing.
pub(super) struct Plain {
    /// As the database remembers it.
    pub name: &'static str,
    /// Statements in the words of [`spelled`], in order.
    pub parts: &'static [&'static str],
}

impl MigrationName for Plain {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Plain {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for part in self.parts {
            manager.get_connection().execute_unprepared(&spelled(part, manager.get_database_backend())).await?;
        }
        Ok(())
    }
}
