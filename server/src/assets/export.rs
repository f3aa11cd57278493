//! Export of assets: the view as a file.

use crate::AppState;
use crate::auth::RequestContext;
use crate::export::{CellType, Column, Table};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use desk::Desk;
use desk::assets::list::export::{self, AssetExport};
use desk::people::Person;
use domain::assets;

pub(crate) async fn export(
    State(state): State<AppState>,
    context: RequestContext,
    RawQuery(query): RawQuery,
) -> Response {
    crate::export::respond(state, context, query, export::export).await
}

impl Table for AssetExport {
    type Row = Vec<String>;
    const NAME: &'static str = "assets";

    fn columns(&self) -> Vec<Column<Vec<String>>> {
        let column = |(place, (column, head)): (usize, &(assets::AssetColumn, assets::Head))| Column {
            head: app::assets::head_text(head),
            cell_type: match column {
                assets::AssetColumn::Created | assets::AssetColumn::Changed => CellType::Instant,
                _ => CellType::of(self.kind(column)),
            },
            width: if *column == assets::AssetColumn::Name { 40.0 } else { 20.0 },
            text: Box::new(move |line: &Vec<String>| line.get(place).map_or("", String::as_str).into()),
        };
        self.columns.iter().enumerate().map(column).collect()
    }

    fn count(&self) -> usize {
        self.count()
    }

    fn day(&self) -> &str {
        &self.day
    }

    async fn next(&mut self, desk: &Desk, person: &Person) -> desk::Result<Option<Vec<Vec<String>>>> {
        self.next(desk, person).await
    }
}
