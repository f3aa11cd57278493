//! Keyboard shortcuts: a few letters for what people do all day, and the help that lists them.

use crate::ui::html::Html;
use crate::words::words;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDocument, HtmlElement};

/// Listens as long as the page stands. Letters are left alone wherever somebody writes or chooses.
pub(crate) fn listen_to_keys() {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, |event: KeyboardEvent| {
            let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !with_others && !event.default_prevented() && !is_taken(&event) && !are_off() && act(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

pub(crate) fn is_taken(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let writing = "input, textarea, select, [contenteditable], [role=dialog], [role=dialog] *";
    target.is_some_and(|target| target.matches(writing).unwrap_or(false))
}

/// Whether this browser is told to leave letters alone.
pub(crate) fn are_off() -> bool {
    let document = document().dyn_into::<HtmlDocument>().ok();
    document.and_then(|document| document.cookie().ok()).is_some_and(|cookies| cookies.contains("portico_keys=off"))
}

fn turn(event: web_sys::Event) {
    let name = if event_target_checked(&event) { "on" } else { "off" };
    if let Ok(document) = document().dyn_into::<HtmlDocument>() {
        let _ = document.set_cookie(&format!("portico_keys={name}; path=/; max-age=31536000; samesite=lax"));
    }
}

/// Whether the key meant something here.
fn act(key: &str) -> bool {
    match key {
        "/" => focus("#search"),
        "j" => step(1),
        "k" => step(-1),
        "n" => click(".top-new"),
        "?" => click("#keys-button"),
        _ => false,
    }
}

pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|found| found.dyn_into().ok())
}

pub(crate) fn focus(selector: &str) -> bool {
    find(selector).is_some_and(|element| element.focus().is_ok())
}

pub(crate) fn click(selector: &str) -> bool {
    find(selector).map(|element| element.click()).is_some()
}

/// Moves to the next or the previous ticket of the list; from outside of it to the first or last one.
fn step(by: i32) -> bool {
    let Ok(links) = document().query_selector_all(".row-link") else { return false };
    let links: Vec<HtmlElement> = (0..links.length()).filter_map(|place| links.item(place)?.dyn_into().ok()).collect();
    let current = document().active_element();
    let place = links.iter().position(|link| current.as_ref().is_some_and(|current| link.is_same_node(Some(current))));
    let next = match (place, by > 0) {
        (Some(place), true) => (place + 1).min(links.len().saturating_sub(1)),
        (Some(place), false) => place.saturating_sub(1),
        (None, true) => 0,
        (None, false) => links.len().saturating_sub(1),
    };
    links.get(next).is_some_and(|link| link.focus().is_ok())
}

/// The button in the bar, and what it tells. Opens without JavaScript too, where there are no keys.
#[component]
pub(crate) fn KeysHelp() -> impl IntoView {
    let words = &words().keys;
    let keys = [
        ("/", words.search),
        ("j", words.next),
        ("k", words.previous),
        ("Enter", words.open),
        ("n", words.new_ticket),
        ("?", words.help),
    ];
    let switch = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(switch) = switch.get() {
            switch.set_checked(!are_off());
        }
    });
    view! {
        <button id="keys-button" class="icon-button keys-button" type="button" popovertarget="keys" aria-label=words.title>"?"</button>
        <div id="keys" class="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
            <h2 id="keys-title">{words.title}</h2>
            <dl inner_html=lines(keys)></dl>
            <label class="check"><input type="checkbox" checked autocomplete="off" node_ref=switch on:change=turn />{words.on}</label>
        </div>
    }
}

/// Keys and what they do, as the lines of a list.
pub(crate) fn lines<'a>(keys: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut html = Html::default();
    for (key, label) in keys {
        html.raw("<div><dt><kbd>").text(key).raw("</kbd></dt><dd>").text(label).raw("</dd></div>");
    }
    html.finish()
}
