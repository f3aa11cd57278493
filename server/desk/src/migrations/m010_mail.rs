//! Mails on their way out.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m010_mail", parts: &[MAILS] };

/// `state` is `waiting`, `sent` or `dead`. One that is being sent is due again when its lease ends.
const MAILS: &str = "
CREATE TABLE mails (
  id {ID}, public_id TEXT NOT NULL UNIQUE, user_id BIGINT REFERENCES users (id), address TEXT NOT NULL, name TEXT NOT NULL,
  ticket_id BIGINT REFERENCES tickets (id), kind TEXT NOT NULL, data TEXT NOT NULL, state TEXT NOT NULL, due_at BIGINT NOT NULL,
  claim TEXT NOT NULL, tries BIGINT NOT NULL, answer TEXT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE INDEX mails_due ON mails (state, due_at);
CREATE INDEX mails_changed ON mails (state, changed_at);
CREATE INDEX mails_ticket ON mails (ticket_id);
";
