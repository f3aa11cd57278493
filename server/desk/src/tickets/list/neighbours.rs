//! Previous and next: the tickets before and after one in a list, and its place there.
//!
//! A link from a list carries the list: `?from=` and its query string.

use super::conditions::column;
use super::count::{self, EXACT_MAX};
use super::order::{self, IndexKey};
use super::scan_strategy::ScanStrategy;
use super::view::View;
use super::{measure, ranked};
use crate::actor::Person;
use crate::db::{CountRow, IdRow, Reader};
use crate::scope::{find, ticket};
use crate::tickets::rank_order::RankOrder;
use crate::{Desk, Result};
use domain::tickets::Neighbours;
use domain::tickets::neighbours::from;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QuerySelect, Statement, StatementBuilder,
};
use std::cmp::Ordering;
use std::collections::HashMap;
use ticket::Column as T;

/// What stands beside the ticket in the list at `query`, as this person sees both.
///
/// # Errors
/// `NotFound` for a ticket that does not exist or that the person may not see.
pub async fn neighbours(desk: &Desk, person: &Person, query: &str, number: &str) -> Result<Neighbours> {
    let here = find(desk.db().read(), person, number).await?;
    let (mut view, _) = View::read(desk, person, query).await?;
    let (list, from) = (view.listing.address(), from(&view.listing));
    let (counted, _) = measure(desk, &mut view).await?;
    let total = match counted {
        Some(total) => total,
        None => count::total(desk, view.matching(ScanStrategy::IndexOrder)).await?,
    };
    let strategy = view.scan_strategy_after(counted, total.count);
    let ids = match (view.is_ranked(), total.exact) {
        (true, _) => ranked::ids(desk, &view, counted, ranked::RANKED_MAX, (EXACT_MAX, 0)).await?,
        (false, true) => order::all_ids(desk.db().read(), &view, strategy, EXACT_MAX).await?,
        (false, false) => Vec::new(),
    };
    let (place, beside) = match ids.iter().position(|id| *id == here.id) {
        Some(place) => {
            let before = place.checked_sub(1).and_then(|place| ids.get(place)).copied();
            (Some(place as u64 + 1), [before, ids.get(place + 1).copied()])
        }
        None => beside(desk, &view, strategy, &here).await?,
    };
    let [previous, next] = numbers(desk, beside).await?;
    Ok(Neighbours { list, from, place, total, previous, next })
}

/// The same by the ticket's own place in the order: in lists of more tickets than are read, and for a ticket that has left the list.
/// In an order that no index holds, and by best match, there is no such place.
async fn beside(
    desk: &Desk,
    view: &View<'_>,
    strategy: ScanStrategy,
    here: &ticket::Model,
) -> Result<(Option<u64>, [Option<i64>; 2])> {
    let Some([previous, next, before]) = around(view, strategy, here) else { return Ok((None, [None; 2])) };
    let db = desk.db().read();
    let beside = [first(db, previous).await?, first(db, next).await?];
    let itself = Query::select()
        .column((ticket::Entity, T::Id))
        .from(ticket::Entity)
        .cond_where(view.matching(strategy).add(T::Id.eq(here.id)))
        .to_owned();
    if first(db, vec![StatementBuilder::build(&itself, &view.backend)]).await?.is_none() {
        return Ok((None, beside));
    }
    let mut count = 0;
    for statement in before {
        count += CountRow::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n.unsigned_abs());
    }
    Ok(((count < EXACT_MAX).then_some(count + 1), beside))
}

/// The first id that one of these finds, tried in their order.
async fn first(db: &Reader, statements: Vec<Statement>) -> Result<Option<i64>> {
    for statement in statements {
        if let Some(found) = IdRow::find_by_statement(statement).one(db).await? {
            return Ok(Some(found.id));
        }
    }
    Ok(None)
}

/// What finds the nearest ticket before, the nearest after, and how many come before, each of it counted no further than
/// [`EXACT_MAX`].
fn around(view: &View<'_>, strategy: ScanStrategy, here: &ticket::Model) -> Option<[Vec<Statement>; 3]> {
    let nearest = |back: bool| -> Option<Vec<Statement>> {
        let selects = beyond(view, strategy, here, back, 1)?;
        Some(selects.iter().map(|select| StatementBuilder::build(select, &view.backend)).collect())
    };
    let counted = |select: SelectStatement| {
        let outer = Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(select, "before").to_owned();
        StatementBuilder::build(&outer, &view.backend)
    };
    let before = beyond(view, strategy, here, true, EXACT_MAX)?.into_iter().map(counted).collect();
    Some([nearest(true)?, nearest(false)?, before])
}

