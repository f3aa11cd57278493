//! A job queue in a database table: jobs are held under a lease, tried again after pauses, given up in the end.

use crate::write::Actor;
use crate::{Desk, Result, random};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

/// It is done when it is due, unless somebody does it now.
pub(crate) const WAITING: &str = "waiting";
/// Given up.
pub(crate) const DEAD: &str = "dead";

/// What is said of a try is kept up to here, in characters.
const ANSWER_MAX: usize = 500;

/// A table of jobs, and how they are tried.
#[derive(Debug)]
pub(crate) struct JobQueue {
    pub table: &'static str,
    /// A worker holds a job for so long, in milliseconds, which is more than a try may take. Then it is due again, for whoever comes.
    pub lease: i64,
    /// How long to wait after each try that failed, in milliseconds. After one more it is given up.
    pub pauses: &'static [i64],
    /// The state of what is done.
    pub done: &'static str,
    /// A column of text that is emptied when it is done: what the job needed and nobody else may read.
    pub secret: &'static str,
}

/// One worker's lease of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobLease {
    id: i64,
    claim: String,
    /// This one counted.
    tries: i64,
}

impl JobLease {
    /// From the columns of a row that was taken.
    pub(crate) fn new(id: i64, claim: String, tries: i64) -> Self {
        Self { id, claim, tries }
    }
}

/// What became of a try.
#[derive(Debug)]
pub(crate) enum JobOutcome {
    Done,
    /// It may work another time.
    Later(String),
    /// It never will.
    Never(String),
}

impl JobQueue {
    /// Claims up to `most` jobs that are due and returns their rows, in no order. What others take at the same time is passed over.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn claim<J>(&self, desk: &Desk, most: u64) -> Result<Vec<J>>
    where
        J: FromQueryResult + Send + 'static,
    {
        let (table, backend, now) = (self.table, desk.db().backend(), desk.now());
        // Most looks find nothing, and no reason to write.
        let due = format!("SELECT 1 FROM {table} WHERE state = '{WAITING}' AND due_at <= $1 LIMIT 1");
        let due = Statement::from_sql_and_values(backend, due, [now.into()]);
        if desk.db().read().query_one_raw(due).await?.is_none() {
            return Ok(Vec::new());
        }
        // On SQLite a write is alone anyway.
        let skip = if desk.db().is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
        let sql = format!(
            "UPDATE {table} SET claim = $1, tries = tries + 1, due_at = $2, changed_at = $3 WHERE id IN (
               SELECT id FROM {table} WHERE state = '{WAITING}' AND due_at <= $3 ORDER BY due_at, id LIMIT {most} {skip}
             ) RETURNING *"
        );
        let values: [Value; 3] = [random::id().into(), (now + self.lease).into(), now.into()];
        let (sql, values) = (&sql, &values);
        desk.write(Actor::Portico, |w| async move {
            let statement = Statement::from_sql_and_values(backend, sql, values.clone());
            Ok(J::find_by_statement(statement).all(&*w).await?)
        })
        .await
    }

    /// Whether a job was claimed more often than it is tried: each worker died on it, or was too slow.
    pub(crate) fn is_spent(&self, lease: &JobLease) -> bool {
        usize::try_from(lease.tries).unwrap_or(usize::MAX) > self.pauses.len() + 1
    }

    /// Notes what became of a job. One whose lease another worker has taken over is left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn finish(&self, desk: &Desk, lease: &JobLease, outcome: JobOutcome) -> Result<()> {
        let now = desk.now();
        let (state, answer, due) = match outcome {
            JobOutcome::Done => (self.done, String::new(), now),
            JobOutcome::Never(answer) => (DEAD, answer, now),
            JobOutcome::Later(answer) => match self.pause(lease) {
                Some(pause) => (WAITING, answer, now + pause),
                None => (DEAD, answer, now),
            },
        };
        // PostgreSQL keeps no NUL.
        let answer: String = answer.chars().filter(|c| *c != '\0').take(ANSWER_MAX).collect();
        let emptied = if state == self.done { format!(", {} = ''", self.secret) } else { String::new() };
        let sql = format!(
            "UPDATE {} SET state = $1, answer = $2, due_at = $3, changed_at = $4, claim = ''{emptied} \
             WHERE id = $5 AND claim = $6 AND state = '{WAITING}'",
            self.table
        );
        let values: [Value; 6] =
            [state.into(), answer.into(), due.into(), now.into(), lease.id.into(), lease.claim.clone().into()];
        let (sql, values) = (&sql, &values);
        desk.write(Actor::Portico, |w| async move {
            w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values.clone())).await?;
            Ok(())
        })
        .await
    }

    /// How long to wait after this try; `None` after the last one.
    fn pause(&self, lease: &JobLease) -> Option<i64> {
        let before = usize::try_from(lease.tries - 1).unwrap_or_default();
        self.pauses.get(before).copied()
    }

    /// Gives back jobs that were claimed and not tried, for whoever comes next. It costs them no try.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn release(&self, desk: &Desk, jobs: &[&JobLease]) -> Result<()> {
        let sql = format!(
            "UPDATE {} SET due_at = $1, tries = tries - 1, claim = '' WHERE id = $2 AND claim = $3",
            self.table
        );
        let sql = &sql;
        desk.write(Actor::Portico, |w| async move {
            for lease in jobs {
                let values: [Value; 3] = [w.now().into(), lease.id.into(), lease.claim.clone().into()];
                w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_follows_each_try_but_the_last() {
        let queue = JobQueue { table: "jobs", lease: 1, pauses: &[10, 20], done: "done", secret: "data" };
        let tried = |tries| JobLease::new(1, "mine".into(), tries);
        assert_eq!([1, 2, 3, 4].map(|tries| queue.pause(&tried(tries))), [Some(10), Some(20), None, None]);
        assert_eq!([1, 2, 3, 4].map(|tries| queue.is_spent(&tried(tries))), [false, false, false, true]);
    }
}
