//! What people have begun to write, and the files they sent ahead of it.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m007_drafts", parts: &[TABLES] };

/// `ticket_id` 0 stands for a new ticket.
const TABLES: &str = "
CREATE TABLE drafts (
  user_id BIGINT NOT NULL REFERENCES users (id), ticket_id BIGINT NOT NULL, revision BIGINT NOT NULL, body TEXT NOT NULL,
  html TEXT NOT NULL, fields TEXT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (user_id, ticket_id)
);
CREATE INDEX drafts_age ON drafts (changed_at);
CREATE TABLE uploads (
  id {ID}, public_id TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL REFERENCES users (id), ticket_id BIGINT NOT NULL,
  name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL, sha256 {BYTES} NOT NULL, created_at BIGINT NOT NULL
);
CREATE INDEX uploads_user ON uploads (user_id, ticket_id, id);
CREATE INDEX uploads_age ON uploads (created_at);
CREATE INDEX uploads_content ON uploads (sha256);
";
