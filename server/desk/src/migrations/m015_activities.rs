//! What is new for each person.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m015_activities", parts: &[Sql::Both(TABLE)] };

/// A page of entries reads the first index in its order; counting the unread ones reads the second alone.
const TABLE: &str = "
CREATE TABLE activities (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id),
  last_event BIGINT NOT NULL, told_event BIGINT NOT NULL REFERENCES events (id), told_message BOOLEAN NOT NULL,
  count BIGINT NOT NULL, at BIGINT NOT NULL, unread BOOLEAN NOT NULL, removed BOOLEAN NOT NULL, PRIMARY KEY (ticket_id, user_id)
);
CREATE INDEX activities_newest ON activities (user_id, removed, last_event);
CREATE INDEX activities_unread ON activities (user_id, removed, unread, last_event);
";
