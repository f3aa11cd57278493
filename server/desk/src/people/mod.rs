//! People: who is asking, how they sign in, what they may reach.

pub mod account;
pub mod account_link;
mod arrange;
pub mod directory;
pub mod half_sign_in;
mod links;
pub mod manage;
mod new_password;
pub mod owner;
pub mod password;
mod person;
pub mod recovery_code;
pub mod register;
pub mod registration;
pub mod reset;
pub mod right;
pub mod role;
pub mod second;
pub mod second_factor;
pub mod session;
mod sessions;
pub mod setup;
mod sign_in;
mod throttle;
pub mod user;

pub use arrange::arrange;
pub use person::{Grant, Home, Person};
pub use sessions::{Browser, Token, find, sign_out};
pub(crate) use sessions::{hash as token_hash, known};
pub use sign_in::{Credentials, sign_in};
pub use throttle::Throttle;
pub(crate) use throttle::{LETTERS, SIGN_IN};
