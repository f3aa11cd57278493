//! Support options: the ways to help that a plan opens, and why chat is not among them for somebody.

mod calendar;
pub mod calls;
mod check;
mod opening;
mod page;

pub(crate) use calendar::CalendarRoute;
pub(crate) use check::SupportCheckRoute;
pub(crate) use opening::OpeningHours;
pub(crate) use page::SupportRoute;
