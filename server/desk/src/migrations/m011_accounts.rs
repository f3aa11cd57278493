//! Links that mails hold, people who register themselves, and what an account tells of itself.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m011_accounts", parts: &[LINKS, REGISTRATIONS, PEOPLE] };

/// A link is worth something once and not for long. `other` is an address that it stands for, if it stands for one.
const LINKS: &str = "
CREATE TABLE account_links (
  token_hash {BYTES} PRIMARY KEY, user_id BIGINT NOT NULL REFERENCES users (id), purpose TEXT NOT NULL, other TEXT NOT NULL,
  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
);
CREATE INDEX account_links_user ON account_links (user_id, purpose, created_at);
CREATE INDEX account_links_expiry ON account_links (expires_at);
";

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

/// `waiting_since`: registered, confirmed, and not let in yet. The keys are what a search for a name compares with.
const PEOPLE: &str = "
ALTER TABLE users ADD COLUMN waiting_since BIGINT;
ALTER TABLE users ADD COLUMN asked_company TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN picture {BYTES};
ALTER TABLE users ADD COLUMN name_key {FOLDED} NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN surname_key {FOLDED} NOT NULL DEFAULT '';
UPDATE users SET name_key = lower(name), surname_key = lower(last_name);
CREATE INDEX users_name ON users (name_key, id);
CREATE INDEX users_surname ON users (surname_key, id);
CREATE INDEX users_waiting ON users (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX companies_name ON companies (name, id);
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
";
