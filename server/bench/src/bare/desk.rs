//! Database connections, and a cache of what the product keeps in memory, too: names and rights.

use super::sql_builder::SqlBuilder;
use crate::error::{Error, Result};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A word and the colour it stands on.
pub struct Badge {
    pub slug: String,
    pub label: String,
    pub colour: String,
}

pub struct Queue {
    pub id: i64,
    pub slug: String,
    parent: Option<i64>,
    /// With its parents: `Field service / Print`.
    pub path: String,
}

pub struct Kind {
    pub slug: String,
    pub name: String,
    /// What a ticket of it begins with.
    /// That a new ticket has, by id.
    pub status: i64,
}

/// Which rows a role reads; `None`: all.
#[derive(Clone, Default)]
pub struct Reach {
    pub queues: Option<Vec<i64>>,
    pub types: Option<Vec<i64>>,
}

impl Reach {
    pub fn reads_queue(&self, id: i64) -> bool {
        self.queues.as_ref().is_none_or(|ids| ids.contains(&id))
    }

    pub fn reads_type(&self, id: i64) -> bool {
        self.types.as_ref().is_none_or(|ids| ids.contains(&id))
    }
}

#[derive(Clone)]
pub struct Desk(Arc<DeskInner>);

pub struct DeskInner {
    pub db: DatabaseConnection,
    pub writer: DatabaseConnection,
    pub prefix: String,
    /// Children follow their parent.
    pub queues: Vec<Queue>,
    pub types: HashMap<i64, Kind>,
    pub statuses: HashMap<i64, Badge>,
    /// Statuses of tickets that are closed.
    pub closing: Vec<i64>,
    /// Statuses that an answer of a customer changes, and those that an agent's does.
    pub moving: [Vec<i64>; 2],
    pub priorities: HashMap<i64, Badge>,
    /// All statuses, and all priorities, in their order.
    pub status_order: Vec<i64>,
    pub priority_order: Vec<i64>,
    /// Of a ticket for which none is chosen.
    pub usual: i64,
    pub reaches: HashMap<i64, Reach>,
}

impl std::ops::Deref for Desk {
    type Target = DeskInner;
    fn deref(&self) -> &DeskInner {
        &self.0
    }
}

impl Desk {
    pub async fn open(url: &str) -> Result<Self> {
        let (db, writer) = (Database::connect(options(url, 4)).await?, Database::connect(options(url, 1)).await?);
        let prefix = SqlBuilder::of("SELECT prefix FROM sequences WHERE name = 'tickets'").one(&db).await?;
        Ok(Self(Arc::new(DeskInner {
            prefix: prefix.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default(),
            queues: queues(&db).await?,
            types: kinds(&db).await?,
            statuses: badges(&db, "SELECT id, slug, label, colour FROM statuses").await?,
            closing: ids(&db, "SELECT id FROM statuses WHERE kind IN ('solved', 'closed')").await?,
            moving: [
                ids(&db, "SELECT id FROM statuses WHERE kind IN ('solved', 'closed') OR waits_for = 'customer'")
                    .await?,
                ids(&db, "SELECT id FROM statuses WHERE kind = 'new'").await?,
            ],
            priorities: badges(&db, "SELECT id, slug, label, colour FROM priorities").await?,
            status_order: ids(&db, "SELECT id FROM statuses ORDER BY place").await?,
            priority_order: ids(&db, "SELECT id FROM priorities ORDER BY rank").await?,
            usual: usual(&db).await?,
            reaches: reaches(&db).await?,
            db,
            writer,
        })))
    }
}

/// As the product connects: many readers, and on SQLite one writer.
fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.test_before_acquire(false).sqlx_logging(false);
    if !url.starts_with("sqlite:") {
        options.max_connections(20);
        return options;
    }
    options.max_connections(connections).min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .statement_cache_capacity(200)
            .pragma("cache_size", "-8000")
            .pragma("mmap_size", "268435456")
            .pragma("temp_store", "memory")
    });
    options
}

async fn ids(db: &DatabaseConnection, sql: &str) -> Result<Vec<i64>> {
    SqlBuilder::of(sql).all(db).await?.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

async fn queues(db: &DatabaseConnection) -> Result<Vec<Queue>> {
    let rows = SqlBuilder::of("SELECT id, slug, parent_id, name FROM queues ORDER BY rank").all(db).await?;
    let queue = |row: &QueryResult| -> Result<Queue> {
        Ok(Queue {
            id: row.try_get_by_index(0)?,
            slug: row.try_get_by_index(1)?,
            parent: row.try_get_by_index(2)?,
            path: row.try_get_by_index(3)?,
        })
    };
    let rows = rows.iter().map(queue).collect::<Result<Vec<_>>>()?;
    let mut ordered = Vec::new();
    descend(&rows, None, "", &mut ordered);
    Ok(ordered)
}

fn descend(rows: &[Queue], parent: Option<i64>, above: &str, ordered: &mut Vec<Queue>) {
    for row in rows.iter().filter(|row| row.parent == parent) {
        let path = format!("{above}{}", row.path);
        let below = format!("{path} / ");
        ordered.push(Queue { slug: row.slug.clone(), path, ..*row });
        descend(rows, Some(row.id), &below, ordered);
    }
}

async fn kinds(db: &DatabaseConnection) -> Result<HashMap<i64, Kind>> {
    let rows = SqlBuilder::of(KINDS).all(db).await?;
    let kind = |row: &QueryResult| -> Result<(i64, Kind)> {
        let status = row.try_get_by_index(3)?;
        Ok((row.try_get_by_index(0)?, Kind { slug: row.try_get_by_index(1)?, name: row.try_get_by_index(2)?, status }))
    };
    rows.iter().map(kind).collect()
}

const KINDS: &str = "SELECT t.id, t.slug, t.name, s.id FROM ticket_types t JOIN statuses s ON s.id = (SELECT id FROM statuses \
    WHERE set_id = t.status_set_id AND kind IN ('new', 'open') ORDER BY CASE kind WHEN 'new' THEN 0 ELSE 1 END, rank, id LIMIT 1)";

async fn usual(db: &DatabaseConnection) -> Result<i64> {
    let row = SqlBuilder::of("SELECT id FROM priorities WHERE slug = 'normal'").one(db).await?;
    let row = row.ok_or_else(|| Error::new("there is no usual priority"))?;
    Ok(row.try_get_by_index(0)?)
}

async fn badges(db: &DatabaseConnection, sql: &str) -> Result<HashMap<i64, Badge>> {
    let rows = SqlBuilder::of(sql).all(db).await?;
    let badge = |row: &QueryResult| -> Result<(i64, Badge)> {
        let (slug, label, colour) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        Ok((row.try_get_by_index(0)?, Badge { slug, label, colour }))
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

impl DeskInner {
    /// A queue's name with its parents.
    pub fn queue(&self, id: i64) -> &str {
        self.queues.iter().find(|queue| queue.id == id).map_or("", |queue| &queue.path)
    }

    /// A queue and all below it.
    pub fn below(&self, id: i64) -> Vec<i64> {
        let mut ids = vec![id];
        for queue in &self.queues {
            if queue.parent.is_some_and(|parent| ids.contains(&parent)) {
                ids.push(queue.id);
            }
        }
        ids
    }

    pub fn is_sqlite(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Sqlite
    }
}
