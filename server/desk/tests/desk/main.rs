//! The desk's rules, on each database. One file per noun or verb; the import has tests of its own.
#![expect(clippy::unwrap_used, reason = "tests")]
#![recursion_limit = "256"] // futures are types nested as deep as their calls

mod activities;
mod arrange;
mod assets;
mod assistant;
mod calendars;
mod callers;
mod cast;
mod change;
mod chat;
mod close;
mod companies;
mod device;
mod drafts;
mod drafts_sent;
mod drill;
mod explain;
mod export;
mod files;
mod followers;
mod full_disk;
mod help;
mod invite;
mod list;
mod live;
mod mail;
mod migrations;
mod open;
mod oracle;
mod own_account;
mod owner;
mod passkeys;
mod people;
mod phone;
mod picture;
mod plans;
mod policy;
mod rate;
mod register;
mod reply;
mod reset;
mod retract;
mod rich;
mod search;
mod second;
mod seen;
mod setup;
mod sign_in;
#[path = "../support/mod.rs"]
mod support;
mod touched;
mod views;
mod ways;
