//! Table of the list of assets.

use crate::assets::head_text;
use crate::assets::picture::picture;
use crate::ui::column_width::frame_class;
use crate::ui::head::SortHead;
use crate::ui::icon::Icon;
use crate::ui::time::Ago;
use crate::words::words;
use domain::assets::{AssetList, AssetRow, Cell, Head};
use domain::listing::ListUrl;
use domain::time::format_day;
use leptos::prelude::*;

/// The assets; a click anywhere on a row opens its asset.
#[component]
pub(super) fn Table(list: AssetList, place: ListUrl) -> impl IntoView {
    let AssetList { heads, rows, sort, usual, .. } = list;
    let linked = heads.iter().position(|head| head.name == "name").unwrap_or_default();
    let classes: Vec<String> = heads.iter().map(class).collect();
    let head = |head: &Head| {
        let sorted = (head.name == sort.0).then_some(sort.1);
        // Dates begin with the newest.
        let descending = sorted.map_or(["created", "changed"].contains(&head.name.as_str()), |descending| !descending);
        let by = format!("{}{}", if descending { "-" } else { "" }, head.name);
        let address = place.clone().with("sort", by).address();
        view! { <SortHead class=class(head) label=head_text(head) sorted address sizing=None /> }
    };
    let widths: Vec<u16> = heads.iter().map(usual_width).collect();
    view! {
        <div class=frame_class(&widths, 0, usual)>
            <table class="tickets asset-table" class:assets-usual=usual>
                <thead><tr>{heads.iter().map(head).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(|row| asset_row(row, &classes, linked)).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// How wide a column is at least, in pixels; the style sheet says the same.
fn usual_width(head: &Head) -> u16 {
    match head.name.as_str() {
        "name" => 240,
        "changed" => 112,
        "created" => 72,
        _ => 128,
    }
}

/// The attributes of all categories look alike.
fn class(head: &Head) -> String {
    if head.label.is_empty() { format!("col-{}", head.name) } else { "col-attribute".to_owned() }
}

fn asset_row(row: AssetRow, classes: &[String], linked: usize) -> impl IntoView + use<> {
    let address = format!("/assets/{}", row.id);
    let cells = row.cells.into_iter().zip(classes).enumerate().map(|(place, (cell, class))| {
        let class = if place == linked { format!("{class} is-linked") } else { class.clone() };
        let text = match cell {
            Cell::When(at) => return view! { <td class=class><Ago at /></td> }.into_any(),
            Cell::Text(text) => format_day(&text),
            Cell::Seats(seats) => (words().assets().seats)(seats),
        };
        if place == linked {
            // A name that is no column here leaves the row without words.
            let text = if text.is_empty() { "–".to_owned() } else { text };
            return view! { <td class=class><Icon path=picture(&row.category) /><a class="row-link" href=address.clone()>{text}</a></td> }.into_any();
        }
        view! { <td class=class>{text}</td> }.into_any()
    });
    view! { <tr>{cells.collect_view()}</tr> }
}
