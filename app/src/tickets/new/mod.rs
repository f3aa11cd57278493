//! Raising a ticket.

mod attributes;
mod caller;
mod callers;
mod form;
mod page;
mod audience_preview;
mod similar;

pub(crate) use page::NewTicketRoute;
