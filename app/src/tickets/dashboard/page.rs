//! `/`: the list of tickets with its filters, notices and pages.

use super::columns::{column_name, own_columns};
use super::controls::Controls;
use super::filters;
use super::live::{LiveList, Waiting};
#[cfg(feature = "ssr")]
use super::quick;
use super::table::Table;
use super::views::ChangedView;
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::use_page_data;
use crate::scroll_restoration::restore_scroll;
#[cfg(feature = "ssr")]
use crate::server_context::require_person;
use crate::session::{ListSettings, use_session};
use crate::tickets::calls::ListTickets;
use crate::ui::chip::Chip;
use crate::ui::listed::{Notices, period_label};
use crate::ui::pages::Pages;
use crate::ui::pending_navigation::LinkRebase;
use crate::ui::problem::ProblemPage;
use crate::words::words;
#[cfg(feature = "ssr")]
use domain::listing::Facet;
use domain::listing::{BEST_MATCH, Listing, On, SearchIn, Sort};
use domain::tickets::{ChosenLabels, TicketList};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

crate::page::page!(DashboardRoute: DashboardPage, prefetch = prefetch);

/// The list, the numbers beside the quick filters, and what an open filter offers.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    let address = &request.address;
    let query = view_of(address.search());
    let listing = Listing::parse(&query).0;
    let columns = require_person().map(|(_, person)| own_columns(&person.columns)).unwrap_or_default();
    request.fetch(quick::data(&listing)).await;
    request.fetch(ListTickets { query, columns }).await;
    if let Some(facet) = address.query("open").and_then(|name| Facet::parse(&name)) {
        request.fetch(filters::data(&listing, facet, address.query("find").unwrap_or_default())).await;
    }
}

