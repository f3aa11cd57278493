//! The desk: every rule that needs the database. No HTTP, no screens.
//!
//! Functions take the [`Desk`] first and the [`actor::Person`] who asks second, and authorise by scope: a person can
//! only find what they may see.

pub mod activities;
pub mod actor;
pub mod assets;
pub mod assistant;
pub mod calendars;
pub mod catalogue;
pub mod chat;
pub mod clock;
pub mod companies;
pub mod conversation;
pub mod db;
pub mod demo;
pub mod drafts;
pub mod entitlements;
pub mod error;
pub mod events;
pub mod files;
mod filter;
mod format_time;
pub mod help;
pub mod import;
pub mod jobs;
mod listing;
pub mod live;
pub mod mail;
pub mod menu;
pub mod messages;
mod migrations;
mod pace;
pub mod people;
pub mod phone;
pub mod plans;
pub mod random;
pub mod scope;
pub mod search;
pub mod support;
pub mod tickets;
pub mod views;
pub mod work;
pub mod write;

pub use clock::Clock;
pub use error::{Error, OtherVersion, Result};
pub use format_time::parse_instant;

use catalogue::Catalogue;
use db::Db;
use files::Store;
use help::Library;
use jobs::Tasks;
use live::{CursorCipher, Live};
use pace::Pace;
use people::Throttle;
use std::sync::{Arc, RwLock};
use tickets::list::LargeCountCache;
use tokio::sync::Semaphore;

/// Everything a request needs; cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Rooms>);

struct Rooms {
    db: Db,
    files: Store,
    clock: Clock,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Argon2 takes 19 MB a time: at most so many at once.
    hashing: Semaphore,
    letters: Throttle,
    challenges: Throttle,
    live: Arc<Live>,
    large_counts: LargeCountCache,
    library: RwLock<Arc<Library>>,
    presence: chat::PresenceBuffer,
    tasks: Tasks,
    rules: Rules,
    pace: Arc<Pace>,
}

/// What whoever runs the program decides. Without it nobody's messages are counted.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// So many days after its closing a customer opens a ticket again without a seat.
    pub reopen_days: i64,
    /// What one customer sends in a minute through this process, counted as in `pace`; 0 for any number.
    pub messages_per_minute: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self { reopen_days: 14, messages_per_minute: 0 }
    }
}

/// Password checks that run at the same time.
const HASHING_AT_ONCE: usize = 4;

impl Desk {
    /// # Errors
    /// As [`Desk::open_with`].
    pub async fn open(db: Db, files: Store, clock: Clock) -> Result<Self> {
        Self::open_with(db, files, clock, Rules::default()).await
    }

    /// The same by other rules than the usual ones.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or an installation that has no keys yet cannot be given them.
    pub async fn open_with(db: Db, files: Store, clock: Clock, rules: Rules) -> Result<Self> {
        let catalogue = RwLock::new(Arc::new(load_catalogue(&db).await?));
        let live = Arc::new(Live::new(CursorCipher::load(&db).await?));
        let hashing = Semaphore::new(HASHING_AT_ONCE);
        Ok(Self(Arc::new(Rooms {
            db,
            files,
            clock,
            catalogue,
            hashing,
            letters: Throttle::new(people::LETTERS),
            challenges: Throttle::new(people::CHALLENGES),
            live,
            large_counts: LargeCountCache::default(),
            library: RwLock::default(),
            presence: chat::PresenceBuffer::default(),
            tasks: Tasks::default(),
            rules,
            pace: Arc::new(Pace::new(rules.messages_per_minute)),
        })))
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    pub fn files(&self) -> &Store {
        &self.0.files
    }

    pub(crate) fn large_counts(&self) -> &LargeCountCache {
        &self.0.large_counts
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub fn now(&self) -> i64 {
        self.0.clock.now()
    }

    /// Queues, types, statuses, rights: read once and kept until they change.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.0.catalogue.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }

    pub fn rules(&self) -> Rules {
        self.0.rules
    }

    /// How fast customers send.
    pub(crate) fn pace(&self) -> &Arc<Pace> {
        &self.0.pace
    }

    /// What runs beside the requests.
    pub fn tasks(&self) -> &Tasks {
        &self.0.tasks
    }

    pub fn live(&self) -> &Arc<Live> {
        &self.0.live
    }

    /// The published articles as they were read last; `help::library` reads them again when they have changed.
    pub(crate) fn kept_library(&self) -> Arc<Library> {
        self.0.library.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn keep_library(&self, fresh: Arc<Library>) {
        *self.0.library.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
    }

    /// Who is in which chat, until it is written.
    pub(crate) fn presence(&self) -> &chat::PresenceBuffer {
        &self.0.presence
    }

    /// Of requests that make the desk write a mail.
    pub(crate) fn letters(&self) -> &Throttle {
        &self.0.letters
    }

    /// Of challenges for passkeys.
    pub(crate) fn challenges(&self) -> &Throttle {
        &self.0.challenges
    }

    /// Reads the catalogue again when another process or request has changed it.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn refresh(&self, version: i64) -> Result<()> {
        if self.catalogue().version == version {
            return Ok(());
        }
        let fresh = Arc::new(load_catalogue(self.db()).await?);
        *self.0.catalogue.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
        Ok(())
    }
}

/// The catalogue with what the calendars add to it.
async fn load_catalogue(db: &Db) -> Result<Catalogue> {
    // It comes first: a change in between makes the next request read again.
    let catalogue = Catalogue::load(db.read()).await?;
    Ok(Catalogue { chat_hours: support::chat_calendar_of(db.read()).await?, ..catalogue })
}

/// Does a write to its end, even when the page that caused it is no longer waited for: a transaction dropped at the wrong moment
/// can go back to the pool while it is still open. It stays a write of the same person.
pub(crate) async fn run_detached<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let person = db::acting();
    let work = async move {
        match person {
            Some(id) => db::for_person(id, work).await,
            None => work.await,
        }
    };
    tokio::spawn(work).await.map_err(|_| Error::broken("a write panicked"))?
}
