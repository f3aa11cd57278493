//! The server: HTTP around the desk and the screens.

#![recursion_limit = "512"] // views are types nested as deep as their markup

mod activities;
mod app_state;
mod assets;
mod assistant;
mod auth;
mod calendars;
mod calls;
mod categories;
mod chat;
mod column_settings;
mod composer;
mod compress;
mod cookie;
mod drafts;
mod events;
mod export;
mod files;
mod form;
mod form_post;
mod frame;
mod guard;
mod health;
mod help;
pub mod mail;
mod pages;
mod path_segment;
mod people;
mod plans;
mod response;
mod routes;
pub mod serving;
mod signed_in;
pub mod site;
mod ticket_post;
mod tickets;
mod views;

pub use app_state::{AppState, Settings};
pub use routes::router;
