//! Totals that stay cheap: counting stops at a limit.

use crate::Result;
use crate::tickets::ticket;
use domain::tickets::Total;
use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement};
use sea_orm::{Condition, DatabaseConnection, DbBackend, FromQueryResult, Statement, StatementBuilder};

/// Totals are exact up to here.
pub(super) const EXACT_MAX: u64 = domain::listing::SORTED_MAX;

#[derive(FromQueryResult)]
struct Counted {
    n: i64,
}

/// How many tickets match, counted no further than one past [`EXACT_MAX`].
pub(super) async fn total(db: &DatabaseConnection, matching: Condition) -> Result<Total> {
    let statement = counting(db.get_database_backend(), matching);
    Ok(told(Counted::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n)))
}

/// The same, counted no further than one past `most`.
pub(super) async fn up_to(db: &DatabaseConnection, matching: Condition, most: u64) -> Result<Total> {
    let statement = bounded(db.get_database_backend(), matching, most);
    let counted = Counted::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n.unsigned_abs());
    Ok(Total { count: counted.min(most), exact: counted <= most })
}

/// A count that may have stopped one past the limit.
pub(super) fn told(counted: i64) -> Total {
    let counted = counted.unsigned_abs();
    Total { count: counted.min(EXACT_MAX), exact: counted <= EXACT_MAX }
}

/// Something for each matching ticket, as far as is counted.
pub(super) fn select(matching: Condition) -> SelectStatement {
    Query::select().expr(Expr::val(1)).from(ticket::Entity).cond_where(matching).limit(EXACT_MAX + 1).to_owned()
}

pub(super) fn counting(backend: DbBackend, matching: Condition) -> Statement {
    bounded(backend, matching, EXACT_MAX)
}

fn bounded(backend: DbBackend, matching: Condition, most: u64) -> Statement {
    let outer = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from_subquery(select(matching).limit(most + 1).to_owned(), Alias::new("matching"))
        .to_owned();
    StatementBuilder::build(&outer, &backend)
}
