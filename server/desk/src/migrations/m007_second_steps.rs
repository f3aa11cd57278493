//! What stands beside a password or in its place: codes of a second factor, codes for the day it is lost, and passkeys.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m007_second_steps", parts: &[Sql::Both(FACTORS), Sql::Both(PASSKEYS)] };

/// A factor that is not confirmed yet asks for nothing. `last_step` is the half minute of the last code: none counts twice.
const FACTORS: &str = "
CREATE TABLE second_factors (
  user_id BIGINT PRIMARY KEY REFERENCES users (id), secret {BYTES} NOT NULL, confirmed BOOLEAN NOT NULL, last_step BIGINT NOT NULL,
  tries BIGINT NOT NULL, tries_since BIGINT NOT NULL, created_at BIGINT NOT NULL
);
CREATE TABLE recovery_codes (code_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id));
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);
";

/// `handle` is what a passkey knows its owner by: random, the same for all of one person. A challenge without an owner is one of a
/// sign-in.
const PASSKEYS: &str = "
CREATE TABLE passkeys (
  credential {BYTES} PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL REFERENCES users (id), handle {BYTES} NOT NULL,
  name TEXT NOT NULL, public_key {BYTES} NOT NULL, counter BIGINT NOT NULL, created_at BIGINT NOT NULL, used_at BIGINT
);
CREATE INDEX passkeys_user ON passkeys (user_id, created_at);
CREATE TABLE passkey_challenges (
  challenge_hash {BYTES} PRIMARY KEY, user_id BIGINT REFERENCES users (id), handle {BYTES} NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);
";
