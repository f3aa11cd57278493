//! What is still to be told by mail, and what people have chosen to hear.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m010_notices", parts: &[NOTICES] };

/// A notice tells of everything on a ticket from `event_id` on.
const NOTICES: &str = "
CREATE TABLE notices (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), event_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL, PRIMARY KEY (ticket_id, user_id)
);
CREATE INDEX notices_due ON notices (due_at);
ALTER TABLE users ADD COLUMN mail_choices TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN digest_at BIGINT;
CREATE INDEX users_digest ON users (digest_at) WHERE digest_at IS NOT NULL;
";
