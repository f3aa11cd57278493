//! How wide people have set the columns of their list.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m032_widths", parts: &[WIDTHS] };

const WIDTHS: &str = "
ALTER TABLE users ADD COLUMN list_widths TEXT NOT NULL DEFAULT '';
";
