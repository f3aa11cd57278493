//! The database's shape, step by step. A released step never changes; a new need is a new step.

mod m001_foundation;

pub(crate) use m001_foundation::TICKET_INDEXES;

use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m001_foundation::Step)]
    }
}
