//! Calls that customers have asked for.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m022_calls", parts: &[Sql::Both(TABLE)] };

/// Nobody waits for two calls at once. `outcome` is empty until it is done.
const TABLE: &str = "
CREATE TABLE calls (
  id {ID}, public_id TEXT NOT NULL UNIQUE, ticket_id BIGINT NOT NULL REFERENCES tickets (id),
  user_id BIGINT NOT NULL REFERENCES users (id), number TEXT NOT NULL, wanted_from BIGINT NOT NULL, wanted_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL, taken_by BIGINT REFERENCES users (id), done_at BIGINT, outcome TEXT NOT NULL
);
CREATE UNIQUE INDEX calls_open ON calls (user_id) WHERE done_at IS NULL;
CREATE INDEX calls_waiting ON calls (wanted_from, id) WHERE done_at IS NULL;
CREATE INDEX calls_ticket ON calls (ticket_id);
";
