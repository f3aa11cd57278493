//! The dashboard's list: one page of what a person may see, and how many there are.

pub(crate) mod attributes;
mod conditions;
mod count;
mod did_you_mean;
mod excerpts;
pub mod export;
mod filters;
mod large_counts;
pub mod neighbours;
pub mod offered;
mod order;
mod quick;
mod ranked;
mod resolved_filter;
mod rows;
mod scan_strategy;
mod view;

pub(crate) use large_counts::LargeCountCache;
pub use quick::{quick, quick_statement};

use crate::actor::Person;
use crate::tickets::search::NewerThan;
use crate::{Desk, Result, listing};
use domain::listing::Listing;
use domain::tickets::{Row, TicketList, Total};
use scan_strategy::ScanStrategy;
use sea_orm::{Statement, StatementBuilder};
use view::View;

/// One page of the tickets that match `query`, the query string of the dashboard's address. Values that make no sense, and
/// those that this person cannot see, are named in the answer and stand at their default.
///
/// # Errors
/// When the database fails.
pub async fn list(desk: &Desk, person: &Person, query: &str) -> Result<TicketList> {
    let (mut view, refused) = View::read(desk, person, query).await?;
    let (total, unsorted) = measure(desk, &mut view).await?;
    let rows = if total.is_some_and(|total| total.count == 0) { Vec::new() } else { page(desk, &view, total).await? };
    let total = match total.or_else(|| short_page(&view.listing, rows.len())) {
        Some(total) => total,
        None => count::total(desk, view.matching(ScanStrategy::IndexOrder)).await?,
    };
    let rows = excerpts::with_hits(desk, &view, rows).await?;
    let (attributes, since, until) = (view.attributes(), view.filters.since, view.filters.until);
    let (named, listing, did_you_mean) = (view.filters.named, view.listing, view.did_you_mean);
    Ok(TicketList { named, listing, refused, unsorted, attributes, rows, total, did_you_mean, since, until })
}

/// How many tickets a view holds for this person, counted no further than one past `most`; `None` for a view that names
/// something they do not see, and for one that searches: a frequent word beside a rare filter takes too long to look through.
pub(crate) async fn counted(desk: &Desk, person: &Person, query: &str, most: u64) -> Result<Option<Total>> {
    let (view, refused) = View::read(desk, person, query).await?;
    if !refused.is_empty() || !view.search_query.is_empty() {
        return Ok(None);
    }
    let strategy = if view.counts_first() { ScanStrategy::FilterThenSort } else { ScanStrategy::IndexOrder };
    count::up_to(desk.db().read(), view.matching(strategy), most).await.map(Some)
}

/// A query string as a view keeps it, if this person understands all of it.
pub(crate) async fn normalized_query(desk: &Desk, person: &Person, query: &str) -> Result<Option<String>> {
    let listing = Listing { view: String::new(), ..Listing::parse(query).0 };
    let asked = Listing::parse(query).1;
    let (view, refused) = View::read(desk, person, &listing.to_query()).await?;
    Ok((asked.is_empty() && refused.is_empty()).then(|| domain::views::stored_query(&view.listing)))
}

/// How many match, where that decides how they are found. Too many for the order that was asked for stand in the usual one.
async fn measure(desk: &Desk, view: &mut View<'_>) -> Result<(Option<Total>, bool)> {
    if !view.counts_first() {
        return Ok((None, false));
    }
    let mut total = count::of_view(desk, view).await?;
    if total.count == 0
        && let Some(near) = did_you_mean::did_you_mean(desk, view).await?
    {
        total = near;
    }
    view.frequent =
        !total.exact && !view.search_query.is_empty() && view.search_query.is_frequent(desk.db().read()).await?;
    let unsorted = listing::resolve_sort(&mut view.listing, total);
    Ok((Some(total), unsorted))
}

async fn page(desk: &Desk, view: &View<'_>, total: Option<Total>) -> Result<Vec<Row>> {
    if view.is_ranked() {
        return ranked::page(desk, view, total).await;
    }
    let strategy = view.scan_strategy(total);
    let (size, offset) = (u64::from(view.listing.size), view.offset());
    if offset == 0 && !order::is_by_rank(view, strategy) {
        return rows::read(desk, view, rows::first(view, strategy, size)).await;
    }
    // What is skipped costs nothing but its place in an index.
    let ids = order::ids(desk.db().read(), view, strategy, size, offset).await?;
    rows::by_ids(desk, view, &ids).await
}

/// The ids of a search in its order, of which so many are ranked, for the test that looks at where the ranking ends.
#[doc(hidden)]
pub async fn ranked(
    desk: &Desk,
    person: &Person,
    query: &str,
    most: u64,
    (limit, offset): (u64, u64),
) -> Result<Vec<i64>> {
    let (mut view, _) = View::read(desk, person, query).await?;
    let (total, _) = measure(desk, &mut view).await?;
    ranked::ids(desk, &view, total, most, (limit, offset)).await
}

/// The statements behind the first page of a list and its total, for the tests that look at their plans.
#[doc(hidden)]
pub async fn statements(desk: &Desk, person: &Person, query: &str, matching: Option<Total>) -> Result<[Statement; 2]> {
    let (mut view, _) = View::read(desk, person, query).await?;
    view.frequent = matching.is_some_and(|total| !total.exact);
    let strategy = view.scan_strategy(matching);
    let counting = if view.counts_first() { ScanStrategy::FilterThenSort } else { ScanStrategy::IndexOrder };
    let (size, offset) = (u64::from(view.listing.size), view.offset());
    if view.is_ranked() {
        let cut = view.frequent.then_some(NewerThan(1_000));
        return Ok([ranked::candidates(&view, cut), count::counting_view(&view)]);
    }
    let page = if offset == 0 && !order::is_by_rank(&view, strategy) {
        rows::first(&view, strategy, size)
    } else {
        order::select(&view, strategy, size, offset)
    };
    let page = StatementBuilder::build(&page, &view.backend);
    let counting = match counting {
        ScanStrategy::FilterThenSort => count::counting_view(&view),
        _ => count::counting(view.backend, view.matching(counting)),
    };
    Ok([page, counting])
}

/// A page that is not full ends the list, so nothing need be counted.
fn short_page(listing: &Listing, found: usize) -> Option<Total> {
    let count = u64::from(listing.page - 1) * u64::from(listing.size) + found as u64;
    let ends_here = found < listing.size as usize && (found > 0 || listing.page == 1);
    (ends_here && count <= count::EXACT_MAX).then_some(Total { count, exact: true })
}