/// The ids of what comes after the ticket in the list, or before it, the nearest first: one statement after the other. `None` where
/// no index holds the order.
fn beyond(
    view: &View<'_>,
    strategy: ScanStrategy,
    here: &ticket::Model,
    back: bool,
    limit: u64,
) -> Option<Vec<SelectStatement>> {
    if view.is_ranked() {
        return None;
    }
    let key = order::indexed(view.sort().column)?;
    let descending = order::descends(view) != back;
    if let Some(ranks) = order::by_rank(view, strategy, descending) {
        return Some(beyond_by_rank(view, strategy, here, &ranks, limit));
    }
    let at = match key {
        IndexKey::Column(T::Number) => Expr::val(here.number),
        IndexKey::Column(T::SubjectKey) => Expr::val(here.subject_key.as_str()),
        IndexKey::Column(T::CreatedAt) => Expr::val(here.created_at),
        IndexKey::Column(_) => Expr::val(here.changed_at),
        IndexKey::Rank(by) => Expr::val(by.place(&view.catalogue, by.row_of(here))),
    };
    let own = Expr::tuple([order::key(view, strategy), column(T::Id)]);
    let place = Expr::tuple([at, Expr::val(here.id)]);
    let further = if descending { own.lt(place) } else { own.gt(place) };
    let mut select = Query::select();
    select.column((ticket::Entity, T::Id)).from(ticket::Entity).cond_where(view.matching(strategy).add(further));
    order::sort_by(&mut select, view, strategy, descending);
    Some(vec![select.limit(limit).to_owned()])
}

/// The same status by status, or priority by priority: first those of the ticket's own, then those of all that follow.
fn beyond_by_rank(
    view: &View<'_>,
    strategy: ScanStrategy,
    here: &ticket::Model,
    ranks: &RankOrder,
    limit: u64,
) -> Vec<SelectStatement> {
    let place = |row: i64| ranks.by.place(&view.catalogue, row);
    let own = place(ranks.by.row_of(here));
    let rows = |side: Ordering| -> Vec<i64> {
        ranks.rows.iter().copied().filter(|row| place(*row).cmp(&own) == side).collect()
    };
    let (side, further) = match ranks.order {
        Order::Desc => (Ordering::Less, column(T::Id).lt(here.id)),
        _ => (Ordering::Greater, column(T::Id).gt(here.id)),
    };
    let parts = [(rows(Ordering::Equal), view.matching(strategy).add(further)), (rows(side), view.matching(strategy))];
    let parts = parts.into_iter().filter(|(rows, _)| !rows.is_empty());
    let part = |(rows, matching)| RankOrder { rows, ..ranks.clone() }.ids(view.backend, matching, limit, 0);
    parts.map(part).collect()
}

async fn numbers(desk: &Desk, ids: [Option<i64>; 2]) -> Result<[Option<String>; 2]> {
    let wanted: Vec<i64> = ids.into_iter().flatten().collect();
    if wanted.is_empty() {
        return Ok([None, None]);
    }
    let found = ticket::Entity::find().filter(T::Id.is_in(wanted)).select_only().columns([T::Id, T::Number]);
    let found: HashMap<i64, i64> = found.into_tuple::<(i64, i64)>().all(desk.db().read()).await?.into_iter().collect();
    let catalogue = desk.catalogue();
    Ok(ids.map(|id| Some(catalogue.number(*found.get(&id?)?))))
}

/// What finds the neighbours of a ticket in a list that is too long to be read, for the test that looks at the plans.
#[doc(hidden)]
pub async fn statements(desk: &Desk, person: &Person, query: &str, number: &str) -> Result<Vec<Statement>> {
    let here = find(desk.db().read(), person, number).await?;
    let (view, _) = View::read(desk, person, query).await?;
    let total = domain::tickets::Total { count: EXACT_MAX, exact: false };
    let strategy = view.scan_strategy(view.counts_first().then_some(total));
    Ok(around(&view, strategy, &here).into_iter().flatten().flatten().collect())
}
