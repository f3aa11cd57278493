//! Lazy loading (code splitting) of pages: the browser loads each as a module of its own when it is wanted. The server has them from the start.
//!
//! Invariant: the list comes first. What the frame and the list use is in the first module; the others are fetched when
//! somebody stirs, or with the page when it is opened directly.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_url;
use std::future::pending;
use std::time::Duration;
use wasm_split_helpers::SplitLoaderError;

/// How long somebody may only look before the other pages are fetched.
const QUIET: Duration = Duration::from_secs(3);

/// What was loaded. Otherwise the line is down, or the program was replaced and has other modules now: the browser then goes
/// to the address as to any other. A page that is not alive yet stays as the server sent it.
pub(crate) async fn loaded_or_navigate<T>(loaded: Result<T, SplitLoaderError>) -> T {
    if let Ok(value) = loaded {
        return value;
    }
    if document().document_element().is_some_and(|root| root.has_attribute("data-hydrated")) {
        let address = use_url().with_untracked(|url| format!("{}?{}", url.path(), url.search()));
        let _ = window().location().assign(address.trim_end_matches('?'));
    }
    pending().await
}

/// Begins when somebody moves or types, or has been looking for a while: the first page has all of the line until then.
pub(crate) fn once_in_use<F: Future<Output = ()> + 'static>(begin: fn() -> F) {
    Effect::new(move |_| {
        let begun = StoredValue::new(false);
        let begin = move || {
            if !begun.try_update_value(|begun| std::mem::replace(begun, true)).unwrap_or(true) {
                spawn_local(begin());
            }
        };
        set_timeout(begin, QUIET);
        let handles = [
            window_event_listener(ev::pointerover, move |_| begin()),
            window_event_listener(ev::keydown, move |_| begin()),
        ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    });
}
