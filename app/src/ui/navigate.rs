//! Navigation by the router, without scrolling.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Opens an address of ours in place, without moving the page.
pub(crate) fn use_navigate_to() -> Callback<String> {
    let navigate = use_navigate();
    Callback::new(move |address: String| {
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    })
}
