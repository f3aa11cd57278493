//! Unsaved changes: whoever is about to leave text behind that is neither sent nor saved as a draft is asked first.

use crate::words::words;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::convert::FromWasmAbi;
use web_sys::{Element, Event, HtmlAnchorElement, HtmlInputElement, HtmlTextAreaElement};

/// Forms that nobody else looks after. What stands in a dialog outlives the page within this one.
const FORMS: &str = "form[method=post]:not([data-writing], [data-kept], [data-leaves], [action^='/login'], [action='/forgot'], dialog *)";
/// What people write in them. Passwords are not written, and choices are quickly made again.
const TEXTS: [&str; 2] =
    ["textarea[name]", "input[name]:is([type=text], [type=email], [type=tel], [type=number], [type=date])"];

/// Asks before a link within the page is followed, and has the browser ask before it leaves the page.
pub(crate) fn confirm_before_leaving() {
    Effect::new(|_| {
        // Before the router hears of the click.
        on("click", |event: MouseEvent| {
            if leads_away(&event)
                && is_unsaved()
                && !window().confirm_with_message(words().problem.leave).unwrap_or(true)
            {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        on("beforeunload", |event: Event| {
            if is_unsaved() {
                event.prevent_default();
            }
        });
        // What is on its way is not left behind, unless it comes back or is written on.
        on("submit", |event: Event| mark_leaving(&event, true));
        for back in ["input", "portico:refused", "portico:offline", "portico:signed-out"] {
            on(back, |event: Event| mark_leaving(&event, false));
        }
        on("portico:sent", |event: Event| reset_defaults(&event));
    });
}

/// What was accepted is what a form that stays begins with from now on, unless somebody has written on since it was sent: the mark
/// is gone then, and what was written is saved nowhere. What is kept as a draft is emptied after it was sent.
fn reset_defaults(event: &Event) {
    let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let as_sent = |form: &Element| form.has_attribute("data-leaves") && !form.has_attribute("data-writing");
    let Some(form) = form.filter(as_sent) else { return };
    mark_leaving(event, false);
    let Ok(found) = form.query_selector_all(&TEXTS.join(", ")) else { return };
    for field in (0..found.length()).filter_map(|place| found.item(place)) {
        match field.dyn_ref::<HtmlTextAreaElement>() {
            Some(text) => drop(text.set_default_value(&text.value())),
            None => field.dyn_ref::<HtmlInputElement>().iter().for_each(|line| line.set_default_value(&line.value())),
        }
    }
}

/// Listens ahead of everybody else, as long as the page stands.
fn on<E: FromWasmAbi + 'static>(name: &str, act: impl FnMut(E) + 'static) {
    let act = Closure::<dyn FnMut(E)>::new(act);
    let _ = window().add_event_listener_with_callback_and_bool(name, act.as_ref().unchecked_ref(), true);
    act.forget();
}

fn mark_leaving(event: &Event, leaves: bool) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(form) = target.and_then(|target| target.closest("form[method=post]").ok().flatten()) {
        let _ = if leaves { form.set_attribute("data-leaves", "") } else { form.remove_attribute("data-leaves") };
    }
}

/// Whether the click follows a link to another page within this one. Of other links the browser asks.
fn leads_away(event: &MouseEvent) -> bool {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return false };
    let plain = !["target", "download"].iter().any(|name| link.has_attribute(name)) && link.rel() != "external";
    let here = window().location();
    let same = |part: Result<String, _>, of_link: String| part.is_ok_and(|part| part == of_link);
    let same_page = same(here.pathname(), link.pathname()) && same(here.search(), link.search());
    !elsewhere && plain && same(here.origin(), link.origin()) && !same_page
}

fn is_unsaved() -> bool {
    let selector = TEXTS.map(|text| format!("{FORMS} {text}")).join(", ");
    let Ok(found) = document().query_selector_all(&selector) else { return false };
    (0..found.length()).filter_map(|place| found.item(place)).any(|node| is_typed(&node.unchecked_into()))
}

/// Whether somebody has written there, and not the browser itself.
fn is_typed(field: &Element) -> bool {
    let changed = match field.dyn_ref::<HtmlTextAreaElement>() {
        Some(text) => text.default_value().is_ok_and(|kept| kept != text.value()),
        None => field.dyn_ref::<HtmlInputElement>().is_some_and(|line| line.value() != line.default_value()),
    };
    changed && !field.matches(":autofill").unwrap_or(false)
}
