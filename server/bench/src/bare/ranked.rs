//! A search by best match: of what matches the newest thousand at most are compared, as the product compares them.

use super::list::by_ids;
use super::markup::Row;
use super::sql_builder::SqlBuilder;
use super::view::{ScanStrategy, View};
use crate::error::Result;
use domain::listing::rank;
use domain::tickets::{Total, number};
use sea_orm::QueryResult;
use std::cmp::Reverse;

/// As many as the product ranks.
const RANKED_MAX: u64 = 1_000;

/// The rows of a page, the best first. What is older than all that is ranked follows in the product; no case asks for so late a page.
pub async fn rows(view: &View<'_>, total: Option<Total>) -> Result<Vec<Row>> {
    let few = total.is_some_and(|total| total.exact && total.count <= RANKED_MAX);
    let cut = if few { None } else { view.search.cut(view.desk, view.shows_closed(), RANKED_MAX).await? };
    let candidates = candidates(view, cut).all(&view.desk.db).await?;
    let mut ranked = candidates.iter().map(|row| place(view, row)).collect::<Result<Vec<_>>>()?;
    ranked.sort_unstable();
    let page = ranked.iter().skip(view.offset() as usize).take(view.listing.size as usize);
    let ids: Vec<i64> = page.map(|(_, Reverse(id))| *id).collect();
    by_ids(view.desk, view.person, &ids).await
}

fn candidates(view: &View<'_>, cut: Option<i64>) -> SqlBuilder {
    let mut builder =
        SqlBuilder::of("SELECT tickets.id, tickets.number, tickets.reference, tickets.subject FROM tickets");
    view.filter(&mut builder, ScanStrategy::FilterThenSort);
    view.search.restrict(&mut builder, "", view.shows_closed(), cut);
    builder
}

/// How well the ticket fits, and among equals the newer before the older.
fn place(view: &View<'_>, row: &QueryResult) -> Result<(usize, Reverse<i64>)> {
    let (counted, reference): (i64, Option<String>) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let names = [number::write(&view.desk.prefix, counted), counted.to_string(), reference.unwrap_or_default()];
    let subject: String = row.try_get_by_index(3)?;
    let rank = rank(&view.search.words, &names.each_ref().map(String::as_str), &subject);
    Ok((rank, Reverse(row.try_get_by_index(0)?)))
}
