//! Business hours calendars and holiday lists. The rules are `domain::calendar`.

mod built_in_holidays;
pub mod calendar;
pub mod calendar_holiday;
pub mod calendar_window;
mod edit;
pub mod holiday;
pub mod holiday_list;
mod load;

pub use built_in_holidays::{BuiltInHolidays, built_in_holidays};
pub use edit::{save, show};
pub(crate) use load::{LoadedCalendar, load};
