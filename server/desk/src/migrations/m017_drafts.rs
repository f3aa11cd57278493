//! What people have begun to write, the files they sent ahead of it, and what became of it.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m017_drafts", parts: &[Sql::Both(DRAFTS), Sql::Both(SENT)] };

/// A `ticket_id` of 0 or less stands for a new ticket.
const DRAFTS: &str = "
CREATE TABLE drafts (
  user_id BIGINT NOT NULL REFERENCES users (id), ticket_id BIGINT NOT NULL, public_id TEXT NOT NULL DEFAULT '',
  revision BIGINT NOT NULL, body TEXT NOT NULL, html TEXT NOT NULL, fields TEXT NOT NULL, changed_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, ticket_id)
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

/// `message` is empty where the draft became the ticket itself.
const SENT: &str = "
CREATE TABLE sent_drafts (
  user_id BIGINT NOT NULL REFERENCES users (id), draft TEXT NOT NULL, fingerprint {BYTES} NOT NULL,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), message TEXT NOT NULL, sent_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, draft)
);
CREATE INDEX sent_drafts_ticket ON sent_drafts (ticket_id);
CREATE INDEX sent_drafts_age ON sent_drafts (sent_at);
";
