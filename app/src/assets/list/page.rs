//! `/assets`: the list of assets with its controls, filters and pages.

use super::address::{PATH, apply};
use super::columns::Columns;
use super::filters::Filters;
use super::table::Table;
use crate::assets::calls::ListAssets;
#[cfg(feature = "ssr")]
use crate::assets::calls::{AssetColumns, AssetFilters};
#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::{PageAddress, use_page_data_again};
use crate::scroll_restoration::restore_scroll;
use crate::session::use_session;
use crate::ui::chip::Chip;
use crate::ui::download::Export;
use crate::ui::listed::{Notices, period_label};
use crate::ui::navigate::use_navigate_to;
use crate::ui::opener::{Open, Opened, button_id};
use crate::ui::pages::{Pages, hidden};
use crate::ui::pending_navigation::LinkRebase;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::words;
use domain::assets::AssetList;
use domain::listing::{ListUrl, Period};
use domain::time::Date;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;

crate::page::page!(AssetsRoute: AssetsPage in portal, prefetch = prefetch);

fn data(address: &PageAddress) -> ListAssets {
    ListAssets { query: ListUrl::parse(PATH, address.search()).query() }
}

/// The list, and what an open panel shows.
#[cfg(feature = "ssr")]
async fn prefetch(request: &PageRequest) {
    request.fetch(data(&request.address)).await;
    match request.address.query("open").as_deref() {
        Some("filters") => request.fetch(AssetFilters {}).await,
        Some("columns") => request.fetch(AssetColumns {}).await,
        _ => {}
    }
}

/// The URL is the view: everything shown follows from it.
#[component]
fn AssetsPage() -> impl IntoView {
    let words = words();
    let url = use_url();
    let place = Memo::new(move |_| url.with(|url| ListUrl::parse(PATH, url.search())));
    // Counts up when other columns have been kept.
    let turned = RwSignal::new(0_u32);
    let list = use_page_data_again(data, move || turned.get());
    let waiting = RwSignal::new(false);
    let rebase = LinkRebase::provide(place, waiting);
    let list = list.show(
        || ().into_any(),
        waiting,
        move |answer| match answer {
            Ok(list) => view! { <Listed list place=place.get_untracked() /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words.assets().title, words.product) />
        <section class="dashboard assets">
            <h1>{words.assets().title}</h1>
            <Controls place turned />
            <div class="list" class:is-waiting=waiting on:click=move |event| rebase.click(&event)>{list}</div>
        </section>
    }
}

#[component]
fn Controls(place: Memo<ListUrl>, turned: RwSignal<u32>) -> impl IntoView {
    let words = words();
    let open = Open::at_first(named_in_address());
    // What was chosen in a panel leads to another view, and what is open shuts.
    Effect::new(move |before: Option<String>| {
        let address = place.with(ListUrl::address);
        if before.is_some_and(|before| before != address) {
            open.shut(false);
        }
        address
    });
    let go = use_navigate_to();
    let mine = move || place.with(|place| place.value("scope") == "mine");
    let scope = move |wanted: bool, label: &'static str| {
        let address = move || {
            let place = place.get();
            if wanted { place.with("scope", "mine") } else { place.without(&["scope"]) }.address()
        };
        view! { <a class="segment" href=address aria-current=move || (mine() == wanted).then_some("page")>{label}</a> }
    };
    let others = move || hidden(&place.get().without(&["q"]).pairs);
    let sought = move || place.with(|place| place.value("q").to_owned());
    view! {
        <div class="controls">
            <nav class="segments" aria-label=words.assets().scope>{scope(false, words.assets().all)} {scope(true, words.assets().mine)}</nav>
            <div class="controls-end">
                <Panel name="export" label=words.list.export place open content=move || view! {
                    <Export hint=words.assets().export_hint path="/assets/export" place />
                } />
                <Panel name="columns" label=words.list.set_columns place open content=move || view! { <Columns place turned /> } />
            </div>
        </div>
        <div class="filters" role="group" aria-label=words.list.filters>
            <form method="get" action=PATH class="asset-search" role="search" on:submit=move |event| apply(&event, go)>
                {others}
                <input class="control" type="search" name="q" value=untrack(sought) prop:value=sought maxlength="200" autocomplete="off"
                    placeholder=words.assets().search aria-label=words.assets().search_label />
            </form>
            <Panel name="filters" label=words.list.filters place open content=move || view! { <Filters place /> } />
            {move || place.with(|place| !place.clone().without(&["sort", "size", "cols"]).pairs.is_empty()).then(|| {
                let kept: Vec<_> = place.get().without(&[]).pairs.into_iter().filter(|(name, _)| ["sort", "size", "cols"].contains(&name.as_ref())).collect();
                view! { <a class="button button-quiet" href=ListUrl { path: PATH, pairs: kept }.address()>{words.list.reset}</a> }
            })}
        </div>
    }
}

