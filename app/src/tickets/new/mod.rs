//! Raising a ticket.

mod attributes;
mod caller;
mod callers;
mod form;
mod page;
mod seen;
mod similar;

pub(crate) use page::NewTicketRoute;
#[cfg(feature = "ssr")]
pub(crate) use page::ask_ahead;
