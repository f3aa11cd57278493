//! Which tables change: triggers record it, so that a check costs no more than what changes.

use super::helpers::{person, sql, texts};
use super::support::demo;
use desk::Desk;
use desk::write::Actor;
use std::collections::BTreeSet;

/// Every table has triggers that write its name into `touched_tables`, in the transaction of the change: what is rolled back has
/// touched nothing. An update that leaves a row as it was is no change. What the audit notes of denied accesses is left
/// out: it is written after the answer has gone.
///
/// SQLite's full-text tables cannot have triggers: of each, the two records are compared that every write to it changes.
pub struct ChangedTables {
    full_text: Vec<String>,
    /// Digests of the full-text tables, as they were when changes were last forgotten.
    before: Vec<String>,
}

const TABLES_OF_SQLITE: &str = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' \
    AND name <> 'touched_tables'";
const TABLES_OF_POSTGRES: &str =
    "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'touched_tables'";

const NOTE_ON_POSTGRES: &str = "CREATE FUNCTION note_touched() RETURNS trigger LANGUAGE plpgsql AS \
    $$ BEGIN INSERT INTO touched_tables VALUES (TG_TABLE_NAME); RETURN NULL; END $$";

impl ChangedTables {
    /// Watches every table there is.
    pub async fn watch(desk: &Desk) -> Self {
        sql(desk, "CREATE TABLE touched_tables (name TEXT NOT NULL)").await;
        let mut full_text = Vec::new();
        if desk.db().is_sqlite() {
            for table in texts(desk, format!("{TABLES_OF_SQLITE} AND type = 'table'")).await {
                let columns = texts(desk, format!("SELECT name FROM pragma_table_info('{table}')")).await;
                let differs: Vec<_> =
                    columns.iter().map(|name| format!("OLD.\"{name}\" IS NOT NEW.\"{name}\"")).collect();
                let note = format!("BEGIN INSERT INTO touched_tables VALUES ('{table}'); END");
                make_triggers(desk, &table, &differs.join(" OR "), "", &note).await;
            }
            full_text = texts(desk, format!("{TABLES_OF_SQLITE} AND type = 'virtual'")).await;
        } else {
            sql(desk, NOTE_ON_POSTGRES).await;
            for table in texts(desk, TABLES_OF_POSTGRES.into()).await {
                let differs = "OLD.* IS DISTINCT FROM NEW.*";
                make_triggers(desk, &table, differs, "FOR EACH ROW", "EXECUTE FUNCTION note_touched()").await;
            }
        }
        let mut changes = Self { full_text, before: Vec::new() };
        changes.assert_complete(desk).await;
        changes.forget(desk).await;
        changes
    }

    /// From now on nothing has changed.
    pub async fn forget(&mut self, desk: &Desk) {
        sql(desk, "DELETE FROM touched_tables").await;
        self.before = self.digests(desk).await;
    }

    /// Names of the tables that have changed since.
    pub async fn tables(&self, desk: &Desk) -> BTreeSet<String> {
        let noted = texts(desk, "SELECT DISTINCT name FROM touched_tables".into()).await;
        let digests = self.digests(desk).await;
        let all = self.full_text.iter().zip(self.before.iter().zip(digests));
        let differ = all.filter(|(_, (before, now))| *before != now).map(|(table, _)| table.clone());
        noted.into_iter().chain(differ).collect()
    }

    /// # Panics
    /// When there is a table whose changes would not be seen.
    pub async fn assert_complete(&self, desk: &Desk) {
        let (triggers, tables) = if desk.db().is_sqlite() {
            let triggers = "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'touched_%' \
                GROUP BY tbl_name HAVING count(*) = 3";
            // A shadow table is a part of a full-text table.
            (triggers, format!("{TABLES_OF_SQLITE} AND type <> 'shadow'"))
        } else {
            let triggers = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'touched_%' \
                GROUP BY tgrelid HAVING count(*) = 3";
            (triggers, TABLES_OF_POSTGRES.to_owned())
        };
        let mut watched: BTreeSet<String> = texts(desk, triggers.into()).await.into_iter().collect();
        watched.extend(self.full_text.iter().cloned());
        let all: BTreeSet<String> = texts(desk, tables).await.into_iter().collect();
        assert!(all.len() > 20, "all tables are seen");
        assert_eq!(watched, all, "left: tables that are watched, right: tables that there are");
    }

