//! The database and what the product, too, keeps in memory: names and rights.

use super::question::Question;
use crate::error::Result;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::collections::HashMap;
use std::sync::Arc;

/// A word and the colour it stands on.
pub struct Badge {
    pub label: String,
    pub colour: String,
}

/// Which rows a role reads; `None`: all.
#[derive(Clone, Default)]
pub struct Reach {
    pub queues: Option<Vec<i64>>,
    pub types: Option<Vec<i64>>,
}

#[derive(Clone)]
pub struct Desk(Arc<Rooms>);

pub struct Rooms {
    pub db: DatabaseConnection,
    pub prefix: String,
    pub queues: HashMap<i64, String>,
    pub types: HashMap<i64, String>,
    pub statuses: HashMap<i64, Badge>,
    pub priorities: HashMap<i64, Badge>,
    pub reaches: HashMap<i64, Reach>,
}

impl std::ops::Deref for Desk {
    type Target = Rooms;
    fn deref(&self) -> &Rooms {
        &self.0
    }
}

impl Desk {
    pub async fn open(url: &str) -> Result<Self> {
        let db = Database::connect(options(url)).await?;
        let prefix = Question::of("SELECT prefix FROM sequences WHERE name = 'tickets'").one(&db).await?;
        Ok(Self(Arc::new(Rooms {
            prefix: prefix.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default(),
            queues: names(&db, "SELECT id, name FROM queues").await?,
            types: names(&db, "SELECT id, name FROM ticket_types").await?,
            statuses: badges(&db, "SELECT id, label, colour FROM statuses").await?,
            priorities: badges(&db, "SELECT id, label, colour FROM priorities").await?,
            reaches: reaches(&db).await?,
            db,
        })))
    }
}

/// As the product connects.
fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.test_before_acquire(false).sqlx_logging(false);
    if !url.starts_with("sqlite:") {
        options.max_connections(20);
        return options;
    }
    options.max_connections(4).min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .statement_cache_capacity(200)
            .pragma("cache_size", "-32000")
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
    });
    options
}

async fn names(db: &DatabaseConnection, sql: &str) -> Result<HashMap<i64, String>> {
    let rows = Question::of(sql).all(db).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

async fn badges(db: &DatabaseConnection, sql: &str) -> Result<HashMap<i64, Badge>> {
    let rows = Question::of(sql).all(db).await?;
    let badge = |row: &sea_orm::QueryResult| -> Result<(i64, Badge)> {
        Ok((row.try_get_by_index(0)?, Badge { label: row.try_get_by_index(1)?, colour: row.try_get_by_index(2)? }))
    };
    rows.iter().map(badge).collect()
}

/// The demo grants every queue by its own name, so nothing is inherited here.
async fn reaches(db: &DatabaseConnection) -> Result<HashMap<i64, Reach>> {
    let none = Reach { queues: Some(Vec::new()), types: Some(Vec::new()) };
    let mut reaches: HashMap<i64, Reach> = HashMap::new();
    let sql = "SELECT role_id, target, target_id FROM rights ORDER BY target_id";
    for row in db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await? {
        let reach = reaches.entry(row.try_get_by_index(0)?).or_insert_with(|| none.clone());
        let target: String = row.try_get_by_index(1)?;
        let ids = match target.as_str() {
            "queue" => &mut reach.queues,
            "type" => &mut reach.types,
            _ => continue,
        };
        match row.try_get_by_index::<Option<i64>>(2)? {
            None => *ids = None,
            Some(id) => ids.iter_mut().filter(|ids| !ids.contains(&id)).for_each(|ids| ids.push(id)),
        }
    }
    Ok(reaches)
}

impl Rooms {
    pub fn is_sqlite(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Sqlite
    }
}
