//! Codes that open the page of the first administrator.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m023_setup_codes", parts: &[CODES] };

/// Each process that starts without an administrator writes one, and every process takes all of them.
const CODES: &str = "
CREATE TABLE setup_codes (code_hash {BYTES} PRIMARY KEY, created_at BIGINT NOT NULL);
";
