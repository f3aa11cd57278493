//! Menu badge counts: how much waits for the reader, shown beside the links of every page.

use crate::work::COUNT_MAX;
use serde::{Deserialize, Serialize};

/// How much waits for the reader. Each count stops one past what is shown of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuCounts {
    /// Unread tasks and activities.
    pub unread: u32,
    /// Chats that the reader may accept; none for customers, like work.
    pub chats: u16,
    pub tickets: u32,
    pub calls: u32,
}

impl MenuCounts {
    /// Whatever waits on the page `/work`.
    pub fn work(&self) -> u32 {
        (self.tickets + self.calls).min(COUNT_MAX + 1)
    }
}
