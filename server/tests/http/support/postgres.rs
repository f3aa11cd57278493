//! A database of its own on the test server.

use sea_orm::{ConnectionTrait, Database};

/// Dropped with this.
pub struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    pub async fn create(server: String) -> Self {
        let name = format!("portico_{}", desk::random::id());
        order(&server, &format!("CREATE DATABASE {name}")).await;
        Self { server, name }
    }

    pub fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("a URL ends with the database's name");
        format!("{base}/{}", self.name)
    }
}

impl Drop for Postgres {
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

async fn order(server: &str, sql: &str) {
    let connection = Database::connect(server).await.expect("PORTICO_TEST_POSTGRES can be reached");
    connection.execute_unprepared(sql).await.expect("the server obeys");
    connection.close().await.expect("it closes");
}
