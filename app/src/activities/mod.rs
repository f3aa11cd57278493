//! What is new for the person: an inbox with one entry for each ticket.

pub mod calls;
mod page;
mod unseen;

pub(crate) use page::ActivitiesRoute;
#[cfg(feature = "ssr")]
pub(crate) use page::ask_ahead;
pub(crate) use unseen::Unseen;
