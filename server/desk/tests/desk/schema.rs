//! Schema: entities say of every table what the database says of it: its columns, their types, whether they may be empty, and its key.

use super::helpers::texts;
use super::support::desks;
use desk::Desk;
use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};
use std::collections::BTreeMap;

/// The columns of a table, by name: `integer`, `integer?` where it may be empty, `key integer` where it is part of the key.
pub type Columns = BTreeMap<String, String>;

/// Tables that no entity describes: full-text indexes, and what the migration library keeps for itself.
const WITHOUT_ENTITY: [&str; 4] = ["closed_words", "open_words", "seaql_migrations", "ticket_words"];

fn described<E: EntityTrait>() -> (String, Columns) {
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect();
    let column = |column: E::Column| {
        let (name, definition) = (column.as_str().to_owned(), column.def());
        let key = if keys.contains(&name) { "key " } else { "" };
        let empty = if definition.is_null() { "?" } else { "" };
        let kind = kind(definition.get_column_type());
        (name, format!("{key}{kind}{empty}"))
    };
    (E::default().table_name().to_owned(), E::Column::iter().map(column).collect())
}

fn kind(column: &ColumnType) -> &'static str {
    match column {
        ColumnType::BigInteger => "integer",
        ColumnType::SmallInteger => "smallint",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::Boolean => "boolean",
        ColumnType::Binary(_) | ColumnType::VarBinary(_) | ColumnType::Blob => "bytes",
        other => panic!("no table has columns such as {other:?}"),
    }
}

fn entities() -> BTreeMap<String, Columns> {
    let all = [
        described::<desk::activities::activity::Entity>(),
        described::<desk::assets::asset::Entity>(),
        described::<desk::assets::asset_attribute::Entity>(),
        described::<desk::assets::asset_category::Entity>(),
        described::<desk::assets::asset_event::Entity>(),
        described::<desk::assets::asset_list::Entity>(),
        described::<desk::assets::asset_word::Entity>(),
        described::<desk::assets::seat::Entity>(),
        described::<desk::assets::share::Entity>(),
        described::<desk::assets::ticket_asset::Entity>(),
        described::<desk::assets::value::Entity>(),
        described::<desk::assistant::turn::Entity>(),
        described::<desk::calendars::calendar::Entity>(),
        described::<desk::calendars::calendar_holiday::Entity>(),
        described::<desk::calendars::calendar_window::Entity>(),
        described::<desk::calendars::holiday::Entity>(),
        described::<desk::calendars::holiday_list::Entity>(),
        described::<desk::catalogue::attribute::Entity>(),
        described::<desk::catalogue::attribute_group::Entity>(),
        described::<desk::catalogue::dictionary::Entity>(),
        described::<desk::catalogue::dictionary_entry::Entity>(),
        described::<desk::catalogue::priority::Entity>(),
        described::<desk::catalogue::queue::Entity>(),
        described::<desk::catalogue::sequence::Entity>(),
        described::<desk::catalogue::setting::Entity>(),
        described::<desk::catalogue::status::Entity>(),
        described::<desk::catalogue::status_set::Entity>(),
        described::<desk::catalogue::ticket_type::Entity>(),
        described::<desk::chat::chat::Entity>(),
        described::<desk::chat::chat_agent::Entity>(),
        described::<desk::chat::chat_person::Entity>(),
        described::<desk::companies::company::Entity>(),
        described::<desk::companies::membership::Entity>(),
        described::<desk::conversation::message::Entity>(),
        described::<desk::drafts::draft::Entity>(),
        described::<desk::drafts::sent_draft::Entity>(),
        described::<desk::drafts::upload::Entity>(),
        described::<desk::events::event::Entity>(),
        described::<desk::events::idempotency_key::Entity>(),
        described::<desk::files::attachment::Entity>(),
        described::<desk::files::file_text::Entity>(),
        described::<desk::help::article::Entity>(),
        described::<desk::help::article_category::Entity>(),
        described::<desk::help::article_file::Entity>(),
        described::<desk::help::article_rating::Entity>(),
        described::<desk::help::article_version::Entity>(),
        described::<desk::import::imported::Entity>(),
        described::<desk::mail::outbox_mail::Entity>(),
        described::<desk::mail::pending_notification::Entity>(),
        described::<desk::mail::unsubscribe_token::Entity>(),
        described::<desk::people::account_link::Entity>(),
        described::<desk::people::half_sign_in::Entity>(),
        described::<desk::people::known_network::Entity>(),
        described::<desk::people::passkeys::challenge::Entity>(),
        described::<desk::people::passkeys::passkey::Entity>(),
        described::<desk::people::recovery_code::Entity>(),
        described::<desk::people::registration::Entity>(),
        described::<desk::people::right::Entity>(),
        described::<desk::people::role::Entity>(),
        described::<desk::people::second_factor::Entity>(),
        described::<desk::people::session::Entity>(),
        described::<desk::people::setup_code::Entity>(),
        described::<desk::people::sign_in_try::Entity>(),
        described::<desk::people::user::Entity>(),
        described::<desk::phone::call::Entity>(),
        described::<desk::plans::level::Entity>(),
        described::<desk::plans::plan::Entity>(),
        described::<desk::plans::plan_event::Entity>(),
        described::<desk::plans::product::Entity>(),
        described::<desk::plans::request::Entity>(),
        described::<desk::plans::seat::Entity>(),
        described::<desk::search::search_term::Entity>(),
        described::<desk::tickets::rating::Entity>(),
        described::<desk::tickets::read_cursor::Entity>(),
        described::<desk::tickets::subscription::Entity>(),
        described::<desk::tickets::ticket::Entity>(),
        described::<desk::tickets::value::Entity>(),
        described::<desk::views::saved_view::Entity>(),
    ];
    let mut entities = BTreeMap::new();
    for (table, columns) in all {
        assert!(entities.insert(table.clone(), columns).is_none(), "{table} has two entities");
    }
    entities
}

