//! One ticket: its conversation in the middle, its details at the side.

mod actions;
mod autosave;
mod bar;
mod controls;
mod conversation;
mod details;
mod fields;
mod followers;
mod foot;
mod keys;
mod live;
mod neighbours;
mod page;
mod rating;
mod reply;
mod reply_actions;
mod rows;
mod scroll;
mod seen_tracker;

pub(crate) use conversation::{EventItem, MessageItem};
pub(crate) use page::TicketRoute;
pub(crate) use rating::RatingPart;
pub(crate) use rows::{day, is_close, message};
