//! The assets of one company in each order that a list is read in, so that a page of a large company's costs no more than a small
//! one's. Files are read once more for the search, which has learned to read PDF.

use super::m001_foundation::spelled;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m013_assets_reach"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(&spelled(INDEXES, manager.get_database_backend())).await?;
        db.execute_unprepared("DELETE FROM settings WHERE name = 'files_read'").await?;
        Ok(())
    }
}

const INDEXES: &str = "
CREATE INDEX assets_company_name ON assets (company_id, name_key, id);
CREATE INDEX assets_company_identifier ON assets (company_id, identifier_key, id);
CREATE INDEX assets_company_created ON assets (company_id, created_at, id);
CREATE INDEX assets_company_changed ON assets (company_id, changed_at, id);
";
