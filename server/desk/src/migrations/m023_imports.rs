//! What imported tickets were imported with.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m023_imports", parts: &[Sql::Both(TABLE)] };

/// `said` is what the file said of a ticket when it was last imported, in JSON.
const TABLE: &str = "
CREATE TABLE imported (ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), said TEXT NOT NULL);
";
