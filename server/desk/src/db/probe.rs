//! Health check of the database: whether it can be read and written at the moment.

use super::Db;
use crate::error::Result;
use sea_orm::{ConnectionTrait, Statement};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// The database is asked no more often than this, however many ask.
const EVERY: Duration = Duration::from_secs(2);
/// A database that answers later does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// When the database was tried last, and how that went.
#[derive(Default)]
pub(super) struct Probe(Mutex<Option<(Instant, Answers)>>);

/// What a database does at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    pub reads: bool,
    pub writes: bool,
}

impl Db {
    /// Tries a read and a write, at most once in two seconds; who asks in between hears the last answer.
    pub async fn answers(&self) -> Answers {
        let mut last = self.probe.0.lock().await;
        if let Some((at, answers)) = *last
            && at.elapsed() < EVERY
        {
            return answers;
        }
        let answers = Answers { reads: self.reads().await, writes: self.writes().await };
        *last = Some((Instant::now(), answers));
        answers
    }

    async fn reads(&self) -> bool {
        let read =
            self.read().query_one_raw(Statement::from_string(self.backend(), "SELECT name FROM settings LIMIT 1"));
        matches!(timeout(PATIENCE, read).await, Ok(Ok(_)))
    }

    async fn writes(&self) -> bool {
        match timeout(PATIENCE, self.try_write()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "the database isn't accepting writes");
                false
            }
            Err(_) => {
                tracing::error!(seconds = PATIENCE.as_secs(), "the database didn't accept a write in time");
                false
            }
        }
    }

    /// Writes the time of the trial: a transaction that writes nothing meets no full disk.
    async fn try_write(&self) -> Result<()> {
        let sql = "INSERT INTO settings (name, value) VALUES ('written_at', $1) \
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let now = crate::clock::Clock::System.now().to_string();
        let statement = Statement::from_sql_and_values(self.backend(), sql, [now.into()]);
        self.write(|tx| {
            let statement = statement.clone();
            async move {
                tx.execute_raw(statement).await?;
                Ok(())
            }
        })
        .await
    }
}
