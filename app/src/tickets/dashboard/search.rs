use super::panel::hidden;
use crate::session::Setup;
use crate::words::words;
use domain::listing::Listing;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::components::Form;
use leptos_router::hooks::use_url;

/// Searches the tickets from any page, in the fields that the person has set. On the dashboard the rest of the view stays
/// as it is.
#[component]
pub(crate) fn SearchBox() -> impl IntoView {
    let label = words().list.search;
    let setup = expect_context::<Setup>();
    let url = use_url();
    let listing = Memo::new(move |_| {
        url.with(|url| {
            if matches!(url.path(), "/" | "/tickets") { Listing::parse(url.search()).0 } else { Listing::default() }
        })
    });
    let rest = move || {
        listing.with(|listing| {
            let next = listing.with(|next| {
                next.search.clear();
                next.search_in = setup.search_in.get();
            });
            hidden(&next.pairs())
        })
    };
    let input = NodeRef::<Input>::new();
    // The address decides what the box holds, also after a reset or a step back.
    Effect::new(move |before: Option<String>| {
        let search = listing.with(|listing| listing.search.clone());
        if let Some(input) = input.get().filter(|_| before.is_some_and(|before| before != search)) {
            input.set_value(&search);
        }
        search
    });
    view! {
        <Form method="GET" action="/tickets" attr:class="top-search" attr:role="search">
            {rest}
            <label class="visually-hidden" for="search">{label}</label>
            <input id="search" type="search" name="q" value=listing.get_untracked().search placeholder=label maxlength="200" autocomplete="off" node_ref=input />
        </Form>
    }
}
