//! Domain model of a support desk: its types and pure rules.
//!
//! Nothing here does I/O, reads a clock or knows a database, so the same code decides in the browser and on the
//! server. Instants are milliseconds since 1970-01-01 UTC.

pub mod activities;
pub mod assets;
pub mod assistant;
pub mod calendar;
pub mod chat;
pub mod columns;
pub mod conversation;
pub mod drafts;
pub mod events;
pub mod files;
pub mod filter;
pub mod help;
pub mod listing;
pub mod live;
pub mod mail;
pub mod menu;
pub mod people;
pub mod period;
pub mod phone;
pub mod plans;
pub mod refusal;
pub mod search;
pub mod seen;
pub mod spelling;
pub mod support;
pub mod text;
pub mod tickets;
pub mod time;
pub mod views;
pub mod work;

pub use refusal::{Because, Fault, Reason, Refusal};
