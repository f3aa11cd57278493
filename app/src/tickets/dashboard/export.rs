//! The view as a file. With a script it is fetched in place: a large one shows how far it is and can be broken off, and one
//! that fails says why.

use crate::ui::download::{Download, Fetching};
use crate::words::words;
use domain::listing::Listing;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

#[component]
pub(super) fn Export(listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let download = Download::new();
    let address = move |all: bool, xlsx: bool| {
        let pairs = listing.with(|listing| listing.with(|_| {}).pairs());
        let (all, xlsx) = (all.then(|| ("all", "1".to_owned())), xlsx.then(|| ("as", "xlsx".to_owned())));
        let query = Listing::query_of(pairs.into_iter().chain(all).chain(xlsx));
        format!("/tickets/export?{query}")
    };
    let way = move |all: bool, xlsx: bool, label: &'static str| {
        let start = move |event: MouseEvent| {
            event.prevent_default();
            download.start(&untrack(|| address(all, xlsx)), "X-Portico-Rows");
        };
        view! { <li><a class="button" href=move || address(all, xlsx) rel="external" download="" on:click=start>{label}</a></li> }
    };
    view! {
        <p class="panel-text">{words.export_hint}</p>
        <ul class="choices">
            {way(false, true, words.export_shown_xlsx)} {way(true, true, words.export_all_xlsx)}
            {way(false, false, words.export_shown)} {way(true, false, words.export_all)}
        </ul>
        <div class="panel-told" role="status">{move || download.state.with(|state| told(state.as_ref()))}</div>
        {move || download.is_running().then(|| view! {
            <progress class="panel-progress" aria-label=words.export></progress>
            <button class="button button-quiet" type="button" on:click=move |_| download.cancel()>{crate::words::words().files.cancel}</button>
        })}
    }
}

fn told(state: Option<&Fetching>) -> String {
    let words = words();
    match state {
        None => String::new(),
        Some(Fetching::Running { told, bytes }) => (words.list.export_progress)(told, &tenths(*bytes)),
        Some(Fetching::Done) => words.list.export_done.to_owned(),
        Some(Fetching::Failed(refusal)) => (words.refusal)(refusal),
    }
}

/// Millions with one decimal; a float's own formatting would weigh more than this page.
fn tenths(bytes: f64) -> String {
    let tenths = (bytes / 1e5) as u64;
    format!("{}.{}", tenths / 10, tenths % 10)
}
