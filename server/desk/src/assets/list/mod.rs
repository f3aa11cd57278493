//! The list of assets: one page of what a person may see, and how many there are.

pub mod arrange;
pub mod export;
pub mod filters;
mod rows;
mod view;

use crate::people::Person;
use crate::{Desk, Result};
use domain::assets::{Column, Head, List, Sort};
use domain::listing::SORTED_MAX;
use domain::tickets::Total;
use sea_orm::Statement;
use view::View;

/// One page of the assets that match `query`, the query string of the list's address. Values that make no sense, and those
/// that this person cannot see, are named in the answer and stand at their default.
///
/// # Errors
/// When the database fails.
pub async fn list(desk: &Desk, person: &Person, query: &str) -> Result<List> {
    let (mut view, refused) = View::read(desk, person, query).await?;
    let (total, unsorted) = measured(desk, &mut view).await?;
    let ids = if total.count == 0 { Vec::new() } else { view.page(desk, total).await? };
    let cells = rows::read(desk, &view, &ids).await?;
    let catalogue = desk.catalogue();
    let creates = |id| super::scope::everywhere(person, |rights| rights.asset_categories.update.covers(id));
    Ok(List {
        refused,
        unsorted,
        heads: view.columns.iter().map(|column| view.head(column)).collect(),
        sort: (view.listing.sort.column.name().into_owned(), view.listing.sort.descending),
        rows: cells.into_iter().map(|row| row.shown(desk, person)).collect(),
        total,
        page: view.listing.page,
        size: view.listing.size,
        filtered: view.listing.is_filtered(),
        usual: view.columns == Column::usual(person.works_here()),
        may_create: person.works_here() && catalogue.asset_categories.iter().any(|category| creates(category.id)),
        named: view.named,
    })
}

/// How many match. Too many for the order that was asked for stand in the usual one.
async fn measured(desk: &Desk, view: &mut View<'_>) -> Result<(Total, bool)> {
    let total = view.total(desk).await?;
    let unsorted = !view.listing.sort.column.is_indexed() && (!total.exact || total.count > SORTED_MAX);
    if unsorted {
        view.listing.sort = Sort::default();
    }
    Ok((total, unsorted))
}

/// The statements behind a page of the list and its total, for the tests that look at their plans.
#[doc(hidden)]
pub async fn statements(desk: &Desk, person: &Person, query: &str) -> Result<[Statement; 2]> {
    let (mut view, _) = View::read(desk, person, query).await?;
    let (total, _) = measured(desk, &mut view).await?;
    Ok([view.page_statement(total), view.counting()])
}

impl View<'_> {
    fn head(&self, column: &Column) -> Head {
        let label = match column {
            Column::Attribute(name) => self.attribute(name).map(|known| known.label.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Head { name: column.name().into_owned(), label }
    }
}
