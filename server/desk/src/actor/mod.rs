//! Who acts: a person with everything that decides what they see and may do, found anew at every request. Their account is looked after in
//! `people`.

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

pub(crate) use find::begins;
pub(crate) use load::{Found, SEAT_RESTS, SEES_VIEW, by_session, known, sees_view};
pub(crate) use named::maybe_named;
pub use person::{Grant, Home, Person};
