//! The event log, and the first answers to requests that may be sent twice.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m011_events", parts: &[Sql::Both(EVENTS), Sql::Both(KEYS)] };

/// Without an actor it was Portico itself, or an import. `public`: customers may know. `data` is JSON, by kind
/// and `version`, so that a program passes over what a newer one has written.
const EVENTS: &str = "
CREATE TABLE events (
  id {ID}, at BIGINT NOT NULL, actor_id BIGINT REFERENCES users (id), company_id BIGINT, ticket_id BIGINT, kind TEXT NOT NULL,
  public BOOLEAN NOT NULL, data TEXT NOT NULL, version SMALLINT NOT NULL
);
CREATE INDEX events_ticket ON events (ticket_id, at, id);
";

const KEYS: &str = "
CREATE TABLE idempotency_keys (
  user_id BIGINT NOT NULL REFERENCES users (id), operation TEXT NOT NULL, key TEXT NOT NULL, fingerprint {BYTES} NOT NULL,
  answer TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (user_id, operation, key)
);
CREATE INDEX idempotency_age ON idempotency_keys (created_at);
";
