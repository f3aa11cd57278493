//! Rows of the list: the contents of their cells.

use super::super::{asset, seats_of, value, visible};
use super::view::AssetView;
use crate::actor::company;
use crate::actor::{Person, user};
use crate::format_time::{format_time, sortable};
use crate::{Desk, Result};
use asset::Column as A;
use domain::assets::{AssetColumn, AssetRow, Cell, Seats};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, StatementBuilder};
use std::collections::HashMap;

/// A row before it is written for a page or for a file.
pub(super) struct RowCells {
    id: String,
    category: String,
    cells: Vec<Content>,
}

enum Content {
    Text(String),
    Seats(Seats),
    When(i64),
}

#[derive(FromQueryResult)]
struct AssetQueryRow {
    #[sea_orm(nested)]
    asset: asset::Model,
    company: String,
    assignee: Option<String>,
}

impl RowCells {
    pub(super) fn into_row(self, desk: &Desk, person: &Person) -> AssetRow {
        let cell = |content| match content {
            Content::Text(text) => Cell::Text(text),
            Content::Seats(seats) => Cell::Seats(seats),
            Content::When(at) => Cell::When(format_time(at, desk.now(), &person.zone)),
        };
        AssetRow { id: self.id, category: self.category, cells: self.cells.into_iter().map(cell).collect() }
    }

    /// As a spreadsheet takes it: of seats how many are used, and how many there are.
    pub(super) fn into_strings(self, person: &Person) -> Vec<String> {
        let cell = |content| match content {
            Content::Text(text) => text,
            Content::Seats(seats) => format!("{} / {}", seats.used, seats.total),
            Content::When(at) => sortable(at, &person.zone),
        };
        self.cells.into_iter().map(cell).collect()
    }
}

/// The view's columns of these assets, in this order; those that the person does not see are left out.
pub(super) async fn read(desk: &Desk, view: &AssetView<'_>, ids: &[i64]) -> Result<Vec<RowCells>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let is_row = |alias: &'static str, id: A| Expr::col((alias, user::Column::Id)).equals((asset::Entity, id));
    let select = Query::select()
        .columns(<A as sea_orm::Iterable>::iter().map(|column| (asset::Entity, column)))
        .expr_as(Expr::col(("c", company::Column::Name)), "company")
        .expr_as(Expr::col(("u", user::Column::Name)), "assignee")
        .from(asset::Entity)
        .join_as(JoinType::LeftJoin, company::Entity, "c", is_row("c", A::CompanyId))
        .join_as(JoinType::LeftJoin, user::Entity, "u", is_row("u", A::AssigneeId))
        .cond_where(Condition::all().add(A::Id.is_in(ids.iter().copied())).add(visible(view.person)))
        .to_owned();
    let statement = StatementBuilder::build(&select, &desk.db().backend());
    let found = AssetQueryRow::find_by_statement(statement).all(desk.db().read()).await?;
    let mut by_id: HashMap<i64, AssetQueryRow> = found.into_iter().map(|found| (found.asset.id, found)).collect();
    let values = values(desk, view, ids).await?;
    let in_order = ids.iter().filter_map(|id| by_id.remove(id));
    in_order.map(|found| row_cells(view, found, &values)).collect()
}

/// The values of the view's attributes, by asset and attribute.
async fn values(desk: &Desk, view: &AssetView<'_>, ids: &[i64]) -> Result<HashMap<(i64, i64), String>> {
    let names = view.columns.iter().filter_map(|column| match column {
        AssetColumn::Attribute(name) => view.attribute(name),
        _ => None,
    });
    let attributes: Vec<i64> = names.flat_map(|known| known.ids.iter().copied()).collect();
    if attributes.is_empty() {
        return Ok(HashMap::new());
    }
    let query = value::Entity::find()
        .filter(value::Column::AssetId.is_in(ids.iter().copied()))
        .filter(value::Column::AttributeId.is_in(attributes));
    let found = query.all(desk.db().read()).await?;
    Ok(found.into_iter().map(|value| ((value.asset_id, value.attribute_id), value.value)).collect())
}

fn row_cells(view: &AssetView<'_>, found: AssetQueryRow, values: &HashMap<(i64, i64), String>) -> Result<RowCells> {
    let AssetQueryRow { asset, company, assignee } = found;
    let category = view.catalogue.asset_category(asset.category_id)?;
    let content = |column: &AssetColumn| match column {
        AssetColumn::Name => Content::Text(asset.name.clone()),
        AssetColumn::Identifier => Content::Text(asset.identifier.clone()),
        AssetColumn::Category => Content::Text(category.name.clone()),
        AssetColumn::Company => Content::Text(company.clone()),
        AssetColumn::Assigned => Content::Text(assignee.clone().unwrap_or_default()),
        AssetColumn::Seats => seats_of(category, &asset).map_or(Content::Text(String::new()), Content::Seats),
        AssetColumn::Created => Content::When(asset.created_at),
        AssetColumn::Changed => Content::When(asset.changed_at),
        AssetColumn::Attribute(name) => {
            let ids = view.attribute(name).map_or(&[][..], |known| &known.ids);
            let held = ids.iter().find_map(|id| values.get(&(asset.id, *id)));
            Content::Text(held.cloned().unwrap_or_default())
        }
    };
    let cells = view.columns.iter().map(content).collect();
    Ok(RowCells { id: asset.public_id.clone(), category: category.name.clone(), cells })
}
