//! The connection pool for reads outside of a transaction.
//!
//! Invariant: inside of a write nothing is read through the pool. Whoever holds a transaction and waits for a second
//! connection may wait for another who does the same. With assertions on, it panics.

use super::outage::lost;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};

tokio::task_local! {
    /// Set while the body of a write runs.
    pub(super) static WRITING: ();
}

/// Connections for queries outside of a transaction. A query is asked once more where its connection turns out to have been
/// closed by the server.
#[derive(Clone)]
pub struct Reader(pub(super) DatabaseConnection);

impl Reader {
    /// The pool itself, for what is no query.
    pub fn pool(&self) -> &DatabaseConnection {
        &self.0
    }
}

/// As many connections as the pool holds may have been closed at once, and each is met one by one.
const TRIES: usize = 24;

impl Reader {
    /// A copy to ask again with; a connection to SQLite, which is no other program, does not get lost.
    fn retry_copy(&self, statement: &Statement) -> Option<Statement> {
        outside_of_writes(&statement.sql);
        (self.0.get_database_backend() == DbBackend::Postgres).then(|| statement.clone())
    }
}

/// Whoever holds a transaction and waits for a second connection may wait for another who does the same.
fn outside_of_writes(sql: &str) {
    debug_assert!(WRITING.try_with(|()| ()).is_err(), "a write reads through the pool: {sql}");
}

/// Asks again for as long as the connection was lost.
async fn retry_lost<T, F: Future<Output = Result<T, DbErr>>>(
    first: Result<T, DbErr>,
    kept: Option<Statement>,
    ask: impl Fn(Statement) -> F,
) -> Result<T, DbErr> {
    let mut answer = first;
    if let Some(statement) = kept {
        for _ in 1..TRIES {
            match &answer {
                Err(error) if lost(error) => answer = ask(statement.clone()).await,
                _ => break,
            }
        }
    }
    answer
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        outside_of_writes(&statement.sql);
        // What changes something may have done so before the connection was lost: it is not asked again.
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        outside_of_writes(sql);
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let kept = self.retry_copy(&statement);
        retry_lost(self.0.query_one_raw(statement).await, kept, |statement| self.0.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let kept = self.retry_copy(&statement);
        retry_lost(self.0.query_all_raw(statement).await, kept, |statement| self.0.query_all_raw(statement)).await
    }
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;
    use sea_orm::Database;

    #[tokio::test]
    #[should_panic(expected = "a write reads through the pool")]
    async fn nothing_is_asked_of_the_pool_inside_a_write() {
        let reader = Reader(Database::connect("sqlite::memory:").await.expect("it is in memory"));
        let _ = WRITING.scope((), reader.execute_unprepared("SELECT 1")).await;
    }
}
