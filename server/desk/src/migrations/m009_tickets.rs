//! Tickets, what hangs on each of them, and the indexes that lists are read from.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step {
    name: "m009_tickets",
    parts: &[
        Sql::Both(TICKETS),
        Sql::Postgres(NUMBERS),
        Sql::Both(IN_ORDER),
        Sql::Both(OWN),
        Sql::Both(BY_FILTER),
        Sql::Both(FOR_AGENTS),
        Sql::Both(BESIDE),
    ],
};

/// `source` and `reference` say where a ticket was imported from. `changed_at` is the last change that customers see;
/// `last_reply_by_customer` says who had the last word in public, and what Portico answers by itself is nobody's.
const TICKETS: &str = "
CREATE TABLE tickets (
  id {ID}, number BIGINT NOT NULL UNIQUE, source TEXT, reference TEXT, subject TEXT NOT NULL, subject_key {FOLDED} NOT NULL,
  company_id BIGINT NOT NULL REFERENCES companies (id), reporter_id BIGINT NOT NULL REFERENCES users (id),
  assignee_id BIGINT REFERENCES users (id), queue_id BIGINT NOT NULL REFERENCES queues (id),
  type_id BIGINT NOT NULL REFERENCES ticket_types (id), status_id BIGINT NOT NULL REFERENCES statuses (id),
  priority_id BIGINT NOT NULL REFERENCES priorities (id), channel TEXT NOT NULL, closed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,
  last_event BIGINT NOT NULL, last_public_event BIGINT NOT NULL, last_reply_by_customer BOOLEAN NOT NULL DEFAULT FALSE,
  UNIQUE (source, reference)
);
";

/// Numbers that nobody waits for. SQLite, which has one writer, counts in `sequences`.
const NUMBERS: &str = "
CREATE SEQUENCE ticket_numbers START 1001 OWNED BY tickets.number;
ALTER TABLE tickets ALTER COLUMN number SET DEFAULT nextval('ticket_numbers');
";

/// A list reads one of these in its order and stops after a page: of a company or of all, open tickets or closed ones too. The
/// order of statuses and priorities stands in the catalogue, so that reordering them writes no ticket: here are their ids, and a
/// list reads the tickets of each in turn. What orders those has `{FIRST}`, so that on PostgreSQL no other index has that order.
const IN_ORDER: &str = "
CREATE INDEX tickets_company_open_changed ON tickets (company_id, closed, changed_at, id);
CREATE INDEX tickets_company_open_created ON tickets (company_id, closed, created_at, id);
CREATE INDEX tickets_company_open_number ON tickets (company_id, closed, number);
CREATE INDEX tickets_company_open_subject ON tickets (company_id, closed, subject_key, id);
CREATE INDEX tickets_company_open_status ON tickets (company_id, closed, status_id, id{FIRST});
CREATE INDEX tickets_company_open_priority ON tickets (company_id, closed, priority_id, id{FIRST});
CREATE INDEX tickets_company_changed ON tickets (company_id, changed_at, id);
CREATE INDEX tickets_company_created ON tickets (company_id, created_at, id);
CREATE INDEX tickets_company_number ON tickets (company_id, number);
CREATE INDEX tickets_company_subject ON tickets (company_id, subject_key, id);
CREATE INDEX tickets_company_status ON tickets (company_id, status_id, id{FIRST});
CREATE INDEX tickets_company_priority ON tickets (company_id, priority_id, id{FIRST});
CREATE INDEX tickets_open_changed ON tickets (closed, changed_at, id);
CREATE INDEX tickets_open_created ON tickets (closed, created_at, id);
CREATE INDEX tickets_open_number ON tickets (closed, number);
CREATE INDEX tickets_open_subject ON tickets (closed, subject_key, id);
CREATE INDEX tickets_open_status ON tickets (closed, status_id, id{FIRST});
CREATE INDEX tickets_open_priority ON tickets (closed, priority_id, id{FIRST});
CREATE INDEX tickets_changed ON tickets (changed_at, id);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_subject ON tickets (subject_key, id);
CREATE INDEX tickets_status ON tickets (status_id, id{FIRST});
CREATE INDEX tickets_priority ON tickets (priority_id, id{FIRST});
";

/// What one person has reported, or has to do.
const OWN: &str = "
CREATE INDEX tickets_reporter ON tickets (reporter_id, closed, changed_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee_id, closed, changed_at, id);
";

/// Counting what filters leave reads one of these alone, from the filter that it begins with.
const BY_FILTER: &str = "
CREATE INDEX tickets_by_company ON tickets (company_id, closed, queue_id, type_id, status_id, assignee_id, changed_at, created_at, reporter_id);
CREATE INDEX tickets_by_queue ON tickets (queue_id, closed, type_id, status_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_type ON tickets (type_id, closed, queue_id, status_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_status ON tickets (status_id, closed, queue_id, type_id, assignee_id, changed_at, created_at);
CREATE INDEX tickets_by_assignee ON tickets (assignee_id, closed, queue_id, type_id, status_id, changed_at, created_at);
CREATE INDEX tickets_by_state ON tickets (closed, queue_id, type_id, status_id, assignee_id, changed_at, created_at);
";

/// An agent's tickets that wait for them, the longest untouched first or the most pressing first; and, of every open ticket,
/// whether it may be unread at the desk, without a look at the ticket.
const FOR_AGENTS: &str = "
CREATE INDEX tickets_waiting ON tickets (assignee_id, closed, last_reply_by_customer, changed_at, id);
CREATE INDEX tickets_open_news ON tickets (closed, changed_at, last_event, queue_id, type_id, id);
CREATE INDEX tickets_pressing ON tickets (assignee_id, closed, last_reply_by_customer, priority_id, changed_at{FIRST}, id);
";

/// `closing` is the event that a rating is about.
const BESIDE: &str = "
CREATE TABLE ticket_values (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), attribute_id BIGINT NOT NULL REFERENCES attributes (id), value TEXT NOT NULL,
  PRIMARY KEY (ticket_id, attribute_id)
);
CREATE TABLE read_cursors (
  user_id BIGINT NOT NULL REFERENCES users (id), ticket_id BIGINT NOT NULL REFERENCES tickets (id), event_id BIGINT NOT NULL,
  PRIMARY KEY (user_id, ticket_id)
);
CREATE TABLE subscriptions (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), PRIMARY KEY (ticket_id, user_id)
);
CREATE TABLE ratings (
  ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), user_id BIGINT NOT NULL REFERENCES users (id), closing BIGINT NOT NULL,
  score BIGINT NOT NULL, comment TEXT NOT NULL, rated_at BIGINT NOT NULL, changed BOOLEAN NOT NULL
);
";
