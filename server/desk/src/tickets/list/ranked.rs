//! Relevance ranking: in the order of a search what fits best comes first, the newer before the older among equals.
//!
//! Ranked are all tickets that match, as far as they are few; of many the newest, by their numbers. What is older follows, the newest
//! first: which tickets come before a page is settled either way, so that no page holds one twice.

use super::conditions::column;
use super::scan_strategy::ScanStrategy;
use super::view::View;
use super::{order, rows};
use crate::db::Reader;
use crate::scope::ticket;
use crate::tickets::search::NewerThan;
use crate::{Desk, Result};
use domain::listing::rank;
use domain::search::terms;
use domain::tickets::{Row, Total};
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{Condition, FromQueryResult, Order, Statement, StatementBuilder};
use ticket::Column as T;

/// So many tickets are ranked: reading and comparing them takes a few milliseconds.
pub(super) const RANKED_MAX: u64 = 1_000;

#[derive(FromQueryResult)]
struct RankCandidate {
    id: i64,
    number: i64,
    reference: Option<String>,
    subject: String,
}

pub(super) async fn page(desk: &Desk, view: &View<'_>, total: Option<Total>) -> Result<Vec<Row>> {
    let ids = ids(desk, view, total, RANKED_MAX, (u64::from(view.listing.size), view.offset())).await?;
    rows::by_ids(desk, view, &ids).await
}

/// The ids of matching tickets in this order, of which `most` are ranked.
pub(super) async fn ids(
    desk: &Desk,
    view: &View<'_>,
    total: Option<Total>,
    most: u64,
    (limit, offset): (u64, u64),
) -> Result<Vec<i64>> {
    let db = desk.db().read();
    let few = total.is_some_and(|total| total.exact && total.count <= most);
    let cut = if few { None } else { view.search_query.cut(db, !view.shows_closed(), most).await? };
    let best = best(desk, view, cut).await?;
    let ranked = best.len() as u64;
    let take = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let mut ids: Vec<i64> = best.into_iter().skip(take(offset)).take(take(limit)).collect();
    let missing = limit - ids.len() as u64;
    if let Some(cut) = cut.filter(|_| missing > 0) {
        let older = older(view, cut, missing, offset.saturating_sub(ranked));
        ids.extend(order::joined(db, view, older).await?);
    }
    Ok(ids)
}

/// What is ranked, the best first.
async fn best(desk: &Desk, view: &View<'_>, cut: Option<NewerThan>) -> Result<Vec<i64>> {
    let wanted = terms(view.did_you_mean.as_deref().unwrap_or(&view.listing.search));
    let catalogue = desk.catalogue();
    let mut ranked: Vec<(usize, i64)> = Vec::new();
    for candidate in all(desk.db().read(), candidates(view, cut)).await? {
        let number = catalogue.number(candidate.number);
        let digits = candidate.number.to_string();
        let names = [number.as_str(), &digits, candidate.reference.as_deref().unwrap_or_default()];
        ranked.push((rank(&wanted, &names, &candidate.subject), candidate.id));
    }
    ranked.sort_unstable_by_key(|(rank, id)| (*rank, std::cmp::Reverse(*id)));
    Ok(ranked.into_iter().map(|(_, id)| id).collect())
}

async fn all(db: &Reader, candidates: Statement) -> Result<Vec<RankCandidate>> {
    Ok(RankCandidate::find_by_statement(candidates).all(db).await?)
}

/// What is ranked, as a statement, for the tests that look at its plan as well.
pub(super) fn candidates(view: &View<'_>, cut: Option<NewerThan>) -> Statement {
    let found = view.search_query.since(!view.shows_closed(), cut);
    let mut select = Query::select();
    select
        .columns([T::Id, T::Number, T::Reference, T::Subject].map(|column| (ticket::Entity, column)))
        .from(ticket::Entity)
        .cond_where(view.narrowed(ScanStrategy::FilterThenSort).add(found));
    StatementBuilder::build(&select, &view.backend)
}

/// What matches and is not ranked.
fn older(view: &View<'_>, cut: NewerThan, limit: u64, offset: u64) -> SelectStatement {
    let id = || column(T::Id);
    let older = Condition::all().add(view.matching(ScanStrategy::OrderedScan)).add(id().lte(cut.0));
    Query::select()
        .column((ticket::Entity, T::Id))
        .from(ticket::Entity)
        .cond_where(older)
        .order_by_expr(id(), Order::Desc)
        .limit(limit)
        .offset(offset)
        .to_owned()
}
