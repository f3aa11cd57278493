//! Raising a ticket.

mod attributes;
mod caller;
mod callers;
mod form;
mod page;
mod seen;
mod similar;

pub(crate) use page::NewTicketRoute;
