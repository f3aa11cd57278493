//! Quick filters *Unread* and *Waiting for you*, each with how many tickets it leaves. The numbers follow what happens while the links stand, so
//! that whoever has just pressed one keeps the focus on it.

use crate::live::on_news;
use crate::page::use_page_data;
use crate::tickets::calls::{QuickCounts, quick_counts};
use crate::words::words;
use domain::listing::Listing;
use domain::live::News;
use domain::tickets::{Quick, Total};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// What happens within so many milliseconds is counted at once, and not by everybody at the same moment.
const PAUSE: f64 = 700.0;
const APART: f64 = 800.0;
/// However much happens, a page counts no more often than this, in milliseconds: on a busy desk every ticket is news to everybody.
const REST: f64 = 10_000.0;

/// When the numbers are counted again.
#[derive(Clone, Copy, Default)]
struct Counting {
    due: bool,
    /// Something has happened while nobody looked.
    missed: bool,
    /// When they were counted last, in milliseconds since 1970 UTC.
    at: f64,
}

#[component]
pub(super) fn QuickFilters(listing: Memo<Listing>) -> impl IntoView {
    let first = listing.with_untracked(data);
    // Outside of what waits for the first numbers: that is made a second time, for the meantime.
    let counts = RwSignal::new(Quick::default());
    recount_on_news(listing, counts);
    let links = move || view! { <Links listing counts /> }.into_any();
    let shown = use_page_data(move |_| first.clone()).show(links, RwSignal::new(false), move |answer| {
        counts.set(answer.unwrap_or_default());
        links()
    });
    view! { <div class="quick-filters" role="group" aria-label=words().list.quick>{shown}</div> }
}

/// The view that the numbers are about.
fn counted_in(listing: &Listing) -> String {
    listing.narrowing().to_query()
}

pub(super) fn data(listing: &Listing) -> QuickCounts {
    QuickCounts { query: counted_in(listing) }
}

#[component]
fn Links(listing: Memo<Listing>, counts: RwSignal<Quick>) -> impl IntoView {
    let words = &words().list;
    let filter = move |label: &'static str,
                       is_on: fn(&Listing) -> bool,
                       turn: fn(&mut Listing),
                       of: fn(&Quick) -> Option<Total>| {
        let address = move || listing.with(|listing| listing.with(turn).address());
        let current = move || listing.with(is_on).then_some("true");
        let count = move || counts.with(of).filter(|total| total.count > 0).map(words.count).unwrap_or_default();
        view! { <a class="quick-filter" href=address aria-current=current>{label}" "<span class="quick-count">{count}</span></a> }
    };
    view! {
        {filter(words.only_unread, |listing| listing.unread, |next| next.unread = !next.unread, |quick| quick.unread)}
        {filter(words.only_waiting, |listing| listing.waiting, |next| next.waiting = !next.waiting, |quick| quick.waiting)}
    }
}

/// Counts again for another view, and a while after something happened that may change the numbers, where somebody looks.
fn recount_on_news(listing: Memo<Listing>, counts: RwSignal<Quick>) {
    let state = StoredValue::new(Counting::default());
    let query = Memo::new(move |_| listing.with(counted_in));
    let count = move || {
        spawn_local(async move {
            let Some(asked) = query.try_get_untracked() else { return };
            let answer = quick_counts(asked.clone()).await;
            // The view may have been left meanwhile.
            if let (Ok(quick), Some(true)) = (answer, query.try_with_untracked(|query| *query == asked)) {
                counts.set(quick);
            }
        });
    };
    Effect::new(move |before: Option<String>| {
        let now = query.get();
        if before.is_some_and(|before| before != now) {
            count();
        }
        now
    });
    let count_soon = move || {
        let hidden = document().hidden();
        let wait = state.try_update_value(|state| {
            state.missed = hidden;
            let waits = hidden || std::mem::replace(&mut state.due, true);
            (!waits).then(|| (state.at + REST - js_sys::Date::now()).clamp(PAUSE, REST))
        });
        let Some(wait) = wait.flatten() else { return };
        let again = move || {
            let hidden = document().hidden();
            let stands = state.try_update_value(|state| {
                (state.due, state.missed) = (false, hidden);
                if !hidden {
                    state.at = js_sys::Date::now();
                }
            });
            if stands.is_some() && !hidden {
                count();
            }
        };
        set_timeout(again, Duration::from_millis((wait + js_sys::Math::random() * APART) as u64));
    };
    on_news(move |_, news| {
        if matches!(news, News::Ticket(_) | News::Gone { .. } | News::Read { .. } | News::Resync) {
            count_soon();
        }
    });
    Effect::new(move |_| {
        let looks = window_event_listener(ev::visibilitychange, move |_| {
            if state.try_with_value(|state| state.missed) == Some(true) {
                count_soon();
            }
        });
        on_cleanup(move || looks.remove());
    });
}
