//! Signed-in browsers, sign-ins that wait for their second step, wrong passwords, and where people have signed in from.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m005_sessions", parts: &[Sql::Both(SESSIONS), Sql::Both(TRIES)] };

const SESSIONS: &str = "
CREATE TABLE sessions (
  token_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, lasting BOOLEAN NOT NULL, device TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE half_sign_ins (
  token_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), lasting BOOLEAN NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX half_sign_ins_user ON half_sign_ins (user_id);
CREATE INDEX half_sign_ins_expiry ON half_sign_ins (expires_at);
";

/// Logins and networks are hashes; an empty one stands for all of them.
const TRIES: &str = "
CREATE TABLE sign_in_tries (
  login {BYTES} NOT NULL, network {BYTES} NOT NULL, tries BIGINT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (login, network)
);
CREATE INDEX sign_in_tries_since ON sign_in_tries (since);
CREATE TABLE known_networks (
  user_id BIGINT NOT NULL REFERENCES users (id), network {BYTES} NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (user_id, network)
);
";
