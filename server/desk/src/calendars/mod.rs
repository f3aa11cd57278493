//! Calendars: when somebody is there. The rules are `domain::calendar`.

pub mod calendar;
pub mod calendar_holiday;
pub mod calendar_window;
pub mod holiday;
pub mod holiday_list;
mod keep;
mod load;
mod shipped;

pub use keep::{save, show};
pub(crate) use load::{Loaded, load};
pub use shipped::{Shipped, shipped};
