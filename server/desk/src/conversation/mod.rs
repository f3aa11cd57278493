//! Replying to a ticket, mentioning somebody in a reply, and retracting one.

pub mod mention;
mod reply;
mod retract;

pub use crate::messages::{MESSAGES_MAX, rich};
pub use crate::scope::message;
pub(crate) use reply::note_down;
pub use reply::{Reply, ReplyActions, reply};
pub use retract::retract;