/// The URL is the view: everything shown follows from it.
#[component]
fn DashboardPage() -> impl IntoView {
    let words = words();
    let url = use_url();
    let query = Memo::new(move |_| url.with(|url| view_of(url.search())));
    let listing = Memo::new(move |_| query.with(|query| Listing::parse(query).0));
    let settings = expect_context::<ListSettings>();
    let own = Memo::new(move |_| settings.columns.with(|columns| own_columns(columns)));
    let list = use_page_data(move |_| ListTickets { query: query.get(), columns: own.get() });
    let waiting = RwSignal::new(false);
    let rebase = LinkRebase::provide(Signal::derive(move || listing.with(Listing::url)), waiting);
    let list = list.show(
        || view! { <Loading /> }.into_any(),
        waiting,
        move |answer| match answer {
            Ok(list) => view! { <Listed list settings /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words.list.title, words.product) />
        <section class="dashboard">
            <h1>{words.list.title}</h1>
            <Controls listing settings />
            <div class="list" class:is-waiting=waiting on:click=move |event| rebase.click(&event)>
                <ChangedView listing />
                {list}
            </div>
        </section>
    }
}

/// The part of an address that says what is listed: opening a panel is no other view.
fn view_of(search: &str) -> String {
    let pairs = search.trim_start_matches('?').split('&');
    pairs.filter(|pair| !pair.starts_with("open=") && !pair.starts_with("find=")).collect::<Vec<_>>().join("&")
}

/// Shown only when the list takes longer than a moment.
#[component]
fn Loading() -> impl IntoView {
    view! { <div class="skeleton" aria-hidden="true">{(0..8).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}</div> }
}

#[component]
fn Listed(list: TicketList, settings: ListSettings) -> impl IntoView {
    let words = &words().list;
    let live = LiveList::follow(list.clone(), settings);
    let TicketList { listing, refused, unsorted, named, attributes, did_you_mean, .. } = list;
    let (place, page, size) = (listing.url(), listing.page, listing.size);
    expect_context::<LinkRebase>().set_shown(place.clone());
    restore_scroll();
    let narrowed = narrowed(&listing, named);
    let shown = Memo::new(move |_| live.rows.with(Vec::len));
    let is_empty = Memo::new(move |_| shown.get() == 0);
    view! {
        <Notices refused unsorted />
        {did_you_mean.map(|suggestion| {
            let notice = (crate::words::words().search.meant)(&listing.search);
            let address = listing.with(|next| next.search.clone_from(&suggestion)).address();
            view! { <p class="notice" role="status">{notice}<a href=address>{suggestion}</a>"."</p> }
        })}
        {(!listing.search.is_empty()).then(|| view! { <Order listing=listing.clone() settings /> })}
        <Chips narrowed=narrowed.clone() />
        <Waiting live />
        {move || if is_empty.get() {
            view! { <Empty listing=listing.clone() narrowed=narrowed.clone() /> }.into_any()
        } else {
            view! { <Table listing=listing.clone() live attributes=attributes.clone() settings /> }.into_any()
        }}
        {move || view! { <Pages place=place.clone() page size total=live.total.get() shown=shown.get() label=words.size /> }}
    }
}

/// The orders of a search that no column's head gives, or not at once.
#[component]
fn Order(listing: Listing, settings: ListSettings) -> impl IntoView {
    let way = |sort: Sort| {
        let address = listing.with(|next| next.sort = sort).address();
        let current = (listing.sort == sort).then_some("true");
        view! { <a class="segment" href=address aria-current=current>{column_name(sort.column, settings)}</a> }
    };
    view! { <nav class="segments order" aria-label=words().search.order>{way(BEST_MATCH)} {way(Sort::default())}</nav> }
}

/// A value that narrows the list, and the address of the list without it.
#[derive(Clone)]
struct Narrowing {
    filter: String,
    label: String,
    without: String,
}

fn narrowed(listing: &Listing, named: Vec<ChosenLabels>) -> Vec<Narrowing> {
    let words = &words().list;
    let mut narrowed = Vec::new();
    for ChosenLabels { facet, labels } in named {
        for (slug, label) in listing.chosen.of(facet).iter().zip(labels) {
            let without = listing.with(|next| next.chosen.toggle(facet, slug)).address();
            let label = if label.is_empty() { words.unassigned.to_owned() } else { label };
            narrowed.push(Narrowing { filter: filters::label(facet).to_owned(), label, without });
        }
    }
    if let Some(period) = listing.period {
        let filter = match listing.on {
            On::Created => words.on_created,
            On::Changed => words.period,
        };
        let label = period_label(period);
        let without = listing.without_period().address();
        narrowed.push(Narrowing { filter: filter.to_owned(), label, without });
    }
    let mut only = |label: &str, without: fn(&mut Listing)| {
        let without = listing.with(without).address();
        narrowed.push(Narrowing { filter: words.only.to_owned(), label: label.to_owned(), without });
    };
    if listing.unread {
        only(words.only_unread, |next| next.unread = false);
    }
    if listing.waiting {
        only(words.only_waiting, |next| next.waiting = false);
    }
    if let Some(filter) = &listing.filter {
        let without = listing.with(|next| next.filter = None).address();
        narrowed.push(Narrowing { filter: words.filter.to_owned(), label: filter.to_string(), without });
    }
    narrowed
}

/// What is chosen, by name; each can be taken off by itself.
#[component]
fn Chips(narrowed: Vec<Narrowing>) -> impl IntoView {
    let chip = |Narrowing { filter, label, without }| view! { <Chip filter label without /> };
    (!narrowed.is_empty()).then(|| view! { <ul class="chips">{narrowed.into_iter().map(chip).collect_view()}</ul> })
}

/// Why there is nothing, and the next steps.
#[component]
fn Empty(listing: Listing, narrowed: Vec<Narrowing>) -> impl IntoView {
    let words = &words().list;
    let (title, hint, way) = if listing.page > 1 {
        (words.past_end, "", Some((listing.with(|_| {}).address(), words.first_page)))
    } else if listing.waiting {
        (words.none_waits, words.none_waits_hint, Some((listing.reset().address(), words.reset)))
    } else if listing.unread {
        (words.all_seen, words.all_seen_hint, Some((listing.reset().address(), words.reset)))
    } else if listing.is_filtered() {
        (words.no_match, words.no_match_hint, Some((listing.reset().address(), words.reset)))
    } else if listing.closed {
        let raises = use_session().me.is_some_and(|me| me.raises());
        let new = raises.then(|| ("/tickets/new".to_owned(), crate::words::words().nav.new_ticket));
        (words.none, words.none_hint, new)
    } else {
        let closed = listing.with(|next| next.closed = true).address();
        (words.empty, words.empty_hint, Some((closed, words.show_closed)))
    };
    let ways = if listing.page > 1 { Vec::new() } else { ways_on(&listing, narrowed) };
    view! {
        <div class="empty empty-tickets">
            <h2>{title}</h2>
            {in_messages(&listing).map(|messages| view! { <p>{(words.no_subjects)(&listing.search)}" "<a href=messages>{words.search_messages}</a></p> })}
            <p>{hint}</p>
            {(!ways.is_empty()).then(|| view! { <ul class="empty-ways">{ways.into_iter().map(|(way, label)| view! { <li><a href=way>{label}</a></li> }).collect_view()}</ul> })}
            {way.map(|(way, label)| view! { <a class="button" href=way>{label}</a> })}
        </div>
    }
}

/// The same list without one thing that narrows it, for each of them.
fn ways_on(listing: &Listing, narrowed: Vec<Narrowing>) -> Vec<(String, String)> {
    let words = &words().list;
    let mut ways = Vec::new();
    if !listing.search.is_empty() {
        let without = listing.searching(String::new(), listing.search_in.clone()).address();
        ways.push((without, (words.remove_search)(&listing.search)));
    }
    ways.extend(narrowed.into_iter().map(|one| (one.without, (words.remove)(&one.filter, &one.label))));
    ways
}

/// Where to look for the words of a search that looked through subjects and not through messages.
fn in_messages(listing: &Listing) -> Option<String> {
    let looked = |field| listing.search_in.contains(&field);
    let fits = listing.page == 1 && !listing.search.is_empty() && looked(SearchIn::Subject);
    (fits && !looked(SearchIn::Messages))
        .then(|| listing.searching(listing.search.clone(), vec![SearchIn::Messages]).address())
}
