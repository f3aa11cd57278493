//! Parts of list pages around their rows, whatever is listed: notices, names of periods, previous and next.

use crate::words::words;
use domain::listing::{Period, SORTED_MAX};
use leptos::prelude::*;

/// What of an address was not understood, and that there is too much for the order that was asked for.
#[component]
pub(crate) fn Notices(refused: Vec<String>, unsorted: bool) -> impl IntoView {
    let words = &words().list;
    let refused = refused.join(", ");
    #[cfg(feature = "ssr")]
    if !refused.is_empty() {
        crate::server_context::set_status(422);
    }
    view! {
        {(!refused.is_empty()).then(|| view! { <p class="notice notice-warn" role="alert">{(words.refused)(&refused)}</p> })}
        {unsorted.then(|| view! { <p class="notice" role="status">{(words.unsorted)(SORTED_MAX)}</p> })}
    }
}

/// A period as people read it.
pub(crate) fn period_label(period: Period) -> String {
    let words = &words().list;
    period.preset().map_or_else(|| (words.range_of)(period.ends()), |_| (words.preset)(period).to_owned())
}

/// The ways to the pages before and after this one, of a list that nobody counts.
#[component]
pub(crate) fn Turn(
    /// The addresses of both.
    beside: (Option<String>, Option<String>),
    earlier: &'static str,
    later: &'static str,
) -> impl IntoView {
    let (before, after) = beside;
    view! {
        <nav class="people-pages" aria-label=words().list.pages>
            {before.map(|to| view! { <a class="button" href=to>{earlier}</a> })}
            {after.map(|to| view! { <a class="button" href=to>{later}</a> })}
        </nav>
    }
}
