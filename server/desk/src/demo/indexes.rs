//! Secondary indexes of tickets during a bulk load: building them once at its end is many times faster than keeping them up row
//! by row.

use crate::Result;
use crate::db::Tx;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

/// Indexes that were dropped, to be built again.
#[derive(Default)]
pub(super) struct Dropped(Vec<Index>);

#[derive(FromQueryResult)]
struct Index {
    name: String,
    /// The statement that makes it.
    sql: String,
}

/// What the database holds, in the order in which it was made: a planner that weighs two indexes alike takes them in that order.
/// Indexes that belong to a constraint stay.
fn query(backend: DbBackend) -> Statement {
    let sql = match backend {
        DbBackend::Sqlite => {
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'tickets' AND sql IS NOT NULL ORDER BY rowid"
        }
        _ => {
            "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS sql FROM pg_index \
             WHERE indrelid = 'tickets'::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) \
             ORDER BY indexrelid"
        }
    };
    Statement::from_string(backend, sql)
}

pub(super) async fn drop(tx: &Tx) -> Result<Dropped> {
    let indexes = Index::find_by_statement(query(tx.get_database_backend())).all(tx).await?;
    for index in &indexes {
        tx.execute_unprepared(&format!("DROP INDEX {}", index.name)).await?;
    }
    Ok(Dropped(indexes))
}

impl Dropped {
    /// Builds them from the rows as they are.
    pub(super) async fn build(self, tx: &Tx) -> Result<()> {
        for index in self.0 {
            tx.execute_unprepared(&index.sql).await?;
        }
        Ok(())
    }
}
