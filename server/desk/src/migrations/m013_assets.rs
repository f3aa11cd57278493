//! Assets: their categories and attributes, who has them, what they are shared with, and the tickets about them.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step {
    name: "m013_assets",
    parts: &[Sql::Both(CATEGORIES), Sql::Both(ASSETS), Sql::Both(INDEXES), Sql::Both(BESIDE), Sql::Both(AROUND)],
};

const CATEGORIES: &str = "
CREATE TABLE asset_categories (
  id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, licences BOOLEAN NOT NULL, rank BIGINT NOT NULL
);
CREATE TABLE asset_attributes (
  id {ID}, category_id BIGINT NOT NULL REFERENCES asset_categories (id), name TEXT NOT NULL, label TEXT NOT NULL, kind TEXT NOT NULL,
  required BOOLEAN NOT NULL, in_list BOOLEAN NOT NULL, in_filter BOOLEAN NOT NULL, pattern TEXT NOT NULL, hint TEXT NOT NULL,
  min_value BIGINT, max_value BIGINT, dictionary_id BIGINT REFERENCES dictionaries (id), rank BIGINT NOT NULL, UNIQUE (category_id, name)
);
";

/// The keys are folded for sorting. `seats` is how many may use a licence, `seats_used` how many rows of `asset_seats` there are.
const ASSETS: &str = "
CREATE TABLE assets (
  id {ID}, public_id TEXT NOT NULL UNIQUE, category_id BIGINT NOT NULL REFERENCES asset_categories (id),
  company_id BIGINT NOT NULL REFERENCES companies (id), name TEXT NOT NULL, name_key {FOLDED} NOT NULL,
  identifier TEXT NOT NULL, identifier_key {FOLDED} NOT NULL, assignee_id BIGINT REFERENCES users (id),
  seats BIGINT, seats_used BIGINT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
";

/// A list reads one of these in its order: of everything, of a company or of a category.
const INDEXES: &str = "
CREATE INDEX assets_name ON assets (name_key, id);
CREATE INDEX assets_identifier ON assets (identifier_key, id);
CREATE INDEX assets_created ON assets (created_at, id);
CREATE INDEX assets_changed ON assets (changed_at, id);
CREATE INDEX assets_company ON assets (company_id, category_id, name_key, id);
CREATE INDEX assets_company_name ON assets (company_id, name_key, id);
CREATE INDEX assets_company_identifier ON assets (company_id, identifier_key, id);
CREATE INDEX assets_company_created ON assets (company_id, created_at, id);
CREATE INDEX assets_company_changed ON assets (company_id, changed_at, id);
CREATE INDEX assets_category ON assets (category_id, name_key, id);
CREATE INDEX assets_assignee ON assets (assignee_id, id);
";

const BESIDE: &str = "
CREATE TABLE asset_values (
  asset_id BIGINT NOT NULL REFERENCES assets (id), attribute_id BIGINT NOT NULL REFERENCES asset_attributes (id), value TEXT NOT NULL,
  value_key {FOLDED} NOT NULL, PRIMARY KEY (asset_id, attribute_id)
);
CREATE INDEX asset_values_key ON asset_values (attribute_id, value_key, asset_id);
CREATE TABLE asset_seats (
  asset_id BIGINT NOT NULL REFERENCES assets (id), user_id BIGINT NOT NULL REFERENCES users (id), since BIGINT NOT NULL,
  PRIMARY KEY (asset_id, user_id)
);
CREATE INDEX asset_seats_user ON asset_seats (user_id, asset_id);
CREATE TABLE asset_shares (
  asset_id BIGINT NOT NULL REFERENCES assets (id), company_id BIGINT NOT NULL REFERENCES companies (id), PRIMARY KEY (asset_id, company_id)
);
CREATE INDEX asset_shares_company ON asset_shares (company_id, asset_id);
CREATE TABLE ticket_assets (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), asset_id BIGINT NOT NULL REFERENCES assets (id), PRIMARY KEY (ticket_id, asset_id)
);
CREATE INDEX ticket_assets_asset ON ticket_assets (asset_id, ticket_id);
";

/// The words that assets are found by, which events are about which asset, and what each person has set for their list.
const AROUND: &str = "
CREATE TABLE asset_words (
  word {FOLDED} NOT NULL, field TEXT NOT NULL, asset_id BIGINT NOT NULL REFERENCES assets (id), PRIMARY KEY (word, field, asset_id)
);
CREATE INDEX asset_words_asset ON asset_words (asset_id);
CREATE TABLE asset_events (
  asset_id BIGINT NOT NULL REFERENCES assets (id), event_id BIGINT NOT NULL REFERENCES events (id), PRIMARY KEY (asset_id, event_id)
);
CREATE TABLE asset_lists (
  user_id BIGINT PRIMARY KEY REFERENCES users (id), columns TEXT NOT NULL, search_in TEXT NOT NULL
);
";
