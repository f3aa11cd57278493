//! Menu of saved views, each with the number of tickets it holds.

use crate::live::{on_news, preserve_focus};
use crate::session::use_session;
use crate::tickets::calls::views_in_menu;
use crate::words::words;
use domain::listing::Listing;
use domain::live::News;
use domain::views::SavedView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_url;
use std::time::Duration;

/// What happens within so long is counted at once, and not by everybody at the same moment.
const PAUSE: Duration = Duration::from_millis(2_500);
const APART: f64 = 2_000.0;

#[component]
pub(crate) fn ViewLinks() -> impl IntoView {
    let views = use_session().views;
    (!views.is_empty()).then(|| {
        let url = use_url();
        let current = Memo::new(move |_| url.with(|url| Listing::parse(url.search()).0.view));
        let views = counted(views);
        view! {
            <p class="rail-title">{words().views.title}</p>
            {move || views.get().into_iter().map(|view| link(view, current)).collect_view()}
        }
    })
}

/// The views with their numbers, counted again a moment after something happened that may change them.
fn counted(views: Vec<SavedView>) -> RwSignal<Vec<SavedView>> {
    let (shown, due) = (RwSignal::new(views), StoredValue::new(false));
    on_news(move |_, news| {
        if matches!(news, News::Counts(_) | News::Recent(_)) || due.get_value() {
            return;
        }
        due.set_value(true);
        let count = move || {
            spawn_local(async move {
                let answer = views_in_menu().await;
                due.try_set_value(false);
                if let Some(views) =
                    answer.ok().filter(|views| shown.try_with_untracked(|known| known != views) == Some(true))
                {
                    preserve_focus();
                    shown.set(views);
                }
            });
        };
        set_timeout(count, PAUSE + Duration::from_millis((js_sys::Math::random() * APART) as u64));
    });
    shown
}

fn link(view: SavedView, current: Memo<String>) -> impl IntoView {
    let count = view.count.map(words().list.count).unwrap_or_default();
    let aria_label = (words().views.link)(&view.name, &count);
    let address = view.listing().address();
    let is_current = move || current.with(|current| *current == view.slug).then_some("page");
    view! {
        <a class="rail-link rail-view" href=address aria-label=aria_label aria-current=is_current>
            <span class="rail-view-name">{view.name}</span>
            <span class="rail-total">{count}</span>
        </a>
    }
}

/// Where the product's name leads: to the view that opens first, or to all tickets.
pub(crate) fn home() -> String {
    let views = use_session().views;
    views.iter().find(|view| view.default).map_or_else(|| "/".to_owned(), |view| view.listing().address())
}
