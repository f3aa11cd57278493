//! The list of assets: one page of what a person may see, and how many there are.

mod attributes;
pub mod column_settings;
mod conditions;
pub mod export;
pub mod filters;
mod find;
mod order;
mod rows;
mod view;

use crate::actor::Person;
use crate::{Desk, Result, listing};
use column_settings::ColumnSetup;
use domain::assets::{AssetColumn, AssetList, AssetListing, AssetSearchIn, Head};
use domain::listing::{SORTED_MAX, Scope};
use domain::tickets::Total;
use domain::tickets::attribute::Kind;
use sea_orm::Statement;
use view::AssetView;

/// One page of the assets that match `query`, the query string of the list's address. Values that make no sense, and those
/// that this person cannot see, are named in the answer and stand at their default.
///
/// # Errors
/// When the database fails.
pub async fn list(desk: &Desk, person: &Person, query: &str) -> Result<AssetList> {
    let (mut view, refused) = AssetView::read(desk, person, query).await?;
    let (total, unsorted) = measured(desk, &mut view).await?;
    let ids = view.page(desk, total).await?;
    let cells = rows::read(desk, &view, &ids).await?;
    let catalogue = desk.catalogue();
    let creates = |id| super::scope::everywhere(person, |rights| rights.asset_categories.update.covers(id));
    Ok(AssetList {
        refused,
        unsorted,
        heads: view.columns.iter().map(|column| view.head(column)).collect(),
        sort: (view.listing.sort.column.name().into_owned(), view.listing.sort.descending),
        rows: cells.into_iter().map(|row| row.into_row(desk, person)).collect(),
        total,
        page: view.listing.page,
        size: view.listing.size,
        filtered: view.listing.is_filtered(),
        usual: view.columns == AssetColumn::usual(person.is_staff()),
        // Whoever may add the first category is led there.
        may_create: person.is_staff() && catalogue.asset_categories.iter().any(|category| creates(category.id))
            || person.kind == domain::people::Kind::Admin && catalogue.asset_categories.is_empty(),
        named: view.named,
    })
}

/// The first assets by name of those of a company, or of all that the person sees, in which every word of `find` begins a word.
pub(super) async fn first(
    desk: &Desk,
    person: &Person,
    company_id: Option<i64>,
    find: &str,
    own: bool,
    limit: u64,
) -> Result<Vec<i64>> {
    let setup = ColumnSetup { columns: Vec::new(), search_in: AssetSearchIn::ALL.to_vec() };
    let scope = if own { Scope::Mine } else { Scope::Company };
    let listing = AssetListing { scope, search: find.to_owned(), ..AssetListing::default() };
    let (mut view, _) = AssetView::of(desk, person, setup, listing, Vec::new()).await?;
    view.company_ids.extend(company_id);
    let total = view.total(desk).await?;
    view.find_ids(desk, total, limit, 0).await
}

/// Ids of licences that the person sees, so many at the most.
pub(super) async fn licences(desk: &Desk, person: &Person, most: u64) -> Result<Vec<i64>> {
    let (mut view, _) = AssetView::read(desk, person, "").await?;
    let licences = view.catalogue.asset_categories.iter().filter(|category| category.licences);
    view.category_ids = licences.map(|category| category.id).collect();
    if view.category_ids.is_empty() { Ok(Vec::new()) } else { view.any(desk, most).await }
}

/// How many match. Too many for the order that was asked for stand in the usual one.
async fn measured(desk: &Desk, view: &mut AssetView<'_>) -> Result<(Total, bool)> {
    let total = view.total(desk).await?;
    let unsorted = listing::resolve_sort(&mut view.listing, total);
    Ok((total, unsorted))
}

/// The statements behind a page of the list and its total, for the tests that look at their plans.
#[doc(hidden)]
pub async fn statements(desk: &Desk, person: &Person, query: &str) -> Result<[Statement; 2]> {
    let (mut view, _) = AssetView::read(desk, person, query).await?;
    let (total, _) = measured(desk, &mut view).await?;
    Ok([view.page_statement(total), view.counting(SORTED_MAX)])
}

impl AssetView<'_> {
    fn head(&self, column: &AssetColumn) -> Head {
        let label = match column {
            AssetColumn::Attribute(name) => self.attribute(name).map(|known| known.label.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Head { name: column.name().into_owned(), label }
    }

    /// What a column holds that shows an attribute.
    fn kind(&self, column: &AssetColumn) -> Option<Kind> {
        match column {
            AssetColumn::Attribute(name) => self.attribute(name).map(|known| known.field.kind),
            _ => None,
        }
    }
}
