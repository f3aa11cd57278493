//! The screens of Portico, for the server and the browser alike.

#![recursion_limit = "512"] // views are types nested as deep as their markup

pub mod activities;
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
mod loaded;
pub mod mail;
pub mod people;
pub mod phone;
pub mod plans;
#[cfg(feature = "ssr")]
pub mod prepared;
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
