//! The screens of Portico, for the server and the browser alike.
//!
//! Invariant: server and browser render the same. Both are compiled with `erase_components` (`.cargo/config.toml`); the
//! session is a plain shared value, user text is a text node or the escaped content of a textarea, and controls are
//! uncontrolled. See `docs/screens.md`.

#![recursion_limit = "512"] // views are types nested as deep as their markup

pub mod activities;
#[cfg(test)]
mod arrows;
pub mod assets;
pub mod assistant;
pub mod chat;
pub mod compact;
pub mod error;
mod frame;
pub mod help;
mod keys;
mod lazy;
mod live;
pub mod mail;
mod page;
pub mod people;
pub mod phone;
pub mod plans;
mod routes;
mod scroll_restoration;
#[cfg(feature = "ssr")]
pub mod server_context;
pub mod session;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod support;
pub mod tickets;
mod ui;
pub mod words;
pub mod work;

#[cfg(feature = "ssr")]
pub use routes::prefetch;
pub use routes::{App, load_what_is_open};
