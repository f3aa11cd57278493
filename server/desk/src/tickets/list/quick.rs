//! The counts beside the quick filters *Unread* and *Waiting for you*.

use super::count;
use super::scan_strategy::ScanStrategy;
use super::view::View;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::listing::Listing;
use domain::tickets::{QUICK_MAX, Quick, Total};
use sea_orm::sea_query::{Expr, Query, SubQueryStatement};
use sea_orm::{FromQueryResult, Statement, StatementBuilder};

#[derive(FromQueryResult)]
struct QuickCounts {
    unread: i64,
    waiting: i64,
}

/// How many tickets each of the two filters would leave of the view `query`, as if it was not chosen yet or is chosen already.
///
/// # Errors
/// When the database fails.
pub async fn quick(desk: &Desk, person: &Person, query: &str) -> Result<Quick> {
    let Some(statement) = quick_statement(desk, person, query).await? else { return Ok(Quick::default()) };
    let row = QuickCounts::find_by_statement(statement).one(desk.db().read()).await?;
    Ok(row.map_or_else(Quick::default, |row| Quick {
        unread: Some(clamp_total(row.unread)),
        waiting: Some(clamp_total(row.waiting)),
    }))
}

fn clamp_total(counted: i64) -> Total {
    let counted = counted.unsigned_abs();
    Total { count: counted.min(QUICK_MAX), exact: counted <= QUICK_MAX }
}

/// The statement behind the counts, for tests that look at its plan; `None` for a view that searches: a frequent word beside a rare filter takes
/// too long to look through.
#[doc(hidden)]
pub async fn quick_statement(desk: &Desk, person: &Person, query: &str) -> Result<Option<Statement>> {
    let asked = Listing::parse(query).0.narrowing().to_query();
    let (mut view, _) = View::read(desk, person, &asked).await?;
    if !view.search_query.is_empty() {
        return Ok(None);
    }
    let unread = counted(&mut view, |listing| listing.unread = true);
    let waiting = counted(&mut view, |listing| listing.waiting = true);
    let select = Query::select().expr_as(unread, "unread").expr_as(waiting, "waiting").to_owned();
    Ok(Some(StatementBuilder::build(&select, &view.backend)))
}

/// The view's tickets after this choice, counted no further than one past what is told.
fn counted(view: &mut View<'_>, choose: fn(&mut Listing)) -> Expr {
    let before = view.listing.clone();
    choose(&mut view.listing);
    let matching = count::select(view.matching(ScanStrategy::FilterThenSort)).limit(QUICK_MAX + 1).to_owned();
    view.listing = before;
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from_subquery(matching, "matching").to_owned();
    SubQueryStatement::from(count).into()
}