/// A way to open a panel, and the panel while it is open. Without a script the address names it.
#[component]
fn Panel(
    name: &'static str,
    label: &'static str,
    place: Memo<ListUrl>,
    open: Open,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    let way = move || {
        let mut place = place.get();
        if !open.is(name) {
            place.pairs.push(("open".into(), name.to_owned()));
        }
        place.address()
    };
    let turn = move |event: MouseEvent| {
        event.prevent_default();
        open.turn(name);
    };
    let away = Signal::derive(move || place.with(ListUrl::address));
    view! {
        <div class=format!("opener opener-{name}")>
            <a class="button opener-button" id=button_id(name) href=way aria-expanded=move || open.is(name).to_string() on:click=turn>{label}</a>
            <Opened panel=name label open away content />
        </div>
    }
}

/// The panel that the address names.
fn named_in_address() -> Option<&'static str> {
    let named = use_query().with_untracked(|query| query.get("open"))?;
    ["export", "columns", "filters"].into_iter().find(|name| *name == named)
}

/// The period that narrows the list, in words: from one day to another says more than a preset.
fn period(place: &ListUrl) -> Option<impl IntoView + use<>> {
    let ends = ["from", "to"].map(|end| Date::parse(place.value(end)));
    let period = match ends {
        [None, None] => Period::read_preset(place.value("period"))?,
        [from, to] => Period::Range { from, to },
    };
    let without = place.clone().without(&["period", "from", "to"]).address();
    Some(view! { <Chip filter=words().list.period.to_owned() label=period_label(period) without /> })
}

#[component]
fn Listed(list: AssetList, place: ListUrl) -> impl IntoView {
    let words = words();
    restore_scroll();
    expect_context::<LinkRebase>().set_shown(place.clone());
    let (page, size, total, shown) = (list.page, list.size, list.total, list.rows.len());
    view! {
        <Notices refused=list.refused.clone() unsorted=list.unsorted />
        <ul class="chips">
            {period(&place)}
            {list.named.iter().map(|named| {
                let filter = words.assets().columns.of(&named.name).map_or_else(|| named.filter.clone(), str::to_owned);
                let without = place.clone().without_value(&named.name, &named.value).address();
                view! { <Chip filter label=named.label.clone() without /> }
            }).collect_view()}
        </ul>
        {list.may_create.then(|| view! { <p class="asset-new"><a class="button" href="/assets/new">{words.assets().new}</a></p> })}
        {if list.rows.is_empty() {
            let (title, hint) = match (page > 1, list.filtered) {
                (true, _) => (words.list.past_end, ""),
                (_, true) => (words.list.no_match, words.assets().no_match_hint),
                _ => (words.assets().empty, words.assets().empty_hint),
            };
            let missing = (!list.filtered && page == 1 && !is_staff()).then(|| {
                view! { <a class="button" href="/tickets/new">{words.assets().missing}</a> }
            });
            view! { <div class="empty empty-assets"><h2>{title}</h2><p>{hint}</p>{missing}</div> }.into_any()
        } else {
            view! { <Table list place=place.clone() /> }.into_any()
        }}
        <Pages place page size total shown label=words.assets().size />
    }
}

fn is_staff() -> bool {
    use_session().me.is_some_and(|me| me.kind.is_staff())
}
