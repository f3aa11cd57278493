//! Form of a new ticket, with suggestions and, for agents, the caller.

mod attributes;
mod audience_preview;
mod caller;
mod callers;
mod form;
mod page;
mod similar;

pub(crate) use page::NewTicketRoute;
