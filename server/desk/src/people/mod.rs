//! People's accounts: how they sign in, what they set themselves, and what the desk does with them. Who somebody is while they act stands
//! in `actor`.
//!
//! Invariant: nobody signs in as somebody else, or keeps anybody out.
//!
//! - A link in a mail is worth something once: its hash is kept, and looking at it uses nothing up (`links`).
//! - A registration is no user until its address is confirmed, and can't sign in until somebody lets it in (`register`,
//!   `manage`).
//! - Asking for a link is answered before anybody has looked for the account (`reset`).
//! - Wrong tries count for a login from a network, for a network, and for a login from networks that its owner never
//!   signed in from (`tries`).
//! - Whatever changes the password ends every session.
//! - After a right password a second step is asked for by a *half sign-in*, which is no session (`second`).

pub mod access;
pub mod account;
pub mod account_link;
mod column_settings;
pub mod directory;
pub mod half_sign_in;
pub mod invite;
pub mod known_network;
mod links;
mod locked_account;
pub mod manage;
mod new_password;
pub mod owner;
pub mod passkeys;
pub mod password;
pub mod picture;
pub mod recovery_code;
pub mod register;
pub mod registration;
pub mod reset;
pub mod second;
pub mod second_factor;
pub mod session;
mod sessions;
pub mod setup;
pub mod setup_code;
mod sign_in;
pub mod sign_in_try;
mod throttle;
mod tries;

pub use crate::actor::{Grant, Home, Person, user};
pub use crate::catalogue::{right, role};
pub use column_settings::save_columns;
pub(crate) use sessions::hash as token_hash;
pub use sessions::{Browser, Token, find, sign_out};
pub use sign_in::{Credentials, sign_in};
pub(crate) use throttle::{CHALLENGES, LETTERS};
pub use throttle::{Throttle, network};
pub use tries::sweep;

use crate::actor::synthetic;
