//! Change notifications: what followers of the database hear without polling.

use super::helpers::sql;
use super::support::demo;
use desk::write::Actor;
use sea_orm::ConnectionTrait;
use std::time::Duration;
use tokio::time::timeout;

/// Nothing is heard of later than this.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longer than it takes until commits of other processes are looked for.
const SILENCE: Duration = Duration::from_millis(2_500);

/// SQLite commits nothing where a row stays as it is.
const WRITE: &str = "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'";

#[tokio::test]
async fn a_commit_is_heard_of_whoever_makes_it() {
    for test in demo().await {
        let other = desk::db::connect(&test.url).await.unwrap();
        let mut changes = test.desk.db().changes();
        assert!(changes.any(), "what was there before has not been looked at either");
        sql(&test.desk, WRITE).await;
        assert!(changes.any() && !changes.any(), "this process's own at once, and once");
        if other.is_sqlite() {
            // It ends when nothing is committed. PostgreSQL serves other tests at the same time, and tells of theirs too.
            while timeout(SILENCE, changes.next()).await.is_ok() {}
        }
        let written = other.write(|tx| async move { Ok(tx.execute_unprepared(WRITE).await?) });
        written.await.unwrap();
        timeout(PATIENCE, changes.next()).await.expect("another process's, too");
    }
}

#[tokio::test]
async fn each_follower_hears_of_everything() {
    for test in demo().await {
        let (mut one, mut two) = (test.desk.db().changes(), test.desk.db().changes());
        one.any();
        two.any();
        sql(&test.desk, WRITE).await;
        assert!(one.any() && two.any());
        let undone = test.desk.write(Actor::Portico, |w| async move {
            w.execute_unprepared(WRITE).await?;
            Err::<(), _>(domain::Refusal::NotFound.into())
        });
        assert!(undone.await.is_err());
    }
}
