//! Column settings of a person's list of tickets.

use super::{Person, user};
use crate::actor::attributes;
use crate::{Desk, Result};
use domain::columns::{stored_columns, stored_fields, write_widths};
use domain::events::Nothing;
use domain::events::person::Event;
use domain::listing::{Column, SearchIn};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, Set};

/// Saves the columns of a person's list, in their order, how wide some of them are, and what their search box looks through.
/// What is usual is kept as nothing, so that it follows when the usual changes. Columns that stand twice count once; none at
/// all are the usual ones.
///
/// # Errors
/// `Invalid` for an attribute that this person is not offered.
pub async fn save_columns(
    desk: &Desk,
    person: &Person,
    columns: &[Column],
    search_in: &[SearchIn],
    widths: &[(Column, u16)],
) -> Result<()> {
    let catalogue = desk.catalogue();
    if !columns.iter().all(|column| attributes::is_offered(person, &catalogue, *column)) {
        return Err(Refusal::field("column", Reason::NotOffered).into());
    }
    let list_columns = stored_columns(columns, &Column::usual(person.is_staff()));
    let list_search = stored_fields(search_in);
    // An attribute may have gone since its width was set.
    let offered = |(column, _): &(Column, u16)| attributes::is_offered(person, &catalogue, *column);
    let list_widths = write_widths(&widths.iter().copied().filter(offered).collect::<Vec<_>>());
    let (list_columns, list_search, list_widths) = (&list_columns, &list_search, &list_widths);
    desk.write(person, |w| async move {
        let row = user::ActiveModel {
            id: Set(person.id),
            list_columns: Set(list_columns.clone()),
            list_search: Set(list_search.clone()),
            list_widths: Set(list_widths.clone()),
            ..Default::default()
        };
        row.update(&*w).await?;
        w.record(w.new_event(Event::ListArranged(Nothing {}))).await?;
        Ok(())
    })
    .await
}
