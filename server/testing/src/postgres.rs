//! A database on the test server.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// Dropped with this.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    pub(crate) async fn create(server: &str) -> Self {
        Self::made(server, "").await
    }

    /// A copy of another that nobody is connected to.
    pub(crate) async fn like(server: &str, other: &str) -> Self {
        Self::made(server, &format!(" TEMPLATE {other}")).await
    }

    async fn made(server: &str, how: &str) -> Self {
        let name = format!("portico_{}", desk::random::id());
        order(server, &format!("CREATE DATABASE {name}{how}")).await;
        Self { server: server.to_owned(), name }
    }

    pub(crate) async fn exists(server: &str, name: &str) -> bool {
        let server = connected(server).await;
        let query = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        let found = server.query_one_raw(Statement::from_string(DbBackend::Postgres, query)).await;
        server.close().await.expect("it closes");
        found.expect("the server answers").is_some()
    }

    /// From now on it stays.
    pub(crate) async fn rename(self, name: &str) {
        order(&self.server, &format!("ALTER DATABASE {} RENAME TO {name}", self.name)).await;
        std::mem::forget(self);
    }

    pub fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("a URL ends with the database's name");
        format!("{base}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // The test's own runtime may be stopping, and it cannot be waited for here.
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(order(&server, &sql));
        });
        // A database that stays goes with its server.
        let _ = work.join();
    }
}

async fn connected(server: &str) -> DatabaseConnection {
    sea_orm::Database::connect(server).await.expect("PORTICO_TEST_POSTGRES can be reached")
}

async fn order(server: &str, sql: &str) {
    let server = connected(server).await;
    server.execute_unprepared(sql).await.expect("the server obeys");
    server.close().await.expect("it closes");
}
