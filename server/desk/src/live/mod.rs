//! Live updates of open pages: one follower reads the event log once something was committed and hands each piece of
//! news to all listeners; every listener looks at its own person's rights before it passes anything on.
//!
//! Invariant: rights are judged again for open streams. Sessions are looked up before news goes out and after other
//! commits, so sign-out, expiry and lost rights count for streams that are open.

mod audience;
mod cursor;
mod event;
mod event_gaps;
mod follow;
mod heartbeat;
mod listen;
mod news;
mod paced;
mod stream_event;

pub(crate) use cursor::CursorCipher;
pub use follow::{cursor, start};
pub use listen::{Listener, Start, listen};
pub use news::News;
pub use stream_event::StreamEvent;

use crate::chat::{ChatNews, QueueNews};
use audience::Audience;
use heartbeat::Heartbeats;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, watch};

/// Pieces of news that a listener may lie behind before it has to read everything again.
const BACKLOG: usize = 1_024;

/// What is broadcast to every listener.
#[derive(Clone, Debug)]
pub(crate) enum BroadcastMessage {
    News(Arc<News>),
    Chat(Arc<ChatNews>),
    Line(Arc<QueueNews>),
    /// Something has become of a company's plan.
    Plan {
        company_id: i64,
    },
    /// Somebody has read a ticket, or changed their inbox as a whole.
    Read {
        user_id: i64,
        number: Option<i64>,
    },
}

pub struct Live {
    signals: broadcast::Sender<BroadcastMessage>,
    stopping: watch::Sender<bool>,
    audience: Mutex<Audience>,
    following: AtomicBool,
    /// Nobody listened when the follower looked last: it may lie behind a little.
    resting: AtomicBool,
    /// The first event after which a stream has begun meanwhile; `i64::MAX` for none.
    begun: AtomicI64,
    /// Every event up to here has been told.
    cursor: AtomicI64,
    heartbeats: Heartbeats,
    /// Of the cursors as they leave the server.
    cipher: CursorCipher,
}

impl Live {
    pub(crate) fn new(cipher: CursorCipher) -> Self {
        Self {
            signals: broadcast::channel(BACKLOG).0,
            stopping: watch::channel(false).0,
            audience: Mutex::default(),
            following: AtomicBool::new(false),
            resting: AtomicBool::new(false),
            begun: AtomicI64::new(i64::MAX),
            cursor: AtomicI64::new(0),
            heartbeats: Heartbeats::default(),
            cipher,
        }
    }

    /// Ends every stream; listeners are told to come back later.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// How many streams are open.
    pub fn listeners(&self) -> usize {
        self.signals.receiver_count()
    }

    /// Ends the streams of a session that is over.
    pub(crate) fn session_ended(&self, token: &str) {
        self.audience().end(token);
    }

    pub(crate) fn was_read(&self, user_id: i64, number: Option<i64>) {
        // Nobody listens: nothing to tell.
        let _ = self.signals.send(BroadcastMessage::Read { user_id, number });
    }

    fn audience(&self) -> std::sync::MutexGuard<'_, Audience> {
        self.audience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::Acquire)
    }
}
