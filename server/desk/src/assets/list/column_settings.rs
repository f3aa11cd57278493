//! Column settings: the columns and search fields that a person has set for their list of assets.

use super::attributes::attributes;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::assets::{AssetColumn, AssetColumnSettings, AssetSearchIn, Head};
use domain::columns::{read_columns, read_fields, stored_columns, stored_fields};
use domain::events::Nothing;
use domain::events::person::Event;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

pub(super) struct ColumnSetup {
    pub columns: Vec<AssetColumn>,
    pub search_in: Vec<AssetSearchIn>,
}

#[derive(FromQueryResult)]
struct ListSettingsRow {
    columns: String,
    search_in: String,
}

pub(super) async fn setup(desk: &Desk, person: &Person) -> Result<ColumnSetup> {
    let sql = "SELECT columns, search_in FROM asset_lists WHERE user_id = $1";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]);
    let kept = ListSettingsRow::find_by_statement(query).one(desk.db().read()).await?;
    let columns = kept.as_ref().and_then(|kept| read_columns(&kept.columns));
    let search_in = kept.as_ref().and_then(|kept| read_fields(&kept.search_in));
    Ok(ColumnSetup {
        columns: columns.unwrap_or_else(|| AssetColumn::usual(person.is_staff())),
        search_in: search_in.unwrap_or_else(|| AssetSearchIn::ALL.to_vec()),
    })
}

/// What *Set column properties* shows.
///
/// # Errors
/// When the database fails.
pub async fn column_settings(desk: &Desk, person: &Person) -> Result<AssetColumnSettings> {
    let ColumnSetup { columns, search_in } = setup(desk, person).await?;
    let known = attributes(&desk.catalogue(), person);
    let label = |column: &AssetColumn| match column {
        AssetColumn::Attribute(name) => {
            known.iter().find(|known| known.in_list && known.name == *name).map(|known| known.label.clone())
        }
        _ => Some(String::new()),
    };
    let head = |column: &AssetColumn| label(column).map(|label| Head { name: column.name().into_owned(), label });
    let mut heads: Vec<Head> = columns.iter().filter_map(head).collect();
    let shown = heads.len();
    let of_attributes = known.iter().map(|known| AssetColumn::Attribute(known.name.clone()));
    let others = AssetColumn::FIXED.into_iter().chain(of_attributes).filter(|column| !columns.contains(column));
    heads.extend(others.filter_map(|column| head(&column)));
    Ok(AssetColumnSettings { heads, shown, search_in })
}

/// Saves the columns of a person's list, in their order, and what its search looks through. None at all are the usual ones.
///
/// # Errors
/// When the database fails.
pub async fn save_column_settings(
    desk: &Desk,
    person: &Person,
    columns: &[AssetColumn],
    search_in: &[AssetSearchIn],
) -> Result<()> {
    let columns = stored_columns(columns, &AssetColumn::usual(person.is_staff()));
    let search = stored_fields(search_in);
    let (columns, search) = (&columns, &search);
    desk.write(person, |w| async move {
        let sql = "INSERT INTO asset_lists (user_id, columns, search_in) VALUES ($1, $2, $3) \
            ON CONFLICT (user_id) DO UPDATE SET columns = excluded.columns, search_in = excluded.search_in";
        let values = [person.id.into(), columns.into(), search.into()];
        w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        w.record(w.new_event(Event::AssetListArranged(Nothing {}))).await?;
        Ok(())
    })
    .await
}
