//! Snapshots of the database, so that a test can say that nothing has changed.

use super::Site;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows of every table as text. Left out is what a mere look may change: read cursors and whether something is unread, a session's last use, and the audit of
/// sign-ins and denied looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content(BTreeMap<String, Vec<String>>);

const LEFT_OUT: [&str; 1] = ["read_cursors"];
const LEFT_OUT_COLUMNS: [(&str, &str); 3] =
    [("sessions", "used_at"), ("sessions", "expires_at"), ("activities", "unread")];

impl Content {
    pub(super) async fn of(site: &Site) -> Self {
        let mut tables = BTreeMap::new();
        for table in tables_of(site).await.into_iter().filter(|table| !LEFT_OUT.contains(&table.as_str())) {
            let mut rows = rows_of(site, &table).await;
            // What /readyz tries to write.
            rows.retain(|row| !row.contains("written_at"));
            tables.insert(table, rows);
        }
        let mut names = Vec::new();
        walk(&site.folder.path().join("files"), &mut names);
        names.sort();
        tables.insert("(files)".into(), names);
        Self(tables)
    }

    /// # Panics
    /// When anything differs, naming it.
    pub fn assert_same(&self, later: &Self, after: &str) {
        for (table, rows) in &self.0 {
            let now = later.0.get(table).cloned().unwrap_or_default();
            let gone: Vec<_> = rows.iter().filter(|row| !now.contains(row)).collect();
            let came: Vec<_> = now.iter().filter(|row| !rows.contains(row)).collect();
            assert!(gone.is_empty() && came.is_empty(), "{after} changed {table}: {gone:?} became {came:?}");
            assert_eq!(rows.len(), now.len(), "{after} changed {table}");
        }
        assert_eq!(self.0.len(), later.0.len(), "{after}: the same tables");
    }

    /// Names of what differs.
    pub fn differences(&self, later: &Self) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(table, rows)| later.0.get(*table) != Some(rows))
            .map(|(table, _)| table.as_str())
            .collect()
    }

    /// Whether the text stands anywhere.
    pub fn holds(&self, text: &str) -> bool {
        self.0.values().flatten().any(|row| row.contains(text))
    }
}

async fn tables_of(site: &Site) -> Vec<String> {
    // The parts in which SQLite keeps a full-text table say the same as the table.
    let sql = if site.desk.db().is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_words_%'"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    };
    let tables = site.column(sql).await;
    assert!(tables.len() > 20, "all tables are found: {tables:?}");
    tables
}

async fn rows_of(site: &Site, table: &str) -> Vec<String> {
    let sqlite = site.desk.db().is_sqlite();
    let sql = if sqlite {
        format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")
    } else {
        format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
        )
    };
    let columns =
        site.column(&sql).await.into_iter().filter(|column| !LEFT_OUT_COLUMNS.contains(&(table, column.as_str())));
    let row = if sqlite {
        columns.map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join("||' '||")
    } else {
        let columns: Vec<_> = columns.map(|column| format!("\"{column}\"")).collect();
        format!("ROW({})::text", columns.join(","))
    };
    let only = if table == "events" { "WHERE kind NOT IN ('denied', 'signed_in')" } else { "" };
    site.column(&format!("SELECT {row} FROM {table} {only} ORDER BY 1")).await
}

fn walk(folder: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // Small pictures are made when somebody looks.
        if path.is_dir() && path.ends_with("small") {
            continue;
        }
        if path.is_dir() { walk(&path, names) } else { names.push(path.display().to_string()) }
    }
}
