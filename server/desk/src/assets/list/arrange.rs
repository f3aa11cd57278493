//! What a person has set for their list of assets.

use super::known::attributes;
use crate::actor::Person;
use crate::{Desk, Result};
use domain::assets::{Arranged, Column, Head, SearchIn};
use domain::columns::{stored_columns, stored_fields, read_columns, read_fields};
use domain::events::Nothing;
use domain::events::person::Event;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

pub(super) struct Setup {
    pub columns: Vec<Column>,
    pub search_in: Vec<SearchIn>,
}

#[derive(FromQueryResult)]
struct Kept {
    columns: String,
    search_in: String,
}

pub(super) async fn setup(desk: &Desk, person: &Person) -> Result<Setup> {
    let sql = "SELECT columns, search_in FROM asset_lists WHERE user_id = $1";
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, [person.id.into()]);
    let kept = Kept::find_by_statement(query).one(desk.db().read()).await?;
    let columns = kept.as_ref().and_then(|kept| read_columns(&kept.columns));
    let search_in = kept.as_ref().and_then(|kept| read_fields(&kept.search_in));
    Ok(Setup {
        columns: columns.unwrap_or_else(|| Column::usual(person.works_here())),
        search_in: search_in.unwrap_or_else(|| SearchIn::ALL.to_vec()),
    })
}

/// What *Set column properties* shows.
///
/// # Errors
/// When the database fails.
pub async fn arranged(desk: &Desk, person: &Person) -> Result<Arranged> {
    let Setup { columns, search_in } = setup(desk, person).await?;
    let known = attributes(&desk.catalogue(), person);
    let label = |column: &Column| match column {
        Column::Attribute(name) => {
            known.iter().find(|known| known.in_list && known.name == *name).map(|known| known.label.clone())
        }
        _ => Some(String::new()),
    };
    let head = |column: &Column| label(column).map(|label| Head { name: column.name().into_owned(), label });
    let mut heads: Vec<Head> = columns.iter().filter_map(head).collect();
    let shown = heads.len();
    let of_attributes = known.iter().map(|known| Column::Attribute(known.name.clone()));
    let others = Column::FIXED.into_iter().chain(of_attributes).filter(|column| !columns.contains(column));
    heads.extend(others.filter_map(|column| head(&column)));
    Ok(Arranged { heads, shown, search_in })
}

/// Keeps the columns of a person's list, in their order, and what its search looks through. None at all are the usual ones.
///
/// # Errors
/// When the database fails.
pub async fn arrange(desk: &Desk, person: &Person, columns: &[Column], search_in: &[SearchIn]) -> Result<()> {
    let columns = stored_columns(columns, &Column::usual(person.works_here()));
    let search = stored_fields(search_in);
    let (columns, search) = (&columns, &search);
    desk.write(person, |w| async move {
        let sql = "INSERT INTO asset_lists (user_id, columns, search_in) VALUES ($1, $2, $3) \
            ON CONFLICT (user_id) DO UPDATE SET columns = excluded.columns, search_in = excluded.search_in";
        let values = [person.id.into(), columns.into(), search.into()];
        w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        w.record(w.fact(Event::AssetListArranged(Nothing {}))).await?;
        Ok(())
    })
    .await
}
