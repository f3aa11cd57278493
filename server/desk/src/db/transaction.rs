use super::faults::{FaultInjector, InjectedFault};
use super::order::LockOrder;
use crate::error::{Error, Result};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A write in progress: the transaction and what is to be indexed at its end. On SQLite it holds the write lock from its first
/// moment: a transaction that starts as a reader and turns into a writer would ignore the busy timeout.
///
/// Cheap to clone; [`super::Db::write`] commits when the body that it was given has ended.
#[derive(Clone)]
pub struct Tx(Arc<Inner>);

struct Inner {
    statements: Statements,
    /// Tickets that the search index will find as they are at the end.
    stale: Mutex<BTreeMap<i64, Extent>>,
    discarded: AtomicBool,
}

/// How much of a ticket's part of the search index is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// What was said last.
    End,
    Whole,
    /// Whole, and nothing of it stands in the index.
    New,
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
        Ok(Self(Arc::new(Inner {
            statements: Statements { transaction, faults, order: LockOrder::default() },
            stale: Mutex::default(),
            discarded: AtomicBool::new(false),
        })))
    }

    /// Indexes what is stale.
    pub(super) async fn project(&self) -> Result<()> {
        let stale = std::mem::take(&mut *self.0.stale.lock().unwrap_or_else(PoisonError::into_inner));
        for (ticket_id, extent) in stale {
            crate::search::renew_ticket(self, ticket_id, extent).await?;
        }
        Ok(())
    }

    /// Makes everything durable at once.
    ///
    /// # Errors
    /// When the database could not, or did not say whether it has.
    pub(super) async fn commit(self) -> Result<()> {
        let inner = Arc::into_inner(self.0).ok_or_else(|| Error::broken("a write was kept beyond its end"))?;
        inner.statements.fault("COMMIT").await?;
        Ok(inner.statements.transaction.commit().await?)
    }

    /// Undoes everything. Where the database does not answer, its connection is closed instead.
    pub(super) async fn roll_back(self) {
        if let Some(inner) = Arc::into_inner(self.0) {
            let _ = inner.statements.transaction.rollback().await;
        }
    }

    /// Undoes everything at the end, although the body succeeds: for a trial.
    pub fn discard(&self) {
        self.0.discarded.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_discarded(&self) -> bool {
        self.0.discarded.load(Ordering::Relaxed)
    }

    /// Has a ticket indexed when everything about it is written: once, however much of it changes.
    pub(crate) fn index(&self, ticket_id: i64, extent: Extent) {
        let mut stale = self.0.stale.lock().unwrap_or_else(PoisonError::into_inner);
        let known = stale.entry(ticket_id).or_insert(extent);
        *known = extent.max(*known);
    }
}

impl Deref for Tx {
    type Target = Statements;
    fn deref(&self) -> &Statements {
        &self.0.statements
    }
}

/// The statements of one write.
pub struct Statements {
    transaction: DatabaseTransaction,
    /// What a test does to them.
    faults: Option<Arc<dyn FaultInjector>>,
    order: LockOrder,
}

impl Statements {
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
impl ConnectionTrait for Statements {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.fault(&statement.sql).await?;
        self.transaction.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.fault(sql).await?;
        self.transaction.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.fault(&statement.sql).await?;
        self.transaction.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.fault(&statement.sql).await?;
        self.transaction.query_all_raw(statement).await
    }
}
