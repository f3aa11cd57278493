//! Test fixtures: desks on each database.

use desk::{Clock, Desk};
use std::ops::Deref;
pub use testing::NOW;
use testing::{InitialData, TestDatabase};

/// A desk of its own, gone when it is dropped.
pub struct TestDesk {
    pub desk: Desk,
    base: TestDatabase,
}

impl Deref for TestDesk {
    type Target = TestDatabase;

    fn deref(&self) -> &TestDatabase {
        &self.base
    }
}

/// An empty desk on each database.
pub async fn desks() -> Vec<TestDesk> {
    desks_with(InitialData::Empty).await
}

/// The demo's desk on each database, without generated tickets.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo() -> Vec<TestDesk> {
    demo_with(0).await
}

/// The demo's desk on each database, with so many generated tickets.
pub async fn demo_with(generated: u32) -> Vec<TestDesk> {
    desks_with(InitialData::Demo(generated)).await
}

/// The demo's desk on SQLite.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo_on_sqlite() -> TestDesk {
    TestDesk::on(TestDatabase::on_sqlite(InitialData::Demo(0)).await).await
}

/// The demo's desk on PostgreSQL, where there is one.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo_on_postgres() -> Option<TestDesk> {
    Some(TestDesk::on(TestDatabase::on_postgres(InitialData::Demo(0)).await?).await)
}

async fn desks_with(initial: InitialData) -> Vec<TestDesk> {
    let mut desks = Vec::new();
    for base in TestDatabase::each(initial).await {
        desks.push(TestDesk::on(base).await);
    }
    desks
}

impl TestDesk {
    async fn on(base: TestDatabase) -> Self {
        let desk = Desk::open(base.db.clone(), base.files.clone(), Clock::fixed(NOW)).await.expect("a desk");
        Self { desk, base }
    }
}
