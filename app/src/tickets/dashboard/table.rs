use super::columns::column_name;
use super::row::cells;
use crate::session::{Setup, use_session};
use crate::ui::head::SortHead;
use domain::listing::{Column, Listing};
use domain::tickets::Row;
use domain::tickets::neighbours::from;
use leptos::prelude::*;

/// The tickets, newest change first unless asked otherwise. A click anywhere on a row opens its ticket.
#[component]
pub(super) fn Table(
    listing: Listing,
    /// Each with the number of its edition.
    rows: RwSignal<Vec<(u32, Row)>>,
    /// What the rows' values stand for.
    attributes: Vec<Column>,
    setup: Setup,
) -> impl IntoView {
    let own = listing.columns.clone();
    let from = StoredValue::new(from(&listing));
    let usual = Column::usual(use_session().me.is_some_and(|me| me.kind.works_here()));
    view! {
        <div class="table-frame">
            {move || {
                let columns = if own.is_empty() { setup.columns.get() } else { own.clone() };
                let heads = columns.iter().map(|column| view! { <Head listing=listing.clone() column=*column setup /> }).collect_view();
                let (usual_ones, attributes) = (columns == usual, attributes.clone());
                view! {
                    <table class="tickets" class:tickets-usual=usual_ones>
                        <thead><tr>{heads}</tr></thead>
                        <tbody>
                            <For each=move || rows.get() key=|(edition, row)| (*edition, row.number.clone()) children=move |(_, row)| view! { <tr class:unread=row.unread inner_html=from.with_value(|from| cells(&row, &columns, &attributes, from))></tr> } />
                        </tbody>
                    </table>
                }
            }}
        </div>
    }
}

#[component]
fn Head(listing: Listing, column: Column, setup: Setup) -> impl IntoView {
    let sorted = (listing.sort.column == column).then_some(listing.sort.descending);
    let address = listing.sorted_by(column).address();
    view! { <SortHead class=format!("col-{}", class(&column)) label=column_name(column, setup) sorted address /> }
}

/// Attributes share one look.
pub(super) fn class(column: &Column) -> &str {
    if column.is_attribute() { "attribute" } else { column.as_str() }
}
