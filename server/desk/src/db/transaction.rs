use crate::error::Error;
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::ops::Deref;

/// A write in progress. On SQLite it holds the write lock from its first moment: a transaction that starts as a reader and
/// turns into a writer would ignore the busy timeout.
pub struct Tx(DatabaseTransaction);

impl Tx {
    pub(super) async fn begin(writer: &DatabaseConnection) -> Result<Self, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(Self(writer.begin_with_options(options).await?))
    }

    /// Makes everything durable at once.
    ///
    /// # Errors
    /// When the database could not; then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
