//! Scroll restoration: Back and Forward lead to where one was, the same position on the page and the focus on what had it.

use leptos::ev;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

#[derive(Clone, Default)]
struct ScrollPosition {
    top: f64,
    /// What had the focus, as a selector.
    focus: Option<String>,
}

/// Where one was at each address, in this browser tab.
#[derive(Default)]
struct ScrollPositions {
    known: HashMap<String, ScrollPosition>,
    /// A step back or forward is under way: what is shown belongs to another address still.
    restoring: bool,
}

#[derive(Clone, Copy)]
struct ScrollRestoration(StoredValue<Option<SendWrapper<ScrollPositions>>>);

/// Remembers scroll positions from here on.
pub(crate) fn provide_scroll_restoration() {
    let restoration = ScrollRestoration(StoredValue::new(None));
    provide_context(restoration);
    Effect::new(move |_| {
        restoration.0.set_value(Some(SendWrapper::new(ScrollPositions::default())));
        let handles = [
            window_event_listener(ev::popstate, move |_| restoration.change(|positions| positions.restoring = true)),
            window_event_listener(ev::scroll, move |_| {
                restoration.record(|position| position.top = window().scroll_y().unwrap_or_default())
            }),
            window_event_listener(ev::focusin, move |event| {
                let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
                restoration.record(|position| position.focus = focused.as_ref().and_then(selector));
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    });
}

/// A step back or forward is under way: the page that comes leads to where one was.
pub(crate) fn is_restoring_scroll() -> bool {
    let positions = use_context::<ScrollRestoration>().and_then(|ScrollRestoration(positions)| {
        positions.try_with_value(|positions| positions.as_ref().is_some_and(|positions| positions.restoring))
    });
    positions.unwrap_or(false)
}

/// Restores the scroll position after a step back or forward. To be called where a page has shown what it had to wait for.
pub(crate) fn restore_scroll() {
    let Some(ScrollRestoration(positions)) = use_context::<ScrollRestoration>() else { return };
    Effect::new(move |_| {
        request_animation_frame(move || {
            let position = positions.try_update_value(|positions| {
                let positions = positions.as_mut().filter(|positions| positions.restoring)?;
                positions.restoring = false;
                positions.known.get(&address()).cloned()
            });
            if let Some(position) = position.flatten() {
                restore(&position);
            }
        });
    });
}

impl ScrollRestoration {
    fn change(self, change: impl FnOnce(&mut ScrollPositions)) {
        self.0.try_update_value(|positions| positions.as_deref_mut().map(change));
    }

    fn record(self, record: impl FnOnce(&mut ScrollPosition)) {
        self.change(|positions| {
            if !positions.restoring {
                record(positions.known.entry(address()).or_default());
            }
        });
    }
}

fn restore(position: &ScrollPosition) {
    let focused = position.focus.as_ref().and_then(|focus| document().query_selector(focus).ok().flatten());
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    window().scroll_to_with_x_and_y(0.0, position.top);
}

fn address() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// What finds an element again on a page that was made anew.
pub(crate) fn selector(element: &HtmlElement) -> Option<String> {
    let id = element.id();
    if !id.is_empty() {
        return Some(format!("[id=\"{id}\"]"));
    }
    let href = element.get_attribute("href").filter(|href| !href.contains(['"', '\\']))?;
    Some(format!("a[href=\"{href}\"]"))
}
