//! The hostile cases over real HTTP: every test starts the whole server on a port of its own, on SQLite and, where
//! `PORTICO_TEST_POSTGRES` names a PostgreSQL server's `postgres` database, on a fresh database there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod alone;
mod answers;
mod column_settings;
mod assets;
mod callers;
mod chat;
mod drafts;
mod dropped;
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
mod limits;
mod listing;
mod load;
mod mail;
mod malformed;
mod origin;
mod passkeys;
mod pdf;
mod phone;
mod plans;
mod register;
mod reset;
mod search;
mod second;
mod seen;
mod send_and_set;
mod serving;
mod sessions;
mod settings;
mod setup;
mod sign_in;
mod support;
mod templates;
mod tickets;
mod versions;
mod views;
mod visibility;
mod waiting;
mod ways;
mod workbook;
