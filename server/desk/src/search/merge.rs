//! Merging of FTS5 index segments on SQLite.

use crate::Result;
use crate::db::{CountRow, Db, Tx};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use tokio::time::{Instant, sleep};

/// Segments that an index may have: each is looked into for every word.
const SEGMENTS_MAX: i64 = 8;
/// Pages that are written at a time, so that nobody waits for the database longer than a moment.
const PAGES: i64 = 64;
/// What a desk writes meanwhile never keeps it at work for ever.
const STEPS_MAX: usize = 20_000;

/// Merges the segments of the FTS5 indexes on SQLite where there are many, as after many changes, a little at a time.
///
/// # Errors
/// When the database fails.
pub async fn merge_fts_segments(db: &Db) -> Result<()> {
    if !db.is_sqlite() {
        return Ok(());
    }
    for index in ["open_words", "closed_words"] {
        let segments = format!("SELECT COUNT(DISTINCT segid) AS n FROM {index}_idx");
        if count(db.read(), &segments).await? > SEGMENTS_MAX {
            merge_index(db, index).await?;
        }
    }
    Ok(())
}

async fn merge_index(db: &Db, index: &str) -> Result<()> {
    // Begins with all segments there are; those that come meanwhile are left for another time.
    let mut pages = -PAGES;
    for _ in 0..STEPS_MAX {
        let begun = Instant::now();
        if !merge_step(db, index, pages).await? {
            break;
        }
        pages = PAGES;
        // Others get at least as long.
        sleep(begun.elapsed()).await;
    }
    Ok(())
}

/// One step; tells whether there is more to do.
async fn merge_step(db: &Db, index: &str, pages: i64) -> Result<bool> {
    db.write(|tx| async move {
        let before = changes(&tx).await?;
        tx.execute_unprepared(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', {pages})")).await?;
        let written = changes(&tx).await? - before;
        // The command is a change itself.
        Ok(written > 1)
    })
    .await
}

async fn changes(tx: &Tx) -> Result<i64> {
    count(tx, "SELECT total_changes() AS n").await
}

async fn count(db: &impl ConnectionTrait, sql: &str) -> Result<i64> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    Ok(CountRow::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n))
}
