//! What is new for a person: one entry for each ticket they are concerned with, which grows until it is seen. Written with the
//! event, and read through what the person sees by then.

pub mod activity;
mod gather;
mod list;
mod remove;
mod see;
mod withdraw;
mod write;

pub(crate) use gather::gather;
pub(crate) use list::{counting, what};
pub use list::{list, recent, recent_statement};
pub use remove::{remove, restore};
pub(crate) use see::see;
pub use see::see_all;
pub(crate) use withdraw::withdraw;
pub(crate) use write::write;
