//! Form of a new ticket, with suggestions and, for agents, the caller.

mod attributes;
mod caller;
mod callers;
mod form;
mod page;
mod audience_preview;
mod similar;

pub(crate) use page::NewTicketRoute;
