//! A write transaction.

use super::faults::{FaultInjector, InjectedFault};
use super::order::LockOrder;
use crate::error::{Error, Result};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A transaction that writes. On SQLite it holds the write lock from its first moment: one that starts as a reader and turns into a
/// writer would ignore the busy timeout.
///
/// Cheap to clone; [`super::Db::write`] commits when the body that it was given has ended.
#[derive(Clone)]
pub struct Tx(Arc<Inner>);

struct Inner {
    transaction: DatabaseTransaction,
    /// What a test does to the statements.
    faults: Option<Arc<dyn FaultInjector>>,
    order: LockOrder,
    discarded: AtomicBool,
}

impl Tx {
    pub(super) async fn begin(
        writer: &DatabaseConnection,
        faults: Option<Arc<dyn FaultInjector>>,
    ) -> Result<Self, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let transaction = writer.begin_with_options(options).await?;
        let (order, discarded) = (LockOrder::default(), AtomicBool::new(false));
        Ok(Self(Arc::new(Inner { transaction, faults, order, discarded })))
    }

    /// Makes everything durable at once.
    ///
    /// # Errors
    /// When the database could not, or did not say whether it has.
    pub(super) async fn commit(self) -> Result<()> {
        let inner = Arc::into_inner(self.0).ok_or_else(|| Error::broken("a write was kept beyond its end"))?;
        inner.fault("COMMIT").await?;
        Ok(inner.transaction.commit().await?)
    }

    /// Undoes everything. Where the database does not answer, its connection is closed instead.
    pub(super) async fn roll_back(self) {
        if let Some(inner) = Arc::into_inner(self.0) {
            let _ = inner.transaction.rollback().await;
        }
    }

    /// Undoes everything at the end, although the body succeeds: for a trial.
    pub fn discard(&self) {
        self.0.discarded.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_discarded(&self) -> bool {
        self.0.discarded.load(Ordering::Relaxed)
    }
}

impl Inner {
    async fn fault(&self, sql: &str) -> Result<(), DbErr> {
        // SQLite has one writer, and its statements lock no rows.
        if cfg!(debug_assertions) && self.transaction.get_database_backend() == DbBackend::Postgres {
            self.order.check(sql);
        }
        match self.faults.as_ref().and_then(|faults| faults.before(sql)) {
            None => Ok(()),
            Some(InjectedFault::Hang) => std::future::pending().await,
            Some(InjectedFault::Run { sql, error }) => {
                self.transaction.execute_unprepared(sql).await?;
                Err(error)
            }
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.fault(&statement.sql).await?;
        self.0.transaction.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.fault(sql).await?;
        self.0.transaction.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.fault(&statement.sql).await?;
        self.0.transaction.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.fault(&statement.sql).await?;
        self.0.transaction.query_all_raw(statement).await
    }
}
