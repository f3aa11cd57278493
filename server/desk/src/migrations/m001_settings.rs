//! Settings of the installation, and counters.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m001_settings", parts: &[Sql::Both(TABLES)] };

/// `catalogue` and `help` count changes, so that every process hears of them; `tickets` has the prefix of ticket numbers and, on
/// SQLite, the next one.
const TABLES: &str = "
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sequences (name TEXT PRIMARY KEY, prefix TEXT NOT NULL, next_value BIGINT NOT NULL);
INSERT INTO sequences (name, prefix, next_value) VALUES ('catalogue', '', 1), ('tickets', 'PT-', 1001), ('help', '', 1);
";
