//! What narrows the list. Everything is a link or a form, so it works without JavaScript too.

use super::columns::Columns;
use super::export::Export;
use super::filters::Filters;
use super::panel::{Open, Opener, Panel, ViewForm};
use super::quick::QuickFilters;
use super::views::Views;
use crate::session::Setup;
use crate::words::words;
use domain::listing::{Listing, Scope};
use leptos::prelude::*;

#[component]
pub(super) fn Controls(listing: Memo<Listing>, setup: Setup) -> impl IntoView {
    let words = &words().list;
    let open = Open::at_first();
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
            <div class="controls-end">
                <Opener panel=Panel::Views label=crate::words::words().views.title count=Signal::stored(0) listing open content=move || view! { <Views listing /> } />
                <Opener panel=Panel::Export label=words.export count=Signal::stored(0) listing open content=move || view! { <Export listing /> } />
                <Opener panel=Panel::Columns label=words.set_columns count=Signal::stored(0) listing open content=move || view! { <Columns listing setup /> } />
            </div>
        </div>
        <ViewForm listing />
        <Filters listing open />
    }
}
