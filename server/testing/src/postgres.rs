//! PostgreSQL databases of tests: each is created on the test server and dropped with its handle.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

/// Dropped with this.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A new one without any table. `server` is the URL of the server's `postgres` database.
    pub async fn create(server: &str) -> Self {
        Self::create_with(server, "").await.expect("a new database")
    }

    /// A copy of another that nobody is connected to, or `None` when there is no such database. Its files are copied, which is twice as fast
    /// as writing everything that is in them to the log.
    pub(crate) async fn copy_of(server: &str, other: &str) -> Option<Self> {
        match Self::create_with(server, &format!(" TEMPLATE {other} STRATEGY file_copy")).await {
            Err(error) if error.to_string().contains("does not exist") => None,
            made => Some(made.expect("a copy")),
        }
    }

    async fn create_with(server: &str, how: &str) -> Result<Self, DbErr> {
        let name = format!("portico_{}", desk::random::id());
        execute(server, &format!("CREATE DATABASE {name}{how}")).await?;
        Ok(Self { server: server.to_owned(), name })
    }

    /// From now on it stays.
    pub(crate) async fn rename(self, name: &str) {
        let renamed = execute(&self.server, &format!("ALTER DATABASE {} RENAME TO {name}", self.name)).await;
        renamed.expect("nobody else has the name");
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
            runtime.block_on(execute(&server, &sql)).expect("it is there");
        });
        // A database that stays goes with its server.
        let _ = work.join();
    }
}

async fn connect(server: &str) -> DatabaseConnection {
    sea_orm::Database::connect(server).await.expect("PORTICO_TEST_POSTGRES can be reached")
}

async fn execute(server: &str, sql: &str) -> Result<(), DbErr> {
    let server = connect(server).await;
    let done = server.execute_unprepared(sql).await;
    server.close().await?;
    done.map(drop)
}
