//! Which ways to help are open to somebody, and why chat is not.

mod check;
mod facts;
mod hours;
mod opening;
mod settings;
mod show;

pub use check::check;
pub(crate) use hours::hours;
pub(crate) use settings::names;
pub(crate) use show::chat_hours;
pub use show::show;
