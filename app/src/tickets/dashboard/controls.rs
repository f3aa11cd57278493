//! What narrows the list. Everything is a link or a form, so it works without JavaScript too.

use crate::words::words;
use domain::listing::{Listing, Scope};
use leptos::prelude::*;

#[component]
pub(crate) fn Controls(listing: Listing) -> impl IntoView {
    let words = &words().list;
    let scope = |wanted: Scope, label: &'static str| {
        let current = (listing.scope == wanted).then_some("page");
        view! { <a class="segment" href=listing.with(|next| next.scope = wanted).address() aria-current=current>{label}</a> }
    };
    let closed = listing.with(|next| next.closed = !next.closed).address();
    let closed_label = if listing.closed { words.hide_closed } else { words.show_closed };
    let changed = listing.with(|_| {}) != Listing::default();
    view! {
        <div class="controls">
            <nav class="segments" aria-label=words.scope>
                {scope(Scope::Mine, words.mine)} {scope(Scope::Company, words.company)}
            </nav>
            <a class="button" href=closed>{closed_label}</a>
            {changed.then(|| view! { <a class="button button-quiet" href="/tickets">{words.reset}</a> })}
        </div>
    }
}
