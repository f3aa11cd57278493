//! Business hours calendars: opening hours of the week in a time zone, without holidays.
//!
//! An instant is open when the clock on the wall of that place stands inside a window and the day there is no holiday. That
//! says everything about changes of the clock too: the hour that is skipped in spring cannot be open, the hour that comes
//! twice in autumn is open twice.
//!
//! Time zones are compiled for the server alone (feature `zones`). `tests.rs` compares the answers with a walk minute
//! by minute.

pub mod edit;
#[cfg(feature = "zones")]
mod open;
mod week;

#[cfg(feature = "zones")]
pub use open::Calendar;
pub use week::{DAY_MINUTES, Hours, WEEK_MINUTES, Window, hours, windows};

use crate::time::Date;

/// Days since 1970-01-01 of a day in the calendar.
pub fn day_number(date: Date) -> i64 {
    let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
    // Years begin in March here, so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

/// Monday is 0.
pub fn weekday(day: i64) -> usize {
    // 1970 began on a Thursday.
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default()
}

#[cfg(all(test, feature = "zones"))]
mod tests;
