//! What companies are entitled to: their plans, the seats on them and the requests to change these, as they lie in the database, and
//! the rule of who may raise a case by them.

pub(crate) mod contacts;
pub(crate) mod history;
mod lines;
pub mod plan;
pub mod plan_event;
mod raise;
pub mod request;
pub(crate) mod scope;
pub mod seat;

pub(crate) use contacts::{likely_contact, link};
pub(crate) use lines::lines_of;
pub(crate) use raise::{because, may_raise, team_queue};
pub(crate) use scope::of_ticket;
