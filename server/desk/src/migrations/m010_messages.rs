//! What is said on tickets, and the files that hang on it.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m010_messages", parts: &[Sql::Both(TABLES)] };

/// Portico itself is no author. `body` is the plain text of `html`, which only formatted messages have. A file's content is stored
/// under its SHA-256.
const TABLES: &str = "
CREATE TABLE messages (
  id {ID}, public_id TEXT NOT NULL UNIQUE, ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  author_id BIGINT REFERENCES users (id), note BOOLEAN NOT NULL, body TEXT NOT NULL, html TEXT, created_at BIGINT NOT NULL
);
CREATE INDEX messages_ticket ON messages (ticket_id, created_at, id);
CREATE TABLE attachments (
  id {ID}, public_id TEXT NOT NULL UNIQUE, message_id BIGINT NOT NULL REFERENCES messages (id),
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL,
  sha256 {BYTES} NOT NULL
);
CREATE INDEX attachments_ticket ON attachments (ticket_id, id);
CREATE INDEX attachments_message ON attachments (message_id);
CREATE INDEX attachments_content ON attachments (sha256);
";
