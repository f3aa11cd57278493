//! Chip of an active filter, which removes it.

use crate::words::words;
use leptos::prelude::*;

/// A value that was chosen, and the way to take it off.
#[component]
pub(crate) fn Chip(filter: String, label: String, without: String) -> impl IntoView {
    let aria_label = (words().list.without)(&filter, &label);
    view! { <li><a class="chip" href=without aria-label=aria_label>{format!("{filter}: {label}")}<span aria-hidden="true">" ×"</span></a></li> }
}
