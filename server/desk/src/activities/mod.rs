//! The activity inbox, what is new for a person: one entry for each ticket they are concerned with, which grows until it is
//! seen. Written in the transaction of the event (`write/activities.rs`), and read through what the person sees by then.

pub mod activity;
mod digest;
mod backfill;
mod list;
mod remove;
mod mark_read;
mod withdraw;

pub use digest::digest;
pub(crate) use backfill::backfill;
pub(crate) use list::counting;
pub use list::{list, recent, recent_statement};
pub use remove::{remove, restore};
pub use mark_read::see_all;
pub(crate) use withdraw::withdraw;
