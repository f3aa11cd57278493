//! The screens of Portico, for the server and the browser alike.

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
mod returning;
mod routes;
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

pub use routes::App;
#[cfg(feature = "ssr")]
pub use routes::prefetch;
