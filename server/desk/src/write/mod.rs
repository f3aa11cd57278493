//! The unit of work: one transaction with everything that follows from it.
//!
//! An operation that others are composed of takes a [`Write`]: `change_in(&write, …)` is the work, `change(desk, …)` opens a write for it
//! by [`Desk::write`]. What happens is recorded in the log at once; what follows from the log, and from what was said, is written
//! when the body has ended (`projections`), and what the process itself is told follows the commit.

mod activities;
mod notices;
mod projections;

pub(crate) use notices::WAIT as NOTICES_WAIT;

use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::search::Extent;
use crate::{Desk, Result};
use domain::events::Event;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody: a task in the background, or a command of whoever runs the program.
    Portico,
    /// The user with this id.
    User(i64),
}

/// A write in progress. It is a transaction, too: statements go through it.
///
/// Cheap to clone. The database may give the transaction up for the sake of another one, and everything is done again with a new
/// one: a body changes nothing outside of it, except by [`Write::after_commit`].
#[derive(Clone)]
pub struct Write(Arc<Unit>);

struct Unit {
    tx: Tx,
    desk: Desk,
    actor: Actor,
    /// [`UNASKED`] until somebody asks.
    now: AtomicI64,
    /// What was recorded and nothing has followed from yet, with the ids of the events.
    recorded: Mutex<Vec<(i64, NewEvent)>>,
    /// Tickets that the search will find as they are at the end.
    stale: Mutex<BTreeMap<i64, Extent>>,
    after: Mutex<Vec<AfterCommit>>,
}

/// No instant.
const UNASKED: i64 = i64::MIN;

/// What is done when a write is durable.
type AfterCommit = Box<dyn FnOnce() + Send>;

impl Desk {
    /// Runs `body` in a transaction and makes it durable at once, with what follows from it: all of it when `body` ends with `Ok`, and
    /// nothing when it ends with an error or is dropped. `Ok` means that the database has confirmed the commit. `body` may run
    /// several times; see [`crate::db::Db::write`].
    ///
    /// # Errors
    /// The body's; when the database fails, or does not say whether it has committed.
    pub async fn write<'w, T, F, W>(&self, actor: impl Into<Actor>, body: F) -> Result<T>
    where
        T: Send,
        F: Fn(Write) -> W,
        W: Future<Output = Result<T>> + Send + 'w,
    {
        let actor = actor.into();
        let written = self.db().write(|tx| {
            let write = Write::new(self.clone(), tx, actor);
            complete(write.clone(), Box::pin(body(write)))
        });
        let (value, after) = written.await?;
        projections::after_commit(after);
        Ok(value)
    }
}

/// What runs in a write. Futures are types nested as deep as their calls: boxed without its type, it begins anew here.
type Body<'w, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'w>>;

/// Runs a body to its end, and then what follows from it.
async fn complete<T: Send>(write: Write, body: Body<'_, T>) -> Result<(T, Vec<AfterCommit>)> {
    let value = body.await?;
    if write.is_discarded() {
        return Ok((value, Vec::new()));
    }
    projections::before_commit(&write).await?;
    let after = std::mem::take(&mut *lock(&write.0.after));
    Ok((value, after))
}

impl Write {
    fn new(desk: Desk, tx: Tx, actor: Actor) -> Self {
        let (recorded, stale, after) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self(Arc::new(Unit { tx, desk, actor, now: AtomicI64::new(UNASKED), recorded, stale, after }))
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
    }

    /// The user who writes; `None` for Portico itself.
    pub(crate) fn user_id(&self) -> Option<i64> {
        match self.0.actor {
            Actor::Portico => None,
            Actor::User(id) => Some(id),
        }
    }

    /// The instant of this write, one for everything in it, in milliseconds since 1970-01-01 UTC: when it was asked for first. Whoever
    /// waits for a lock asks after that, so that what was written under the same lock before is not younger.
    pub(crate) fn now(&self) -> i64 {
        let now = self.0.desk.now();
        self.0.now.compare_exchange(UNASKED, now, Ordering::Relaxed, Ordering::Relaxed).err().unwrap_or(now)
    }

    /// The same, put off to `earliest` where it would be before that: clocks of several processes differ a little.
    pub(crate) fn now_from(&self, earliest: i64) -> i64 {
        let now = self.now();
        self.0.now.fetch_max(earliest, Ordering::Relaxed);
        now.max(earliest)
    }

    /// An event of this write's actor at its instant, about no company and no ticket; to be given to [`Write::record`].
    pub(crate) fn new_event(&self, event: impl Into<Event>) -> NewEvent {
        NewEvent { at: self.now(), actor_id: self.user_id(), company_id: None, ticket_id: None, event: event.into() }
    }

    /// Appends to the log and returns the event's id.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn record(&self, new_event: NewEvent) -> Result<i64> {
        let event = events::record(self, &new_event).await?;
        lock(&self.0.recorded).push((event, new_event));
        Ok(event)
    }

    /// Writes what follows for the activities from what was recorded so far: for whoever reads or changes them in this write.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn project_activities(&self) -> Result<()> {
        projections::project_events(self).await
    }

    /// Has a ticket indexed when everything about it is written: once, however much of it changes.
    pub(crate) fn index(&self, ticket_id: i64, extent: Extent) {
        let mut stale = lock(&self.0.stale);
        let known = stale.entry(ticket_id).or_insert(extent);
        *known = extent.max(*known);
    }

    /// Does something in this process when the write is durable, and never when it is not.
    pub(crate) fn after_commit(&self, work: impl FnOnce() + Send + 'static) {
        lock(&self.0.after).push(Box::new(work));
    }

    fn take_recorded(&self) -> Vec<(i64, NewEvent)> {
        std::mem::take(&mut *lock(&self.0.recorded))
    }

    fn take_stale(&self) -> BTreeMap<i64, Extent> {
        std::mem::take(&mut *lock(&self.0.stale))
    }
}

impl Deref for Write {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.0.tx
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
