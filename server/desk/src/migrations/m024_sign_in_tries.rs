//! Wrong passwords, and where people have signed in from.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m024_sign_in_tries", parts: &[TABLES] };

/// Logins and networks are hashes; an empty one stands for all of them.
const TABLES: &str = "
CREATE TABLE sign_in_tries (
  login {BYTES} NOT NULL, network {BYTES} NOT NULL, tries BIGINT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (login, network)
);
CREATE INDEX sign_in_tries_since ON sign_in_tries (since);
CREATE TABLE known_networks (
  user_id BIGINT NOT NULL REFERENCES users (id), network {BYTES} NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (user_id, network)
);
";
