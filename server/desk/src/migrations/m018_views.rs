//! Views that people keep under a name.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m018_views", parts: &[Sql::Both(TABLE)] };

/// A view's audience is `me`, `team` (those of one role) or `everyone` who works here.
const TABLE: &str = "
CREATE TABLE saved_views (
  id {ID}, slug TEXT NOT NULL UNIQUE, owner_id BIGINT NOT NULL REFERENCES users (id), audience TEXT NOT NULL,
  role_id BIGINT REFERENCES roles (id), name TEXT NOT NULL, query TEXT NOT NULL, place BIGINT NOT NULL, created_at BIGINT NOT NULL
);
CREATE INDEX saved_views_owner ON saved_views (owner_id, place);
CREATE INDEX saved_views_audience ON saved_views (audience, role_id, place);
";
