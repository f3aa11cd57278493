//! The hostile cases over real HTTP: every test starts the whole server on a port of its own, on SQLite and, where
//! `PORTICO_TEST_POSTGRES` names a PostgreSQL server's `postgres` database, on a fresh database there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod assets;
mod chat;
mod column_settings;
mod disconnects;
mod drafts;
mod escaping;
mod events;
mod export;
mod files;
mod form_posts;
mod frame;
mod headers;
mod health;
mod help;
mod idempotency;
mod import;
mod instance_lock;
mod limits;
mod listing;
mod load;
mod mail;
mod malformed;
mod on_behalf;
mod origin;
mod passkeys;
mod pdf;
mod phone;
mod plans;
mod register;
mod reset;
mod script_responses;
mod search;
mod second_factor;
mod seen;
mod send_and_set;
mod serving;
mod sessions;
mod settings;
mod setup;
mod sign_in;
mod support;
mod support_pages;
mod templates;
mod tickets;
mod versions;
mod views;
mod visibility;
mod waiting;
mod workbook;
