//! Plans as they change: levels, products, terms, contacts who have not registered yet, and requests to change who is one.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m009_plans", parts: &[LEVELS, PLANS, SEATS, REQUESTS] };

/// `dedicated`: cases go to a team of the company's own, and a customer success manager looks after it.
const LEVELS: &str = "
CREATE TABLE plan_levels (
  id {ID}, name TEXT NOT NULL UNIQUE, seats BIGINT NOT NULL, phone BOOLEAN NOT NULL, dedicated BOOLEAN NOT NULL, rank BIGINT NOT NULL
);
INSERT INTO plan_levels (name, seats, phone, dedicated, rank) VALUES
  ('Essential', 2, FALSE, FALSE, 0), ('Standard', 4, TRUE, FALSE, 1), ('Premier', 8, TRUE, TRUE, 2);
CREATE TABLE products (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
ALTER TABLE queues ADD COLUMN product TEXT;
ALTER TABLE companies ADD COLUMN csm_id BIGINT;
ALTER TABLE companies ADD COLUMN team_queue_id BIGINT;
";

const PLANS: &str = "
ALTER TABLE plans ADD COLUMN ends_at BIGINT;
ALTER TABLE plans ADD COLUMN grace_days BIGINT NOT NULL DEFAULT 14;
ALTER TABLE plans ADD COLUMN suspended BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE plans ADD COLUMN choose_by BIGINT;
CREATE TABLE plan_events (plan_id BIGINT NOT NULL REFERENCES plans (id), event_id BIGINT NOT NULL, PRIMARY KEY (plan_id, event_id));
";

/// A seat holds what the plan says of its contact; the account stands beside it once somebody has registered with that address.
const SEATS: &str = "
DROP INDEX seats_user;
ALTER TABLE seats RENAME TO seats_before;
CREATE TABLE seats (
  id {ID}, plan_id BIGINT NOT NULL REFERENCES plans (id), slug TEXT NOT NULL, user_id BIGINT REFERENCES users (id),
  email {FOLDED} NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, position TEXT NOT NULL, phone TEXT NOT NULL,
  since BIGINT NOT NULL, UNIQUE (plan_id, slug), UNIQUE (plan_id, email), UNIQUE (plan_id, user_id)
);
INSERT INTO seats (plan_id, slug, user_id, email, first_name, last_name, position, phone, since)
  SELECT s.plan_id, u.slug, u.id, u.email, u.first_name, u.last_name, u.position, u.phone, s.since
  FROM seats_before s JOIN users u ON u.id = s.user_id ORDER BY s.id;
DROP TABLE seats_before;
CREATE INDEX seats_user ON seats (user_id);
CREATE INDEX seats_email ON seats (email);
";

/// `removes` is a list of slug and name in JSON, as it was when the request was written. `corrects` is the slug of a contact.
const REQUESTS: &str = "
CREATE TABLE plan_requests (
  id {ID}, public_id TEXT NOT NULL UNIQUE, plan_id BIGINT NOT NULL REFERENCES plans (id), ticket_id BIGINT REFERENCES tickets (id),
  state TEXT NOT NULL, kind TEXT NOT NULL, corrects TEXT NOT NULL, removes TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, position TEXT NOT NULL, email {FOLDED} NOT NULL, phone TEXT NOT NULL,
  doubtful BOOLEAN NOT NULL, prepared_by BIGINT NOT NULL REFERENCES users (id), addressed_to BIGINT REFERENCES users (id),
  filed_by BIGINT REFERENCES users (id), decided_by BIGINT REFERENCES users (id), reason TEXT NOT NULL,
  created_at BIGINT NOT NULL, filed_at BIGINT, decided_at BIGINT
);
CREATE INDEX plan_requests_plan ON plan_requests (plan_id, state, id);
CREATE INDEX plan_requests_state ON plan_requests (state, id);
CREATE INDEX plan_requests_ticket ON plan_requests (ticket_id);
";
