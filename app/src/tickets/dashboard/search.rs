//! Search box of the list of tickets.

use super::columns::field_name;
use crate::session::ListSettings;
use crate::ui::navigate::use_navigate_to;
use crate::ui::pages::hidden;
use crate::words::words;
use domain::listing::{Listing, SearchIn};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

/// Searches the tickets from any page, in the fields that the person has set. On the dashboard the rest of the view stays
/// as it is.
#[component]
pub(crate) fn SearchBox() -> impl IntoView {
    let label = words().list.search;
    let settings = expect_context::<ListSettings>();
    let url = use_url();
    let listing = Memo::new(move |_| {
        url.with(|url| {
            if matches!(url.path(), "/" | "/tickets") { Listing::parse(url.search()).0 } else { Listing::default() }
        })
    });
    let searching = move |text: String| {
        let fields = settings.search_in.get();
        listing.with(|listing| listing.searching(text, fields))
    };
    let rest = move || hidden(&searching(String::new()).pairs());
    let looks_in = move || match settings.search_in.get() {
        fields if fields == SearchIn::USUAL => label.to_owned(),
        fields => (words().search.fields)(&fields.into_iter().map(field_name).collect::<Vec<_>>()),
    };
    let input = NodeRef::<Input>::new();
    let go = use_navigate_to();
    let look = move |event: SubmitEvent| {
        event.prevent_default();
        let text = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        go.run(untrack(|| searching(text.trim().to_owned())).address());
    };
    // The address decides what the box holds, also after a reset or a step back.
    Effect::new(move |before: Option<String>| {
        let search = listing.with(|listing| listing.search.clone());
        if let Some(input) = input.get().filter(|_| before.is_some_and(|before| before != search)) {
            input.set_value(&search);
        }
        search
    });
    view! {
        <form method="get" action="/tickets" class="top-search" role="search" on:submit=look>
            {rest}
            <label class="visually-hidden" for="search">{label}</label>
            <input id="search" type="search" name="q" value=listing.get_untracked().search placeholder=looks_in maxlength="200" autocomplete="off" node_ref=input />
        </form>
    }
}