    /// FTS5 keeps how much there is in record 1 of its data, and a count of what it has ever written in record 10.
    async fn digests(&self, desk: &Desk) -> Vec<String> {
        let mut digests = Vec::new();
        for table in &self.full_text {
            let records = format!("SELECT hex(block) FROM \"{table}_data\" WHERE id IN (1, 10) ORDER BY id");
            digests.push(texts(desk, records).await.join(","));
        }
        digests
    }
}

/// The three triggers of a table, `touched_insert_…`, `touched_update_…` and `touched_delete_…`.
async fn make_triggers(desk: &Desk, table: &str, differs: &str, each: &str, note: &str) {
    let audit = |rows: &[&str]| {
        let kinds: Vec<_> = rows.iter().map(|row| format!("{row}.kind <> 'denied'")).collect();
        if table == "events" { kinds.join(" OR ") } else { "1 = 1".into() }
    };
    for (verb, when) in [
        ("insert", audit(&["NEW"])),
        ("update", format!("({differs}) AND ({})", audit(&["OLD", "NEW"]))),
        ("delete", audit(&["OLD"])),
    ] {
        let trigger = format!("touched_{verb}_{table} AFTER {verb} ON \"{table}\"");
        sql(desk, &format!("CREATE TRIGGER {trigger} {each} WHEN ({when}) {note}")).await;
    }
}

#[tokio::test]
async fn every_change_is_seen_and_nothing_else() {
    for test in demo().await {
        let desk = &test.desk;
        let mut changes = ChangedTables::watch(desk).await;
        for (statement, expected) in [
            ("INSERT INTO search_terms (term) VALUES ('zzz')", vec!["search_terms"]),
            ("UPDATE companies SET name = name", vec![]),
            ("UPDATE companies SET name = 'Other' WHERE slug = 'harbourline'", vec!["companies"]),
            ("UPDATE users SET username = NULL WHERE username IS NULL", vec![]),
            ("UPDATE users SET username = 'first' WHERE slug = 'alice'", vec!["users"]),
            ("UPDATE users SET username = NULL WHERE slug = 'alice'", vec!["users"]),
            ("DELETE FROM search_terms WHERE term = 'zzz'", vec!["search_terms"]),
            ("DELETE FROM search_terms WHERE term = 'zzz'", vec![]),
            ("INSERT INTO events (at, kind, version, public, data) VALUES (0, 'denied', 1, FALSE, '{}')", vec![]),
            ("UPDATE events SET at = 1 WHERE kind = 'denied'", vec![]),
            ("UPDATE events SET kind = 'closed' WHERE kind = 'denied'", vec!["events"]),
        ] {
            changes.forget(desk).await;
            sql(desk, statement).await;
            let seen = changes.tables(desk).await;
            assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{statement}");
        }
        if desk.db().is_sqlite() {
            for statement in [
                "INSERT INTO closed_words (rowid, words) VALUES (987654321, 'sone stwo')",
                // With as many words as before.
                "INSERT OR REPLACE INTO closed_words (rowid, words) VALUES (987654321, 'sone sthree')",
                "DELETE FROM closed_words WHERE rowid = 987654321",
            ] {
                changes.forget(desk).await;
                sql(desk, statement).await;
                assert_eq!(changes.tables(desk).await, BTreeSet::from(["closed_words".into()]), "{statement}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_rolled_back_touches_nothing_and_a_new_table_is_not_overlooked() {
    for test in demo().await {
        let desk = &test.desk;
        let mut changes = ChangedTables::watch(desk).await;
        let alice = person(desk, "alice").await;
        changes.forget(desk).await;
        let statement = &format!("UPDATE users SET name = 'Other' WHERE id = {}", alice.id);
        let undone = desk.write(Actor::Portico, |w| async move {
            sea_orm::ConnectionTrait::execute_unprepared(&*w, statement).await?;
            Err::<(), _>(domain::Refusal::NotFound.into())
        });
        assert!(undone.await.is_err());
        assert_eq!(changes.tables(desk).await, BTreeSet::new());

        changes.assert_complete(desk).await;
        sql(desk, "CREATE TABLE overlooked (id BIGINT)").await;
        let desk = desk.clone();
        let complete = tokio::spawn(async move { changes.assert_complete(&desk).await });
        assert!(complete.await.unwrap_err().is_panic());
    }
}
