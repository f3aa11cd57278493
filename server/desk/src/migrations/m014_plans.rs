//! Support plans: levels, products, terms, contacts, and requests to change who is one.

use super::step::{Sql, Step};

pub(super) const STEP: Step =
    Step { name: "m014_plans", parts: &[Sql::Both(LEVELS), Sql::Both(PLANS), Sql::Both(SEATS), Sql::Both(REQUESTS)] };

/// `dedicated`: cases go to a team of the company's own, and a customer success manager looks after it.
const LEVELS: &str = "
CREATE TABLE plan_levels (
  id {ID}, name TEXT NOT NULL UNIQUE, seats BIGINT NOT NULL, phone BOOLEAN NOT NULL, dedicated BOOLEAN NOT NULL, rank BIGINT NOT NULL
);
INSERT INTO plan_levels (name, seats, phone, dedicated, rank) VALUES
  ('Essential', 2, FALSE, FALSE, 0), ('Standard', 4, TRUE, FALSE, 1), ('Premier', 8, TRUE, TRUE, 2);
CREATE TABLE products (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
";

/// A plan without a product is that of everything else; a company has one of each at most. `choose_by`: until when the company says
/// whom its smaller plan keeps, `tell_at`: when it is told of that next.
const PLANS: &str = "
CREATE TABLE plans (
  id {ID}, company_id BIGINT NOT NULL REFERENCES companies (id), level TEXT NOT NULL, seat_limit BIGINT NOT NULL, product TEXT,
  ends_at BIGINT, grace_days BIGINT NOT NULL DEFAULT 14, suspended BOOLEAN NOT NULL DEFAULT FALSE, choose_by BIGINT, tell_at BIGINT,
  UNIQUE (company_id, product)
);
CREATE UNIQUE INDEX plans_whole_company ON plans (company_id) WHERE product IS NULL;
CREATE INDEX plans_level ON plans (level);
CREATE INDEX plans_choose ON plans (company_id) WHERE choose_by IS NOT NULL;
CREATE INDEX plans_tell ON plans (tell_at) WHERE tell_at IS NOT NULL;
CREATE TABLE plan_events (plan_id BIGINT NOT NULL REFERENCES plans (id), event_id BIGINT NOT NULL, PRIMARY KEY (plan_id, event_id));
";

/// A seat holds what the plan says of its contact; the account stands beside it once somebody has registered with that address.
const SEATS: &str = "
CREATE TABLE seats (
  id {ID}, plan_id BIGINT NOT NULL REFERENCES plans (id), slug TEXT NOT NULL, user_id BIGINT REFERENCES users (id),
  email {FOLDED} NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, position TEXT NOT NULL, phone TEXT NOT NULL,
  since BIGINT NOT NULL, UNIQUE (plan_id, slug), UNIQUE (plan_id, email), UNIQUE (plan_id, user_id)
);
CREATE INDEX seats_user ON seats (user_id);
CREATE INDEX seats_email ON seats (email);
";

/// `removes` is a list of slug and name in JSON, as it was when the request was written. `corrects` is the slug of a contact.
/// `seen`: whoever is to file it has looked at it.
const REQUESTS: &str = "
CREATE TABLE plan_requests (
  id {ID}, public_id TEXT NOT NULL UNIQUE, plan_id BIGINT NOT NULL REFERENCES plans (id), ticket_id BIGINT REFERENCES tickets (id),
  state TEXT NOT NULL, kind TEXT NOT NULL, corrects TEXT NOT NULL, removes TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, position TEXT NOT NULL, email {FOLDED} NOT NULL, phone TEXT NOT NULL,
  doubtful BOOLEAN NOT NULL, prepared_by BIGINT NOT NULL REFERENCES users (id), addressed_to BIGINT REFERENCES users (id),
  filed_by BIGINT REFERENCES users (id), decided_by BIGINT REFERENCES users (id), reason TEXT NOT NULL,
  created_at BIGINT NOT NULL, filed_at BIGINT, decided_at BIGINT, seen BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX plan_requests_plan ON plan_requests (plan_id, state, id);
CREATE INDEX plan_requests_state ON plan_requests (state, id);
CREATE INDEX plan_requests_ticket ON plan_requests (ticket_id);
CREATE INDEX plan_requests_addressed ON plan_requests (addressed_to, id) WHERE state = 'prepared';
";
