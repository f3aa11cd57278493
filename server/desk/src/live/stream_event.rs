//! What a stream tells a page.

use super::news::News;
use crate::actor::Person;
use crate::chat::{ChatNews, QueueNews};
use domain::activities::ActivityEntry;
use domain::live::NewsFlags;
use domain::menu::MenuCounts;
use std::sync::Arc;

/// One event of a stream, to be sent to a page.
#[derive(Clone, Debug)]
pub enum StreamEvent {
    /// The stream begins.
    Hello {
        login: String,
        unread: u32,
        cursor: String,
    },
    Ticket {
        news: Arc<News>,
        person: Arc<Person>,
        about: NewsFlags,
        concerns: bool,
        cursor: String,
    },
    Gone {
        number: String,
        cursor: String,
    },
    Chat {
        news: Arc<ChatNews>,
        person: Arc<Person>,
    },
    /// The lines of chats have changed.
    Line {
        news: Arc<QueueNews>,
        person: Arc<Person>,
    },
    Read {
        number: Option<String>,
    },
    Counts(MenuCounts),
    /// Something has become of a plan.
    Plan,
    /// The newest entries of the person's activities.
    Recent(Vec<ActivityEntry>),
    /// Something was missed.
    Resync {
        cursor: String,
    },
    /// The stream is still there.
    Beat,
    /// The server stops; it is worth coming back.
    Bye,
}
