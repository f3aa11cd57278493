//! Table of the list of tickets.

use super::columns::{Shown, class, column_name};
use super::live::LiveList;
use super::resize::follow;
use super::row::cells;
use crate::session::{ListSettings, use_session};
use crate::ui::column_width::{frame_class, sized};
use crate::ui::head::{Sizing, SortHead};
use crate::words::words;
use domain::columns::width_of;
use domain::listing::{Column, Listing};
use domain::tickets::neighbours::from;
use leptos::prelude::*;

/// Columns that need more than this do not fit most windows: the table's frame takes the focus, so that the keyboard scrolls
/// it, too.
const WIDE: u32 = 1_000;

/// The tickets, newest change first unless asked otherwise. A click anywhere on a row opens its ticket.
#[component]
pub(super) fn Table(
    listing: Listing,
    live: LiveList,
    /// What the rows' values stand for.
    attributes: Vec<Column>,
    settings: ListSettings,
) -> impl IntoView {
    let own = listing.columns.clone();
    let from = StoredValue::new(from(&listing));
    let usual = Column::usual(use_session().me.is_some_and(|me| me.kind.is_staff()));
    let shown = Memo::new(move |_| {
        let columns = if own.is_empty() { settings.columns.get() } else { own.clone() };
        settings.widths.with(|widths| shown_of(columns, widths))
    });
    // The columns that everybody has leave one by one where there is no room; those that were set stay.
    let is_usual = Memo::new(move |_| {
        shown.with(|shown| {
            shown.iter().map(|(column, _)| *column).eq(usual.iter().copied())
                && shown.iter().all(|(_, width)| width.is_none())
        })
    });
    let class = move || {
        let longest = live.rows.with_untracked(|rows| rows.iter().map(|(_, row)| row.number.len()).max());
        shown.with(|shown| frame_class(&needed(shown), first_width(shown, longest.unwrap_or_default()), is_usual.get()))
    };
    let is_wide = Memo::new(move |_| {
        !is_usual.get() && shown.with(|shown| needed(shown).into_iter().map(u32::from).sum::<u32>() > WIDE)
    });
    view! {
        <div class=class role=move || is_wide.get().then_some("region") tabindex=move || is_wide.get().then_some("0")
            aria-label=move || is_wide.get().then_some(words().list.title) on:scroll=move |_| live.scrolled()
            on:pointerover=move |_| follow(settings) on:focusin=move |_| follow(settings)>
            {move || {
                let (shown, attributes) = (shown.get(), attributes.clone());
                let heads = shown.iter().map(|shown| view! { <Head listing=listing.clone() shown=*shown settings /> }).collect_view();
                view! {
                    <table class="tickets" class:tickets-usual=is_usual>
                        <thead><tr>{heads}</tr></thead>
                        <tbody>
                            <For each=move || live.rows.get() key=|(edition, row)| (*edition, row.number.clone()) children=move |(_, row)| view! { <tr class:unread=row.unread inner_html=from.with_value(|from| cells(&row, &shown, &attributes, from))></tr> } />
                        </tbody>
                    </table>
                }
            }}
        </div>
    }
}

fn shown_of(columns: Vec<Column>, widths: &[(Column, u16)]) -> Vec<Shown> {
    columns.into_iter().map(|column| (column, width_of(widths, &column))).collect()
}

/// How wide each column is at least.
fn needed(shown: &[Shown]) -> Vec<u16> {
    shown.iter().map(|(column, width)| width.unwrap_or_else(|| column.usual_width())).collect()
}

/// What the first column needs for its numbers: it is held while the others scroll below it, so its width has to be known.
fn first_width(shown: &[Shown], longest: usize) -> u16 {
    if matches!(shown.first(), Some((Column::Number, _))) { (longest.min(40) * 9 + 40) as u16 } else { 0 }
}

#[component]
fn Head(listing: Listing, shown: Shown, settings: ListSettings) -> impl IntoView {
    let (column, width) = shown;
    let sorted = (listing.sort.column == column).then_some(listing.sort.descending);
    let address = listing.sorted_by(column).address();
    let sizing = Sizing { name: column.as_str().to_owned(), width: width.unwrap_or_else(|| column.usual_width()) };
    let class = sized(&format!("col-{}", class(&column)), width);
    view! { <SortHead class label=column_name(column, settings) sorted address sizing=Some(sizing) /> }
}
