//! Badges of status and priority.

use domain::tickets::Badge as Label;
use leptos::prelude::*;

/// A word on its colour. The colour is a class of the palette; the word says the same.
#[component]
pub(crate) fn Badge(label: Label) -> impl IntoView {
    let Label { label, colour } = label;
    let whole = label.clone();
    view! { <span class=format!("badge badge-{colour}") title=whole>{label}</span> }
}

/// A priority: a dot of its colour beside the word.
#[component]
pub(crate) fn Level(label: Label) -> impl IntoView {
    view! { <span class=format!("level level-{}", label.colour)>{label.label}</span> }
}
