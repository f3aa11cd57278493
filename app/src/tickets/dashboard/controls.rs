//! Toolbar of the list of tickets: scope, filters, order, views, export and columns.
//! Everything is a link or a form, so it works without JavaScript too.

use super::columns::column_name;
use super::filters::{self, Filters};
use super::opener::{Opener, ViewForm};
use super::panel::Panel;
use super::quick::QuickFilters;
use crate::session::ListSettings;
use crate::ui::html::Html;
use crate::ui::icon::{self, Icon};
use crate::ui::opener::Open;
use crate::ui::panel::shut_by_link;
use crate::words::words;
use domain::listing::{Listing, Scope};
use leptos::prelude::*;

#[component]
pub(super) fn Controls(listing: Memo<Listing>, settings: ListSettings) -> impl IntoView {
    let words = &words().list;
    let open = Open::at_first(Panel::at_first().map(Panel::name));
    let scope = move |wanted: Scope, label: &'static str| {
        let current = move || listing.with(|listing| listing.scope == wanted).then_some("page");
        let address = move || listing.with(|listing| listing.with(|next| next.scope = wanted).address());
        view! { <a class="segment" href=address aria-current=current>{label}</a> }
    };
    view! {
        <div class="controls">
            <nav class="segments" aria-label=words.scope>
                {scope(Scope::Mine, words.mine)} {scope(Scope::Company, words.company)}
            </nav>
            <QuickFilters listing />
            <FilterButton listing />
            <SortMenu listing settings />
        </div>
        <ViewForm listing />
        // On a phone the sheet of the button above.
        <div class="list-sheet" id=SHEET popover="auto">
            <Filters listing open />
            <div class="controls-end">
                <Opener panel=Panel::Views label=crate::words::words().views.title count=Signal::stored(0) listing open />
                <Opener panel=Panel::Export label=words.export count=Signal::stored(0) listing open />
                <Opener panel=Panel::Columns label=words.set_columns count=Signal::stored(0) listing open />
            </div>
        </div>
    }
}

const SHEET: &str = "list-sheet";
const SORT: &str = "sort-menu";

/// Opens the filters where there is no room for them; tells how many are set.
#[component]
fn FilterButton(listing: Memo<Listing>) -> impl IntoView {
    let words = &words().list;
    let count = move || listing.with(filters::set);
    let name = move || match count() {
        0 => words.filter.to_owned(),
        count => (words.chosen)(words.filter, count),
    };
    view! {
        <button class="button filter-button" class:is-chosen=move || count() != 0 type="button" popovertarget=SHEET aria-label=name>
            <Icon path=icon::FILTER />
            <span class="filter-word">{words.filter}</span>
            {move || (count() > 0).then(|| view! { <span class="opener-count">{count()}</span> })}
        </button>
    }
}

/// The ways to sort, where the table has no heads.
#[component]
fn SortMenu(listing: Memo<Listing>, settings: ListSettings) -> impl IntoView {
    let links = move || listing.with(|listing| sort_links(listing, settings));
    view! {
        <button class="button sort-button" type="button" popovertarget=SORT><Icon path=icon::SORT />{words().list.sort}</button>
        <ul class="sort-menu" id=SORT popover="auto" aria-label=words().list.sort inner_html=links on:click=|event| shut_by_link(&event, SORT)></ul>
    }
}

fn sort_links(listing: &Listing, settings: ListSettings) -> String {
    let mut html = Html::default();
    for column in settings.columns.with(|own| listing.shown(own).to_vec()) {
        let is_current = listing.sort.column == column;
        html.raw(r#"<li><a href=""#).value(listing.sorted_by(column).address());
        html.raw(if is_current { r#"" aria-current="true">"# } else { r#"">"# }).text(column_name(column, settings));
        let mark = if listing.sort.descending { "↓" } else { "↑" };
        html.raw(r#"<span aria-hidden="true">"#).text(if is_current { mark } else { "" }).raw("</span></a></li>");
    }
    html.finish()
}
