//! Raising a ticket.

mod attributes;
mod form;
mod page;

pub(crate) use page::NewTicketRoute;
