//! Saved views in the menu, each with the number of tickets it holds.

use crate::session::use_session;
use crate::words::words;
use domain::listing::Listing;
use domain::views::SavedView;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

#[component]
pub(crate) fn ViewLinks() -> impl IntoView {
    let views = use_session().views;
    (!views.is_empty()).then(|| {
        let url = use_url();
        let current = Memo::new(move |_| url.with(|url| Listing::parse(url.search()).0.view));
        view! {
            <p class="rail-title">{words().views.title}</p>
            {views.into_iter().map(|view| link(view, current)).collect_view()}
        }
    })
}

fn link(view: SavedView, current: Memo<String>) -> impl IntoView {
    let count = view.count.map(words().list.count).unwrap_or_default();
    let told = (words().views.link)(&view.name, &count);
    let address = view.listing().address();
    let is_current = move || current.with(|current| *current == view.slug).then_some("page");
    view! {
        <a class="rail-link rail-view" href=address aria-label=told aria-current=is_current>
            <span class="rail-view-name">{view.name}</span>
            <span class="rail-count">{count}</span>
        </a>
    }
}

/// Where the product's name leads: to the view that opens first, or to all tickets.
pub(crate) fn home() -> String {
    let views = use_session().views;
    views.iter().find(|view| view.default).map_or_else(|| "/".to_owned(), |view| view.listing().address())
}
