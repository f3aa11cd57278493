//! Support channels: which ones are open to somebody, and why chat is not.

mod check;
mod facts;
mod hours;
mod opening;
mod settings;
mod show;

pub use check::check;
pub(crate) use check::{Admission, admissions};
pub(crate) use hours::hours;
pub(crate) use opening::chat_calendar_of;
pub(crate) use opening::wall;
pub(crate) use settings::{chat_calendar, names};
pub use show::show;
pub(crate) use show::{chat_desk, chat_hours};
