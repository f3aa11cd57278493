//! The actor of a request: a signed-in person with their permissions, loaded anew at every request. Accounts are managed in `people`.

pub(crate) mod attributes;
pub mod company;
mod find;
mod load;
pub mod membership;
mod named;
mod person;
pub(crate) mod picture;
mod statuses;
pub(crate) mod synthetic;
pub mod user;

pub(crate) use find::find_by_prefix;
pub(crate) use load::{FoundSession, SEAT_RESTS, SEES_VIEW, find_by_session, find_person, sees_view};
pub(crate) use named::maybe_named;
pub use person::{Grant, Home, Person};
