//! Desks for tests, on each database.

use desk::{Clock, Desk};
use std::ops::Deref;
pub use testing::NOW;
use testing::{Base, Start};

/// A desk of its own, gone when it is dropped.
pub struct TestDesk {
    pub desk: Desk,
    base: Base,
}

impl Deref for TestDesk {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

/// An empty desk on each database.
pub async fn desks() -> Vec<TestDesk> {
    desks_with(Start::Empty).await
}

/// The demo's desk on each database, without generated tickets.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo() -> Vec<TestDesk> {
    demo_with(0).await
}

/// The demo's desk on each database, with so many generated tickets.
pub async fn demo_with(generated: u32) -> Vec<TestDesk> {
    desks_with(Start::Demo(generated)).await
}

/// The demo's desk on SQLite.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo_on_sqlite() -> TestDesk {
    TestDesk::on(Base::on_sqlite(Start::Demo(0)).await).await
}

/// The demo's desk on PostgreSQL, where there is one.
#[expect(clippy::allow_attributes, reason = "an expectation would fail in the test files that use it")]
#[allow(dead_code)]
pub async fn demo_on_postgres() -> Option<TestDesk> {
    Some(TestDesk::on(Base::on_postgres(Start::Demo(0)).await?).await)
}

async fn desks_with(start: Start) -> Vec<TestDesk> {
    let mut desks = Vec::new();
    for base in Base::each(start).await {
        desks.push(TestDesk::on(base).await);
    }
    desks
}

impl TestDesk {
    async fn on(base: Base) -> Self {
        let desk = Desk::open(base.db.clone(), base.files.clone(), Clock::fixed(NOW)).await.expect("a desk");
        Self { desk, base }
    }
}
