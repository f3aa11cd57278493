//! A ticket with its whole history, as bulk loading takes it.

use crate::catalogue::{Priority, Status};
use crate::files::Upload;
use domain::events::Event;

/// A ticket with its whole history.
pub(crate) struct BulkTicket<'a> {
    /// Where it comes from and what it is called there; together they are unique.
    pub origin: Option<(String, String)>,
    pub subject: String,
    pub company_id: i64,
    pub reporter_id: i64,
    pub assignee_id: Option<i64>,
    pub queue_id: i64,
    pub type_id: i64,
    pub status: &'a Status,
    pub priority: &'a Priority,
    pub channel: String,
    pub created_at: i64,
    /// No earlier than anything in the history; the loader takes the latest public event if that is later.
    pub changed_at: i64,
    pub values: Vec<(i64, String)>,
    /// In the order of time, the description first.
    pub messages: Vec<BulkMessage>,
    /// In the order of time.
    pub events: Vec<BulkEvent>,
    /// Who has read everything.
    pub read_by: Vec<i64>,
}

pub(crate) struct BulkMessage {
    pub public_id: String,
    pub author_id: i64,
    pub by_customer: bool,
    pub note: bool,
    pub at: i64,
    pub body: String,
    pub files: Vec<(String, Upload)>,
}

pub(crate) struct BulkEvent {
    pub at: i64,
    pub actor_id: Option<i64>,
    /// For everybody who sees the ticket.
    pub event: Event,
}
