//! The real server on a temporary database with the demo's people and tickets.

use super::content::Content;
use super::visitor::Visitor;
use desk::{Clock, Desk, Rules};
use portico_server::serving::{Limits, serve};
use portico_server::{AppState, Settings};
use sea_orm::{ConnectionTrait, Statement};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use testing::{Database, InitialData, NOW, TestDatabase};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub struct Site {
    /// The database it stands on.
    pub on: &'static str,
    /// Of the database.
    pub url: String,
    pub desk: Desk,
    /// Without a trailing slash.
    pub base: String,
    pub address: SocketAddr,
    pub folder: TempDir,
    clock: Arc<AtomicI64>,
    server: JoinHandle<()>,
    _database: Option<Database>,
}

/// One site on each database.
pub async fn sites() -> Vec<Site> {
    sites_with(Settings::default()).await
}

/// The same, run in another way.
pub async fn sites_with(settings: Settings) -> Vec<Site> {
    let mut sites = Vec::new();
    for base in TestDatabase::each(InitialData::Demo(0)).await {
        sites.push(Site::on(base, settings.clone(), plenty()).await);
    }
    sites
}

/// More connections than any test opens.
fn plenty() -> Limits {
    Limits::of(65_536, 10_000)
}

impl Site {
    /// On SQLite, for what has nothing to do with the database.
    pub async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        Self::on(TestDatabase::on_sqlite(InitialData::Demo(0)).await, settings, plenty()).await
    }

    /// Where one may hold on to less than usual.
    pub async fn within(settings: Settings, limits: Limits) -> Self {
        Self::on(TestDatabase::on_sqlite(InitialData::Demo(0)).await, settings, limits).await
    }

    /// On SQLite, by other rules than the usual ones.
    pub async fn ruled(rules: Rules) -> Self {
        Self::by(TestDatabase::on_sqlite(InitialData::Demo(0)).await, Settings::default(), plenty(), rules).await
    }

    async fn on(base: TestDatabase, settings: Settings, limits: Limits) -> Self {
        Self::by(base, settings, limits, Rules::default()).await
    }

    async fn by(base: TestDatabase, settings: Settings, limits: Limits, rules: Rules) -> Self {
        let TestDatabase { db, files, url, folder, database } = base;
        let on = if db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
        println!("on {on}");
        let clock = Arc::new(AtomicI64::new(NOW));
        let desk = Desk::open_with(db, files, Clock::Fixed(clock.clone()), rules).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = AppState::new(desk.clone(), settings);
        let server = tokio::spawn(serve(listener, state, limits, std::future::pending()));
        Self { on, url, desk, base: format!("http://{address}"), address, folder, clock, server, _database: database }
    }

    /// A browser that nobody has signed in with.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.base)
    }

    /// A demo person, signed in. The name before the @ is enough.
    pub async fn sign_in(&self, handle: &str) -> Visitor {
        let mut visitor = self.visitor();
        visitor.sign_in(&self.login(handle).await).await;
        visitor
    }

    pub async fn login(&self, handle: &str) -> String {
        self.one(&format!("SELECT email FROM users WHERE slug = '{handle}'")).await
    }

    /// Lets time pass, in milliseconds.
    pub fn advance(&self, by: i64) {
        self.clock.fetch_add(by, Ordering::Relaxed);
    }

    /// Changes the database behind the server's back.
    pub async fn execute(&self, sql: &str) {
        self.desk.db().read().execute_unprepared(sql).await.unwrap();
    }

    /// The first column, which must be text, of a query's rows.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        let query = Statement::from_string(self.desk.db().backend(), sql);
        let rows = self.desk.db().read().query_all_raw(query).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// The one text that a query finds.
    pub async fn one(&self, sql: &str) -> String {
        let found = self.column(sql).await;
        assert_eq!(found.len(), 1, "{sql}");
        found.into_iter().next().unwrap()
    }

    pub async fn count(&self, from: &str) -> usize {
        self.one(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {from}")).await.parse().unwrap()
    }

    /// The number of the one ticket of this subject, such as `PT-1001`.
    pub async fn number_of(&self, subject: &str) -> String {
        let subject = subject.replace('\'', "''");
        let number = self.one(&format!("SELECT CAST(number AS TEXT) FROM tickets WHERE subject = '{subject}'")).await;
        format!("PT-{number}")
    }

    /// Numbers of all tickets, oldest first.
    pub async fn numbers(&self) -> Vec<String> {
        let numbers = self.column("SELECT CAST(number AS TEXT) FROM tickets ORDER BY tickets.number").await;
        numbers.into_iter().map(|number| format!("PT-{number}")).collect()
    }

    /// Everything in the database and the names of all kept files.
    pub async fn content(&self) -> Content {
        Content::of(self).await
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}
