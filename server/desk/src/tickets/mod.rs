//! Tickets: found by scope, raised by contacts, worked by agents.

pub mod audience_preview;
mod auto_answer;
mod bulk_ticket;
pub mod change;
pub mod close;
mod edit_conflicts;
pub mod follow;
pub(crate) mod insert;
pub mod list;
pub(crate) mod load;
pub mod new_ticket_form;
mod number;
pub(crate) mod on_behalf;
pub mod open;
pub(crate) mod rank_order;
pub mod rate;
pub mod rating;
mod read_state;
pub(crate) mod reopening;
mod search;
pub mod seen;
pub mod show;
pub mod similar;
pub mod subscribe;
mod unread;
pub mod value;

pub use crate::scope::{audit_denied, read_cursor, subscription, ticket};
pub use on_behalf::callers;
pub(crate) use read_state::{acted, mark_read};
