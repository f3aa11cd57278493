//! Tickets: the dashboard, a ticket's page, the new-ticket page.

pub(crate) mod audience;
pub mod calls;
pub(crate) mod dashboard;
pub(crate) mod new;
pub(crate) mod ticket;
pub(crate) mod views;

pub use crate::ui::submit::Done;
