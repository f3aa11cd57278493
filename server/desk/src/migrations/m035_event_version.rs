//! Events keep the version of their data's shape, so that a program passes over what a newer one has written.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m035_event_version", parts: &[VERSION] };

const VERSION: &str = "
ALTER TABLE events ADD COLUMN version SMALLINT NOT NULL DEFAULT 1;
";
