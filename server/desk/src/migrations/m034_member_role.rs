//! *Contact* is somebody who holds a seat; the company role of that name is called *Member*.

use super::plain::Plain;

pub(super) const STEP: Plain = Plain { name: "m034_member_role", parts: &[NAME] };

const NAME: &str = "
UPDATE roles SET name = 'Member' WHERE slug = 'contact' AND name = 'Contact';
";
