//! Background jobs: a queue of jobs in a table, and supervised tasks.
//!
//! What must be done even when a process dies on the way is a row of a table, which one worker holds at a time (`queue.rs`). Such a table has
//! the columns `id`, `state`, `due_at`, `claim`, `tries`, `answer` and `changed_at`, and an index over `state` and `due_at`. The room that owns
//! it says what is to be done; here is who does it, for how long they have it, and when it is tried again. The outbox is the first of them
//! (`mail/claim.rs`).
//!
//! What looks for such work, or for anything else, for as long as the program runs is a task that is watched (`tasks.rs`).

mod queue;
mod tasks;

pub(crate) use queue::{DEAD, JobLease, JobOutcome, JobQueue, WAITING};
pub use tasks::Tasks;
