//! One ticket: its conversation in the middle, its details at the side.

mod actions;
mod apply;
mod conversation;
mod details;
mod fields;
mod followers;
mod keys;
mod live;
mod neighbours;
mod page;
mod rating;
mod reply;

pub(crate) use conversation::{Said, Told};
pub(crate) use page::TicketRoute;
#[cfg(feature = "ssr")]
pub(crate) use page::ask_ahead;
pub(crate) use rating::RatingPart;
