use super::controls::Controls;
use super::pages::Pages;
use super::table::Table;
use crate::tickets::calls::list_tickets;
use crate::ui::problem::ProblemPage;
use crate::words::words;
use domain::tickets::List;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

/// The URL is the view: everything shown follows from it.
#[component]
pub(crate) fn DashboardPage() -> impl IntoView {
    let url = use_url();
    let query = Memo::new(move |_| url.with(|url| url.search().trim_start_matches('?').to_owned()));
    let list = Resource::new(move || query.get(), list_tickets);
    view! {
        <Title text=format!("{} · {}", words().list.title, words().product) />
        <Transition fallback=Loading>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(list) => view! { <Listed list /> }.into_any(),
                    Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Shown only when the list takes longer than a moment.
#[component]
fn Loading() -> impl IntoView {
    view! { <div class="skeleton" aria-hidden="true">{(0..8).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}</div> }
}

#[component]
fn Listed(list: List) -> impl IntoView {
    let words = words();
    let refused = list.refused.join(", ");
    #[cfg(feature = "ssr")]
    if !refused.is_empty() {
        crate::backstage::set_status(422);
    }
    let listing = list.listing.clone();
    view! {
        <section class="dashboard">
            <h1>{words.list.title}</h1>
            {(!refused.is_empty()).then(|| view! { <p class="notice notice-warn" role="alert">{(words.list.refused)(&refused)}</p> })}
            <Controls listing=listing.clone() />
            {if list.rows.is_empty() {
                view! { <Empty list=list.clone() /> }.into_any()
            } else {
                view! { <Table list=list.clone() /> }.into_any()
            }}
            <Pages listing total=list.total shown=list.rows.len() />
        </section>
    }
}

/// Why there is nothing, and the next step.
#[component]
fn Empty(list: List) -> impl IntoView {
    let words = &words().list;
    let listing = list.listing;
    let (title, hint, way, label) = if listing.page > 1 {
        (words.past_end, "", listing.with(|_| {}).address(), words.first_page)
    } else if listing.is_filtered() {
        (words.no_match, words.no_match_hint, "/tickets".to_owned(), words.reset)
    } else {
        (words.empty, words.empty_hint, listing.with(|next| next.closed = true).address(), words.show_closed)
    };
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{hint}</p>
            <a class="button" href=way>{label}</a>
        </div>
    }
}
