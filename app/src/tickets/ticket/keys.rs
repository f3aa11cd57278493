//! Keyboard shortcuts on a ticket: to the next one of the list and, for those who may change it, to the reply and the fields.

use crate::keys::{are_off, click, find, focus, is_taken, lines};
use crate::ui::query::use_query;
use crate::words::words;
use domain::tickets::neighbours::FROM;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// Listens as long as the ticket stands, ahead of the letters that mean something else on other pages.
pub(super) fn listen_to_keys() {
    Effect::new(move |_| {
        let on_key_down = Closure::<dyn FnMut(KeyboardEvent)>::new(|event: KeyboardEvent| {
            let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !with_others && !event.default_prevented() && !is_taken(&event) && !are_off() && act(&event.key()) {
                event.prevent_default();
            }
        });
        let _ =
            window().add_event_listener_with_callback_and_bool("keydown", on_key_down.as_ref().unchecked_ref(), true);
        let on_key_down = SendWrapper::new(on_key_down);
        on_cleanup(move || {
            let on_key_down = on_key_down.take();
            let _ = window().remove_event_listener_with_callback_and_bool(
                "keydown",
                on_key_down.as_ref().unchecked_ref(),
                true,
            );
        });
    });
    add_to_help();
}

/// Whether the key meant something here.
fn act(key: &str) -> bool {
    match key {
        "j" | "]" => click(".neighbours [rel=next]"),
        "k" | "[" => click(".neighbours [rel=prev]"),
        "r" if is_staff() => focus_reply(false),
        "n" if is_staff() => find(NOTE).is_some() && focus_reply(true),
        "a" => focus_field("#field-change-assignee"),
        "s" => focus_field("#field-change-status"),
        _ => false,
    }
}

/// Where an agent says that what they write is for agents only.
const NOTE: &str = ".reply [type=checkbox][name=note]";

/// Fields are there for those who may change them.
fn is_staff() -> bool {
    find("#field-change-status").is_some()
}

/// Leads to the reply or to the note. What somebody has begun stays what it is.
fn focus_reply(note: bool) -> bool {
    let Some(reply) = reply_box() else { return false };
    let begun = find(".reply textarea").and_then(|text| text.dyn_into::<HtmlTextAreaElement>().ok());
    let is_begun = begun.is_some_and(|text| !text.value().trim().is_empty());
    let switch = find(NOTE).and_then(|switch| switch.dyn_into::<HtmlInputElement>().ok());
    if let Some(switch) = switch.filter(|switch| switch.checked() != note && (note || !is_begun)) {
        switch.click();
    }
    reply.focus().is_ok()
}

/// The box that is written in: the plain one, or the one with formatting.
fn reply_box() -> Option<HtmlElement> {
    let boxes = document().query_selector_all(".reply [contenteditable=true], .reply textarea").ok()?;
    let boxes = (0..boxes.length()).filter_map(|place| boxes.item(place)?.dyn_into::<HtmlElement>().ok());
    boxes.into_iter().find(is_shown)
}

fn is_shown(element: &HtmlElement) -> bool {
    element.offset_width() > 0
}

/// Leads to a field, in a panel that may be folded away.
fn focus_field(field: &str) -> bool {
    let Some(element) = find(field) else { return false };
    if !is_shown(&element) {
        click("#panel-fold");
    }
    focus(field)
}

/// Adds these shortcuts to the help that lists them.
fn add_to_help() {
    let through = use_query().with_untracked(|query| query.get(FROM).is_some());
    Effect::new(move |_| {
        let keys = &words().panel().keys;
        let mut known = Vec::new();
        if is_staff() {
            known.extend([("r", keys.reply), ("n", keys.note), ("a", keys.assignee), ("s", keys.status)]);
        }
        if through {
            known.extend([("j", keys.next), ("k", keys.previous)]);
        }
        let list = find("#keys dl").filter(|_| !known.is_empty());
        let Some((list, title)) = list.zip(document().create_element("h3").ok()) else { return };
        let Ok(own) = document().create_element("dl") else { return };
        title.set_text_content(Some(keys.title));
        own.set_inner_html(&lines(known));
        let _ = list.after_with_node_2(&title, &own);
        let added = SendWrapper::new([title, own]);
        on_cleanup(move || added.take().iter().for_each(Element::remove));
    });
}
