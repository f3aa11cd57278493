//! Drafts with an id of their own, and what became of those that were sent.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m026_sent_drafts", parts: &[IDS, TABLE] };

const IDS: &str = "
ALTER TABLE drafts ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE drafts SET public_id = user_id || '-' || ticket_id || '-' || revision;
";

/// `message` is empty where the draft became the ticket itself.
const TABLE: &str = "
CREATE TABLE sent_drafts (
  user_id BIGINT NOT NULL REFERENCES users (id), draft TEXT NOT NULL, fingerprint {BYTES} NOT NULL,
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), message TEXT NOT NULL, sent_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, draft)
);
CREATE INDEX sent_drafts_ticket ON sent_drafts (ticket_id);
CREATE INDEX sent_drafts_age ON sent_drafts (sent_at);
";
