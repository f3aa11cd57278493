//! Table head that sorts by its column and resizes it.

use crate::words::words;
use domain::columns::{WIDTH_MAX, WIDTH_MIN};
use leptos::prelude::*;

/// A column whose width can be set.
#[derive(Clone)]
pub(crate) struct Sizing {
    /// Its name in addresses.
    pub name: String,
    /// In pixels; for a column that follows what it holds the least.
    pub width: u16,
}

/// A column's head: a link that sorts by it, or turns its order around, and at its edge a handle that makes it wider.
#[component]
pub(crate) fn SortHead(
    class: String,
    label: String,
    /// Whether it sorts now, and then whether the largest comes first.
    sorted: Option<bool>,
    address: String,
    sizing: Option<Sizing>,
) -> impl IntoView {
    let (direction, mark) = match sorted {
        None => (None, ""),
        Some(true) => (Some("descending"), "↓"),
        Some(false) => (Some("ascending"), "↑"),
    };
    let title = (words().list.sort_by)(&label);
    // The handle has a name of its own, which is no part of the head's.
    let named = sizing.is_some().then(|| label.clone());
    let handle = sizing.map(|Sizing { name, width }| {
        let aria_label = (words().list.width_of)(&label);
        view! {
            <span class="resizer" id=format!("width-{name}") role="separator" tabindex="0" aria-orientation="vertical" aria-label=aria_label
                aria-valuenow=width aria-valuemin=WIDTH_MIN aria-valuemax=WIDTH_MAX></span>
        }
    });
    view! {
        <th scope="col" class=class aria-sort=direction aria-label=named>
            <a href=address title=title>
                {label}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </a>
            {handle}
        </th>
    }
}
