//! Back and Forward lead to where one was: the same place on the page, and the focus on what had it.

use leptos::ev;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

#[derive(Clone, Default)]
struct Place {
    top: f64,
    /// What had the focus, as a selector.
    focus: Option<String>,
}

/// Where one was at each address, in this browser tab.
#[derive(Default)]
struct Places {
    known: HashMap<String, Place>,
    /// A step back or forward is under way: what is shown belongs to another address still.
    leading: bool,
}

#[derive(Clone, Copy)]
struct Returning(StoredValue<Option<SendWrapper<Places>>>);

/// Remembers places from here on.
pub(crate) fn remember_places() {
    let returning = Returning(StoredValue::new(None));
    provide_context(returning);
    Effect::new(move |_| {
        returning.0.set_value(Some(SendWrapper::new(Places::default())));
        let handles = [
            window_event_listener(ev::popstate, move |_| returning.change(|places| places.leading = true)),
            window_event_listener(ev::scroll, move |_| {
                returning.note(|place| place.top = window().scroll_y().unwrap_or_default())
            }),
            window_event_listener(ev::focusin, move |event| {
                let focused = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
                returning.note(|place| place.focus = focused.as_ref().and_then(selector));
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    });
}

/// A step back or forward is under way: the page that comes leads to where one was.
pub(crate) fn is_returning() -> bool {
    let places = use_context::<Returning>().and_then(|Returning(places)| {
        places.try_with_value(|places| places.as_ref().is_some_and(|places| places.leading))
    });
    places.unwrap_or(false)
}

/// To be called where a page has shown what it had to wait for.
pub(crate) fn returned() {
    let Some(Returning(places)) = use_context::<Returning>() else { return };
    Effect::new(move |_| {
        request_animation_frame(move || {
            let place = places.try_update_value(|places| {
                let places = places.as_mut().filter(|places| places.leading)?;
                places.leading = false;
                places.known.get(&address()).cloned()
            });
            if let Some(place) = place.flatten() {
                lead_to(&place);
            }
        });
    });
}

impl Returning {
    fn change(self, change: impl FnOnce(&mut Places)) {
        self.0.try_update_value(|places| places.as_deref_mut().map(change));
    }

    fn note(self, note: impl FnOnce(&mut Place)) {
        self.change(|places| {
            if !places.leading {
                note(places.known.entry(address()).or_default());
            }
        });
    }
}

fn lead_to(place: &Place) {
    let focused = place.focus.as_ref().and_then(|focus| document().query_selector(focus).ok().flatten());
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
    window().scroll_to_with_x_and_y(0.0, place.top);
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
