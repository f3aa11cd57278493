//! Passkeys, and the challenges that they answer.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m017_passkeys", parts: &[TABLES] };

/// `handle` is what a passkey knows its owner by: random, the same for all of one person. A challenge without an owner is one of a
/// sign-in. Pictures are asked for by their content.
const TABLES: &str = "
CREATE TABLE passkeys (
  credential {BYTES} PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL REFERENCES users (id), handle {BYTES} NOT NULL,
  name TEXT NOT NULL, public_key {BYTES} NOT NULL, counter BIGINT NOT NULL, created_at BIGINT NOT NULL, used_at BIGINT
);
CREATE INDEX passkeys_user ON passkeys (user_id, created_at);
CREATE TABLE passkey_challenges (
  challenge_hash {BYTES} PRIMARY KEY, user_id BIGINT REFERENCES users (id), handle {BYTES} NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);
CREATE INDEX users_picture ON users (picture) WHERE picture IS NOT NULL;
";