const TABLES_OF_SQLITE: &str =
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite_%'";
const TABLES_OF_POSTGRES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";

/// `NAME TYPE` of each column, as `described` writes them. What is part of a key is never empty.
const COLUMNS_OF_SQLITE: &str = "SELECT name || ' ' || CASE WHEN pk > 0 THEN 'key ' ELSE '' END || CASE type \
    WHEN 'INTEGER' THEN 'integer' WHEN 'BIGINT' THEN 'integer' WHEN 'BLOB' THEN 'bytes' ELSE lower(type) END \
    || CASE WHEN \"notnull\" OR pk > 0 THEN '' ELSE '?' END FROM pragma_table_info('{TABLE}')";
const COLUMNS_OF_POSTGRES: &str = "SELECT a.attname || ' ' || CASE WHEN a.attnum = ANY (i.indkey) THEN 'key ' ELSE '' END \
    || CASE format_type(a.atttypid, a.atttypmod) WHEN 'bigint' THEN 'integer' WHEN 'bytea' THEN 'bytes' \
    ELSE format_type(a.atttypid, a.atttypmod) END || CASE WHEN a.attnotnull THEN '' ELSE '?' END FROM pg_attribute a \
    LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
    WHERE a.attrelid = '{TABLE}'::regclass AND a.attnum > 0 AND NOT a.attisdropped";

/// The tables that a database has.
pub async fn tables(desk: &Desk) -> BTreeMap<String, Columns> {
    let is_sqlite = desk.db().is_sqlite();
    let (tables, columns) =
        if is_sqlite { (TABLES_OF_SQLITE, COLUMNS_OF_SQLITE) } else { (TABLES_OF_POSTGRES, COLUMNS_OF_POSTGRES) };
    let mut found = BTreeMap::new();
    for table in texts(desk, tables.into()).await {
        let columns = texts(desk, columns.replace("{TABLE}", &table)).await;
        let named = columns.iter().map(|column| column.split_once(' ').unwrap());
        let columns = named.map(|(name, kind)| (name.to_owned(), kind.to_owned())).collect();
        found.insert(table, columns);
    }
    found
}

const DETAILS_OF_SQLITE: &str = "SELECT 'index ' || tbl_name || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema \
    WHERE type = 'index' UNION ALL SELECT 'default ' || t.name || '.' || c.name || ' ' || c.dflt_value \
    FROM pragma_table_list t, pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.type = 'table' \
    AND c.dflt_value IS NOT NULL ORDER BY 1";
const DETAILS_OF_POSTGRES: &str = "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' \
    UNION ALL SELECT 'default ' || table_name || '.' || column_name || ' ' || column_default FROM information_schema.columns \
    WHERE table_schema = 'public' AND column_default IS NOT NULL \
    UNION ALL SELECT 'rule ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
    WHERE connamespace = 'public'::regnamespace ORDER BY 1";

/// What else a schema says: indexes, defaults and, where the database tells, constraints.
pub async fn details(desk: &Desk) -> Vec<String> {
    let details = if desk.db().is_sqlite() { DETAILS_OF_SQLITE } else { DETAILS_OF_POSTGRES };
    texts(desk, details.into()).await
}

#[tokio::test]
async fn every_table_has_an_entity_that_names_all_its_columns() {
    let entities = entities();
    for test in desks().await {
        let mut tables = tables(&test.desk).await;
        assert!(tables.len() > 70, "all tables are seen");
        tables.retain(|table, _| !WITHOUT_ENTITY.contains(&table.as_str()));
        for (table, columns) in &tables {
            let entity = entities.get(table).unwrap_or_else(|| panic!("{table} has no entity"));
            assert_eq!(entity, columns, "left: the entity of {table}, right: {:?}", test.db.backend());
        }
        let left: Vec<&String> = entities.keys().filter(|table| !tables.contains_key(*table)).collect();
        assert!(left.is_empty(), "entities without a table: {left:?}");
    }
}
