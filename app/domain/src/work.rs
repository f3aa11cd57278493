//! Work page of an agent: tickets, chats, calls and plan requests that wait.

use crate::chat::ChatRow;
use crate::phone::{Call, Slot};
use crate::plans::RequestLine;
use crate::tickets::Badge;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// Counts stop here: more is "99+".
pub const COUNT_MAX: u32 = 99;

/// The page `/work`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Tickets of the reader that wait for them: by priority, then by how long their customer has been waiting.
    pub tickets: Vec<WaitingTicket>,
    /// Up to one more than [`COUNT_MAX`], like all counts here.
    pub ticket_count: u32,
    /// Chats of the reader that are not over, then those that wait and that they may accept.
    pub chats: Vec<ChatRow>,
    /// Those the reader has taken and those that nobody has, the most pressing first.
    pub calls: Vec<Call>,
    pub call_count: u32,
    /// For calls that reach nobody.
    pub slots: Vec<Slot>,
    pub requests: Vec<RequestLine>,
    pub request_count: u32,
}

/// A ticket in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingTicket {
    pub number: String,
    pub subject: String,
    pub company: String,
    pub status: Badge,
    pub priority: Badge,
    /// Since when the customer has been waiting: their last message.
    pub since: DisplayTime,
    pub unread: bool,
}
