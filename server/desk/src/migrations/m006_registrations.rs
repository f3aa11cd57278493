//! How somebody comes to an account: by registering, by a link in a mail, or as the first administrator.

use super::step::{Sql, Step};

pub(super) const STEP: Step =
    Step { name: "m006_registrations", parts: &[Sql::Both(REGISTRATIONS), Sql::Both(LINKS), Sql::Both(CODES)] };

/// Nobody is a user before their address is confirmed, so nobody takes an address or a name from somebody else.
const REGISTRATIONS: &str = "
CREATE TABLE registrations (
  token_hash {BYTES} PRIMARY KEY, username TEXT NOT NULL, email {FOLDED} NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
  position TEXT NOT NULL, phone TEXT NOT NULL, company TEXT NOT NULL, password_hash TEXT NOT NULL, created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX registrations_email ON registrations (email, created_at);
CREATE INDEX registrations_expiry ON registrations (expires_at);
";

/// A link is worth something once and not for long. `other` is an address that it stands for, if it stands for one.
const LINKS: &str = "
CREATE TABLE account_links (
  token_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), purpose TEXT NOT NULL, other TEXT NOT NULL,
  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX account_links_user ON account_links (user_id, purpose, created_at);
CREATE INDEX account_links_expiry ON account_links (expires_at);
";

/// Each process that starts without an administrator writes one, and every process takes all of them.
const CODES: &str = "
CREATE TABLE setup_codes (code_hash {BYTES} PRIMARY KEY, created_at BIGINT NOT NULL);
";
