//! Relative and exact times.

use crate::words::words;
use domain::time::DisplayTime as Instant;
use leptos::prelude::*;

/// How long ago, with the exact time on hover and for screen readers.
#[component]
pub(crate) fn Ago(at: Instant) -> impl IntoView {
    let spoken = format!("{}, {}", (words().ago)(at.age), at.exact);
    view! {
        <time class="ago" datetime=at.iso title=at.exact>
            <span aria-hidden="true">{(words().age)(at.age)}</span>
            <span class="visually-hidden">{spoken}</span>
        </time>
    }
}

/// The exact time.
#[component]
pub(crate) fn At(at: Instant) -> impl IntoView {
    view! { <time datetime=at.iso title=(words().ago)(at.age)>{at.exact}</time> }
}
