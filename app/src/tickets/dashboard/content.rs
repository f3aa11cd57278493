//! Contents of the dashboard's panels. Few open one right after the page, so they come with the other pages.

use super::columns::Columns;
use super::export::Export;
use super::filters::{PeriodForm, Values};
use super::panel::Panel;
use super::views::Views;
use crate::lazy::loaded_or_navigate;
use crate::session::ListSettings;
use crate::words::words;
use domain::Refusal;
use domain::listing::Listing;
use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

/// What a panel holds, once it is there.
#[component]
pub(super) fn Content(panel: Panel, listing: Memo<Listing>) -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos::prefetch_lazy_fn_on_server("ticket");
    Suspend::new(async move {
        let loaded = content(panel, listing).await;
        loaded.unwrap_or_else(|_| view! { <NotLoaded panel listing /> }.into_any())
    })
}

#[wasm_split_helpers::wasm_split(ticket, preload(load), fallible)]
fn content(panel: Panel, listing: Memo<Listing>) -> Result<AnyView, SplitLoaderError> {
    let settings = expect_context::<ListSettings>();
    Ok(match panel {
        Panel::Facet(facet) => view! { <Values facet listing /> }.into_any(),
        Panel::Period => view! { <PeriodForm listing /> }.into_any(),
        Panel::Columns => view! { <Columns listing settings /> }.into_any(),
        Panel::Export => view! { <Export listing /> }.into_any(),
        Panel::Views => view! { <Views listing /> }.into_any(),
    })
}

/// Fetches it where the page has come with an open panel: that comes alive only if its content is there at once.
pub(crate) async fn load_open() {
    if document().query_selector(".opener .panel").is_ok_and(|panel| panel.is_some()) {
        loaded_or_navigate(load().await).await;
    }
}

/// The line is down, or the program was replaced and has other modules now.
#[component]
fn NotLoaded(panel: Panel, listing: Memo<Listing>) -> impl IntoView {
    let words = words();
    let again = move || listing.with(|listing| panel.address(listing));
    view! {
        <div class="panel-form">
            <p class="notice notice-danger" role="alert">{(words.refusal)(&Refusal::Offline)}</p>
            <a class="button" href=again rel="external">{words.problem.retry}</a>
        </div>
    }
}
