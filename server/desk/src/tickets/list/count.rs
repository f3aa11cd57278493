//! Bounded counts: totals that stay cheap, because counting stops at a limit.

use super::large_counts::{self, MARGIN};
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::db::{CountRow, Reader};
use crate::scope::ticket;
use crate::{Desk, Result};
use domain::tickets::Total;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, DbBackend, FromQueryResult, Statement, StatementBuilder};

/// Totals are exact up to here.
pub(super) const EXACT_MAX: u64 = domain::listing::SORTED_MAX;

/// How many tickets match, exact up to [`EXACT_MAX`].
pub(super) async fn total(desk: &Desk, matching: Condition) -> Result<Total> {
    ask(desk, counting(desk.db().backend(), matching)).await
}

/// Asks for a number, unless the answer is known to be "many more".
async fn ask(desk: &Desk, counting: Statement) -> Result<Total> {
    let (list, now) = (large_counts::key(&counting), desk.now());
    if desk.large_counts().contains(list, now) {
        return Ok(clamp_total(EXACT_MAX as i64 + 1));
    }
    let counted = CountRow::find_by_statement(counting).one(desk.db().read()).await?.map_or(0, |row| row.n);
    if counted.unsigned_abs() > EXACT_MAX + MARGIN {
        desk.large_counts().insert(list, now);
    }
    Ok(clamp_total(counted))
}

/// How many match, counted no further than one past `most`.
pub(super) async fn up_to(db: &Reader, matching: Condition, most: u64) -> Result<Total> {
    let statement = bounded(db.get_database_backend(), matching, most);
    let counted = CountRow::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n.unsigned_abs());
    Ok(Total { count: Ord::min(counted, most), exact: counted <= most })
}

/// How many tickets of a view match.
pub(super) async fn of_view(desk: &Desk, view: &View<'_>) -> Result<Total> {
    ask(desk, counting_view(view)).await
}

/// Whether anything matches.
pub(super) async fn any(desk: &Desk, view: &View<'_>) -> Result<bool> {
    Ok(of_view(desk, view).await?.count > 0)
}

/// On SQLite the index tells what was found as it finds it, and counting ends as soon as it is enough.
pub(super) fn counting_view(view: &View<'_>) -> Statement {
    if view.search_query.is_empty() || view.backend != DbBackend::Sqlite {
        return counting(view.backend, view.matching(ScanStrategy::FilterThenSort));
    }
    let hits = Query::select()
        .distinct()
        .column("id")
        .from_subquery(view.search_query.hits(!view.shows_closed()), "found")
        .to_owned();
    let mut found = Query::select();
    found.expr(Expr::val(1)).from_subquery(hits, "hit").limit(EXACT_MAX + MARGIN + 1);
    if !view.is_search_alone() {
        let is_hit = Expr::col((ticket::Entity, ticket::Column::Id)).equals(("hit", "id"));
        found.cross_join(ticket::Entity);
        found.cond_where(view.narrowed(ScanStrategy::FilterThenSort).add(is_hit));
    }
    let outer = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from_subquery(found, Alias::new("matching"))
        .to_owned();
    StatementBuilder::build(&outer, &view.backend)
}

/// A count that may have stopped one past the limit.
pub(super) fn clamp_total(counted: i64) -> Total {
    let counted = counted.unsigned_abs();
    Total { count: Ord::min(counted, EXACT_MAX), exact: counted <= EXACT_MAX }
}

/// Something for each matching ticket, as far as is counted.
pub(super) fn select(matching: Condition) -> SelectStatement {
    Query::select().expr(Expr::val(1)).from(ticket::Entity).cond_where(matching).limit(EXACT_MAX + 1).to_owned()
}

pub(super) fn counting(backend: DbBackend, matching: Condition) -> Statement {
    bounded(backend, matching, EXACT_MAX + MARGIN)
}

fn bounded(backend: DbBackend, matching: Condition, most: u64) -> Statement {
    let outer = Query::select()
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("n"))
        .from_subquery(select(matching).limit(most + 1).to_owned(), Alias::new("matching"))
        .to_owned();
    StatementBuilder::build(&outer, &backend)
}
