//! Everybody who can sign in, with what they have set for themselves.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m003_people", parts: &[Sql::Both(USERS), Sql::Both(INDEXES)] };

/// `role_id` is the role at the desk; customers have one for each company. The keys are what a search for a name compares with.
/// `waiting_since`: registered, confirmed, and not let in yet. What somebody hears of is `mail`, `portico` or `off`, and as usual
/// where they have not chosen; `digest_at` is when their next daily mail is due, `still`: what is new does not blink.
const USERS: &str = "
CREATE TABLE users (
  id {ID}, slug TEXT NOT NULL UNIQUE, username {FOLDED} UNIQUE, email {FOLDED} NOT NULL UNIQUE,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, name TEXT NOT NULL,
  name_key {FOLDED} NOT NULL DEFAULT '', surname_key {FOLDED} NOT NULL DEFAULT '',
  position TEXT NOT NULL, phone TEXT NOT NULL, picture {BYTES}, time_zone TEXT NOT NULL,
  password_hash TEXT, role_id BIGINT REFERENCES roles (id), active BOOLEAN NOT NULL,
  waiting_since BIGINT, asked_company TEXT NOT NULL DEFAULT '',
  list_columns TEXT NOT NULL DEFAULT '', list_widths TEXT NOT NULL DEFAULT '',
  list_search TEXT NOT NULL DEFAULT '', list_view TEXT NOT NULL DEFAULT '',
  notify_messages TEXT, notify_mentions TEXT, notify_assigned TEXT, notify_changes TEXT, digest_at BIGINT,
  still BOOLEAN NOT NULL DEFAULT FALSE, created_at BIGINT NOT NULL
);
";

/// Pictures are asked for by their content.
const INDEXES: &str = "
CREATE INDEX users_at_the_desk ON users (name) WHERE role_id IS NOT NULL;
CREATE INDEX users_name ON users (name_key, id);
CREATE INDEX users_surname ON users (surname_key, id);
CREATE INDEX users_picture ON users (picture) WHERE picture IS NOT NULL;
CREATE INDEX users_waiting ON users (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX users_digest ON users (digest_at) WHERE digest_at IS NOT NULL;
";
