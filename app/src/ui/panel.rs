//! Popover panel under a button: a dialog that Escape, its cross and a press anywhere else shut.

use crate::words::words;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub(crate) fn PanelFrame(
    id: String,
    /// Id of the button that opened it.
    button: String,
    label: &'static str,
    /// The same page without it, where there is no script.
    #[prop(into)]
    away: Signal<String>,
    /// Shuts it; `true` when whoever shut it is to be led back to its button.
    shut: Callback<bool>,
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let heading = format!("{id}-title");
    let named = heading.clone();
    // To the panel itself: what it holds may still be on its way, and is reached by one more Tab.
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            let _ = frame.focus();
        }
    });
    shut_from_outside(format!("#{id}, #{button}"), shut);
    let cross = move |event: ev::MouseEvent| {
        event.prevent_default();
        shut.run(true);
    };
    view! {
        <div class="panel-veil"></div>
        <div class="panel" id=id role="dialog" aria-labelledby=named tabindex="-1" node_ref=frame>
            <div class="panel-head">
                <h2 id=heading>{label}</h2>
                <a class="icon-button panel-shut" href=away aria-label=words().list.shut on:click=cross>"×"</a>
            </div>
            {children()}
        </div>
    }
}

/// Escape, and a press anywhere else, shut the panel; the press does what it does there.
fn shut_from_outside(inside: String, shut: Callback<bool>) {
    Effect::new(move |_| {
        let inside = inside.clone();
        let handles = [
            window_event_listener(ev::keydown, move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    event.prevent_default();
                    shut.run(true);
                }
            }),
            window_event_listener(ev::pointerdown, move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if !target.is_some_and(|target| target.closest(&inside).is_ok_and(|found| found.is_some())) {
                    shut.run(false);
                }
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    });
}

/// Shuts the sheet of this id, which the browser opened, when one of its links is followed: the page changes under it.
pub(crate) fn shut_by_link(event: &ev::MouseEvent, id: &str) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_link = target.is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some()));
    let sheet = document().get_element_by_id(id).and_then(|sheet| sheet.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(sheet) = sheet.filter(|_| is_link) {
        // One that is not open refuses, which is as good.
        let _ = sheet.hide_popover();
    }
}

/// Leads to an element of this id.
pub(crate) fn focus(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = found.focus();
    }
}
