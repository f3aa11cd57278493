//! The activity inbox, what is new for a person: one entry for each ticket they are concerned with, which grows until it is
//! seen. Written in the transaction of the event (`write/activities.rs`), and read through what the person sees by then.

pub mod activity;
mod backfill;
mod digest;
mod list;
mod mark_read;
mod remove;
mod withdraw;

pub(crate) use backfill::backfill;
pub use digest::digest;
pub(crate) use list::counting;
pub use list::{list, recent, recent_statement};
pub use mark_read::see_all;
pub use remove::{remove, restore};
pub(crate) use withdraw::withdraw;
