use crate::words::words;
use leptos::prelude::*;

/// A column's head: a link that sorts by it, or turns its order around.
#[component]
pub(crate) fn SortHead(
    class: String,
    label: String,
    /// Whether it sorts now, and then whether the largest comes first.
    sorted: Option<bool>,
    address: String,
) -> impl IntoView {
    let (direction, mark) = match sorted {
        None => (None, ""),
        Some(true) => (Some("descending"), "▾"),
        Some(false) => (Some("ascending"), "▴"),
    };
    let title = (words().list.sort_by)(&label);
    view! {
        <th scope="col" class=class aria-sort=direction>
            <a href=address title=title>
                {label}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </a>
        </th>
    }
}
