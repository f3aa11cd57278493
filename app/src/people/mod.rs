//! Signing in, registration, and accounts.

pub(crate) mod account;
pub(crate) mod admin;
pub mod calls;
pub(crate) mod forgot;
pub(crate) mod passkeys;
mod picture;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod second;
pub(crate) mod setup;
mod sign_in;
mod signed_out;
pub(crate) mod tabs;

pub(crate) use sign_in::SignInRoute;
pub(crate) use signed_out::SignedOutPage;
