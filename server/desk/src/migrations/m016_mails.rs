//! Mails on their way out, what is still to be told by mail, and tokens that stop mails by one click.

use super::step::{Sql, Step};

pub(super) const STEP: Step =
    Step { name: "m016_mails", parts: &[Sql::Both(MAILS), Sql::Both(NOTICES), Sql::Both(TOKENS)] };

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

/// A notice tells of everything on a ticket from `event_id` on.
const NOTICES: &str = "
CREATE TABLE notices (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), event_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL, PRIMARY KEY (ticket_id, user_id)
);
CREATE INDEX notices_due ON notices (due_at);
";

/// One for each person, in every mail that they may choose not to get. It opens nothing else, and so it is kept as it is.
const TOKENS: &str = "
CREATE TABLE unsubscribe_tokens (
  token TEXT PRIMARY KEY, user_id BIGINT NOT NULL UNIQUE REFERENCES users (id)
);
";
