//! The desk's rules, on each database. One file per noun or verb; the import has tests of its own.
#![expect(clippy::unwrap_used, reason = "tests")]

mod arrange;
mod cast;
mod change;
mod close;
mod explain;
mod export;
mod files;
mod list;
mod migrations;
mod open;
mod oracle;
mod policy;
mod rate;
mod reply;
mod rich;
mod search;
mod sign_in;
#[path = "../support/mod.rs"]
mod support;
mod views;
