//! The assets of one company in each order that a list is read in, so that a page of a large company's costs no more than a small
//! one's. Files are read once more for the search, which has learned to read PDF.

use super::plain::Plain;

pub(super) const STEP: Plain =
    Plain { name: "m013_assets_reach", parts: &[INDEXES, "DELETE FROM settings WHERE name = 'files_read'"] };

const INDEXES: &str = "
CREATE INDEX assets_company_name ON assets (company_id, name_key, id);
CREATE INDEX assets_company_identifier ON assets (company_id, identifier_key, id);
CREATE INDEX assets_company_created ON assets (company_id, created_at, id);
CREATE INDEX assets_company_changed ON assets (company_id, changed_at, id);
";
