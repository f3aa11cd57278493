//! Totals that stay cheap: counting stops at a limit.

use super::ticket;
use crate::Result;
use domain::tickets::Total;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{Condition, DatabaseConnection, DbBackend, FromQueryResult, Statement, StatementBuilder};

/// Totals are exact up to here.
pub const EXACT_MAX: u64 = 10_000;

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

/// How many tickets match, counted no further than one past [`EXACT_MAX`].
pub(crate) async fn total(db: &DatabaseConnection, matching: Condition) -> Result<Total> {
    let statement = counting(db.get_database_backend(), matching);
    let counted = Counted::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n.unsigned_abs());
    Ok(Total { count: counted.min(EXACT_MAX), exact: counted <= EXACT_MAX })
}

pub(super) fn counting(backend: DbBackend, matching: Condition) -> Statement {
    let inner =
        Query::select().expr(Expr::val(1)).from(ticket::Entity).cond_where(matching).limit(EXACT_MAX + 1).to_owned();
    let outer = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from_subquery(inner, Alias::new("matching"))
        .to_owned();
    StatementBuilder::build(&outer, &backend)
}
