//! Interrupted schema upgrades, for the tests that look whether the next start completes them.

use crate::error::Error;
use crate::migrations::Migrator;
use sea_orm::{Database, DbBackend, TransactionTrait};
use sea_orm_migration::MigratorTrait;

/// Upgrades a database as a server does that is killed in the middle of one of the pending migrations: `step` counts them from 0.
/// `false` where there are not so many; nothing has happened then.
///
/// # Errors
/// When the database fails.
pub async fn killed_upgrade(url: &str, step: u32) -> Result<bool, Error> {
    let db = Database::connect(url).await?;
    let pending = Migrator::get_pending_migrations(&db).await?.len();
    let has_step = usize::try_from(step).is_ok_and(|step| step < pending);
    if has_step {
        // PostgreSQL has a transaction for each migration, SQLite one for all of them.
        let begun = if db.get_database_backend() == DbBackend::Postgres {
            Migrator::up(&db, Some(step)).await?;
            1
        } else {
            step + 1
        };
        let transaction = db.begin().await?;
        Migrator::up(&transaction, Some(begun)).await?;
        transaction.rollback().await?;
    }
    db.close().await?;
    Ok(has_step)
}
