//! The catalogue that tickets are filed by: queues, types with their attributes, statuses and priorities.

use super::step::{Sql, Step};

pub(super) const STEP: Step =
    Step { name: "m008_catalogue", parts: &[Sql::Both(QUEUES), Sql::Both(STATUSES), Sql::Both(TYPES)] };

/// Queues form a tree. `product` is the slug of what its cases are about; without one it is that of the queue above.
const QUEUES: &str = "
CREATE TABLE queues (
  id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, parent_id BIGINT REFERENCES queues (id), rank BIGINT NOT NULL,
  customers_may_create BOOLEAN NOT NULL, auto_answer TEXT, auto_answer_closed TEXT, product TEXT
);
";

/// `waits_for` names whom a ticket waits for, `customer_name` is what customers read instead of the label. `rank` orders the
/// statuses of one set, `place` those of all sets; lists of tickets are read in the order of `place` and of the rank of priorities,
/// which are unique so that an index says it all.
const STATUSES: &str = "
CREATE TABLE status_sets (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE statuses (
  id {ID}, set_id BIGINT NOT NULL REFERENCES status_sets (id), slug TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
  colour TEXT NOT NULL, rank BIGINT NOT NULL, place BIGINT NOT NULL UNIQUE, waits_for TEXT, customer_name TEXT,
  UNIQUE (set_id, slug)
);
CREATE TABLE priorities (
  id {ID}, slug TEXT NOT NULL UNIQUE, label TEXT NOT NULL, colour TEXT NOT NULL, rank BIGINT NOT NULL UNIQUE
);
";

const TYPES: &str = "
CREATE TABLE dictionaries (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE dictionary_entries (
  id {ID}, dictionary_id BIGINT NOT NULL REFERENCES dictionaries (id), label TEXT NOT NULL, rank BIGINT NOT NULL,
  UNIQUE (dictionary_id, label)
);
CREATE TABLE ticket_types (
  id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, status_set_id BIGINT NOT NULL REFERENCES status_sets (id),
  customers_may_create BOOLEAN NOT NULL, rank BIGINT NOT NULL
);
CREATE TABLE attribute_groups (
  id {ID}, type_id BIGINT NOT NULL REFERENCES ticket_types (id), name TEXT NOT NULL, rank BIGINT NOT NULL
);
CREATE TABLE attributes (
  id {ID}, group_id BIGINT NOT NULL REFERENCES attribute_groups (id), name TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
  required BOOLEAN NOT NULL, in_list BOOLEAN NOT NULL, pattern TEXT NOT NULL, hint TEXT NOT NULL, min_value BIGINT, max_value BIGINT,
  dictionary_id BIGINT REFERENCES dictionaries (id), rank BIGINT NOT NULL, UNIQUE (group_id, name)
);
";
