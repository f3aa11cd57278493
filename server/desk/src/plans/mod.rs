//! Plans and their seats: shown, set, and changed by requests that become tickets.

mod carry_out;
pub mod change;
mod days;
pub mod decide;
pub mod file;
pub mod form;
mod judge;
pub mod list;
mod lock;
mod mails;
pub mod remind;
pub mod setup;
pub mod show;
mod tasks;
mod ticket;

pub use crate::catalogue::{level, product};
pub use crate::entitlements::{plan, plan_event, request, seat};
pub use file::{NewRequest, TicketText};
pub(crate) use list::waiting;
pub(crate) use tasks::{mark_all_seen, tasks, unseen};
