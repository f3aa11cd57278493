//! People: who is asking, how they sign in, what they may reach.

mod arrange;
pub mod password;
mod person;
pub mod right;
pub mod role;
pub mod session;
mod sessions;
mod sign_in;
mod throttle;
pub mod user;

pub use arrange::arrange;
pub use person::{Grant, Home, Person};
pub(crate) use sessions::hash as token_hash;
pub use sessions::{Token, find, sign_out};
pub use sign_in::{Credentials, sign_in};
pub use throttle::Throttle;
