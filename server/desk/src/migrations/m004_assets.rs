//! Assets: their categories and attributes, who has them, what they are shared with, and the tickets about them.

use super::m001_foundation::spelled;
use sea_orm::ConnectionTrait;
use sea_orm_migration::prelude::*;

pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "m004_assets"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for part in [CATEGORIES, ASSETS, INDEXES, AROUND, RIGHTS] {
            db.execute_unprepared(&spelled(part, manager.get_database_backend())).await?;
        }
        Ok(())
    }
}

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

const ASSETS: &str = "
CREATE TABLE assets (
  id {ID}, public_id TEXT NOT NULL UNIQUE, category_id BIGINT NOT NULL REFERENCES asset_categories (id),
  company_id BIGINT NOT NULL REFERENCES companies (id), name TEXT NOT NULL, name_key {FOLDED} NOT NULL,
  identifier TEXT NOT NULL, identifier_key {FOLDED} NOT NULL, assignee_id BIGINT REFERENCES users (id),
  seats BIGINT, seats_used BIGINT NOT NULL, created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE TABLE asset_values (
  asset_id BIGINT NOT NULL REFERENCES assets (id), attribute_id BIGINT NOT NULL REFERENCES asset_attributes (id), value TEXT NOT NULL,
  value_key {FOLDED} NOT NULL, PRIMARY KEY (asset_id, attribute_id)
);
CREATE TABLE asset_seats (
  asset_id BIGINT NOT NULL REFERENCES assets (id), user_id BIGINT NOT NULL REFERENCES users (id), since BIGINT NOT NULL,
  PRIMARY KEY (asset_id, user_id)
);
CREATE TABLE asset_shares (
  asset_id BIGINT NOT NULL REFERENCES assets (id), company_id BIGINT NOT NULL REFERENCES companies (id), PRIMARY KEY (asset_id, company_id)
);
CREATE TABLE ticket_assets (
  ticket_id BIGINT NOT NULL REFERENCES tickets (id), asset_id BIGINT NOT NULL REFERENCES assets (id), PRIMARY KEY (ticket_id, asset_id)
);
";

const INDEXES: &str = "
CREATE INDEX assets_name ON assets (name_key, id);
CREATE INDEX assets_identifier ON assets (identifier_key, id);
CREATE INDEX assets_created ON assets (created_at, id);
CREATE INDEX assets_changed ON assets (changed_at, id);
CREATE INDEX assets_company ON assets (company_id, category_id, name_key, id);
CREATE INDEX assets_category ON assets (category_id, name_key, id);
CREATE INDEX assets_assignee ON assets (assignee_id, id);
CREATE INDEX asset_values_key ON asset_values (attribute_id, value_key, asset_id);
CREATE INDEX asset_seats_user ON asset_seats (user_id, asset_id);
CREATE INDEX asset_shares_company ON asset_shares (company_id, asset_id);
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

/// Whoever reaches every ticket type at the desk reaches every asset, until an administrator says otherwise.
const RIGHTS: &str = "
INSERT INTO rights (role_id, target, target_id, updates) SELECT r.role_id, 'asset_category', NULL, r.updates FROM rights r
  JOIN roles o ON o.id = r.role_id WHERE r.target = 'type' AND r.target_id IS NULL AND o.kind <> 'customer';
INSERT INTO rights (role_id, target, target_id, updates) SELECT r.role_id, 'asset_attribute', NULL, r.updates FROM rights r
  JOIN roles o ON o.id = r.role_id WHERE r.target = 'type' AND r.target_id IS NULL AND o.kind <> 'customer';
";
