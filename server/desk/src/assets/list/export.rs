//! Export of a whole view of the assets.

use super::view::AssetView;
use super::{measured, rows};
use crate::actor::Person;
use crate::format_time::day;
use crate::{Desk, Result, listing};
use domain::assets::{AssetColumn, Head};
use domain::tickets::attribute::Kind;
use listing::ExportRows;

/// More assets than this are not exported at once: their ids are held until the last is written.
const ASSETS_MAX: u64 = 1_000_000;

/// A view that is being written.
pub struct AssetExport {
    pub columns: Vec<(AssetColumn, Head)>,
    /// The reader's day when it began: `2026-11-21`.
    pub day: String,
    kinds: Vec<Option<Kind>>,
    query: String,
    rows: ExportRows,
}

/// Begins an export of all assets of the view `query`, in its order; with its columns, or with all there are.
///
/// # Errors
/// `Invalid` when the query string holds something that makes no sense or that this person does not see, or when far too much
/// matches.
pub async fn export(desk: &Desk, person: &Person, query: &str, all_columns: bool) -> Result<AssetExport> {
    let query = if all_columns { with_all_columns(desk, person, query).await? } else { query.to_owned() };
    let (mut view, refused) = AssetView::read(desk, person, &query).await?;
    listing::check_parameters(&refused)?;
    let (total, _) = measured(desk, &mut view).await?;
    let rows = ExportRows::new(view.find_ids(desk, total, ASSETS_MAX + 1, 0).await?, "assets", ASSETS_MAX)?;
    let columns = view.columns.iter().map(|column| (column.clone(), view.head(column))).collect();
    let kinds = view.columns.iter().map(|column| view.kind(column)).collect();
    Ok(AssetExport { columns, kinds, day: day(desk.now(), &person.zone), query, rows })
}

async fn with_all_columns(desk: &Desk, person: &Person, query: &str) -> Result<String> {
    let heads = super::column_settings::column_settings(desk, person).await?.heads;
    let all: Vec<AssetColumn> = heads.iter().filter_map(|head| AssetColumn::parse(&head.name)).collect();
    let place = domain::listing::ListUrl::parse("", query);
    Ok(place.with("cols", domain::columns::write_columns(&all)).query())
}

impl AssetExport {
    /// How many assets matched when it began.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// What a column holds that shows an attribute.
    pub fn kind(&self, column: &AssetColumn) -> Option<Kind> {
        let place = self.columns.iter().position(|(known, _)| known == column)?;
        self.kinds[place]
    }

    /// The next assets, as `person` may see them by now; `None` after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self, desk: &Desk, person: &Person) -> Result<Option<Vec<Vec<String>>>> {
        let ids = self.rows.next_few();
        if ids.is_empty() {
            return Ok(None);
        }
        let (mut view, _) = AssetView::read(desk, person, &self.query).await?;
        // A right may have gone meanwhile: what is no longer read stays empty, and every row is as long as the first.
        view.columns = self.columns.iter().map(|(column, _)| column.clone()).collect();
        let lines = rows::read(desk, &view, ids).await?;
        Ok(Some(lines.into_iter().map(|line| line.into_strings(person)).collect()))
    }
}
