//! Views that people keep under a name, what reporters say about an answer, and what a queue answers when a ticket closes.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m008_views", parts: &[VIEWS, RATINGS, QUEUES] };

/// A view's audience is `me`, `team` (those of one role) or `everyone` who works here.
const VIEWS: &str = "
CREATE TABLE saved_views (
  id {ID}, slug TEXT NOT NULL UNIQUE, owner_id BIGINT NOT NULL REFERENCES users (id), audience TEXT NOT NULL,
  role_id BIGINT REFERENCES roles (id), name TEXT NOT NULL, query TEXT NOT NULL, place BIGINT NOT NULL, created_at BIGINT NOT NULL
);
CREATE INDEX saved_views_owner ON saved_views (owner_id, place);
CREATE INDEX saved_views_audience ON saved_views (audience, role_id, place);
ALTER TABLE users ADD COLUMN list_view TEXT NOT NULL DEFAULT '';
";

const RATINGS: &str = "
CREATE TABLE ratings (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), closing BIGINT NOT NULL,
  score BIGINT NOT NULL, comment TEXT NOT NULL, rated_at BIGINT NOT NULL, changed BOOLEAN NOT NULL
);
";

const QUEUES: &str = "
ALTER TABLE queues ADD COLUMN auto_answer_closed TEXT;
";
