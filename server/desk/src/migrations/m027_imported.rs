//! What imported tickets were imported with.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m027_imported", parts: &[IMPORTED] };

const IMPORTED: &str = "
CREATE TABLE imported (ticket_id BIGINT PRIMARY KEY REFERENCES tickets (id), said TEXT NOT NULL);
";
