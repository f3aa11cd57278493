//! The foot of the conversation, which stays on the screen: the text box, and what has come below.

use super::live::LiveTicket;
use super::scroll::make_room;
use crate::words::words;
use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// How high it is, for what stands above it.
const HEIGHT: &str = "--foot";

#[component]
pub(crate) fn Foot(live: LiveTicket, children: Children) -> impl IntoView {
    let words = words().ticket();
    let foot = NodeRef::<html::Div>::new();
    let count = Memo::new(move |_| live.below.with(Vec::len) as u64);
    keep_end_in_sight(foot);
    view! {
        <div class="talk-foot" node_ref=foot>
            <button class="button talk-below" type="button" hidden=move || count.get() == 0 on:click=move |_| live.go_below()>
                {move || (words.below)(count.get())}" "<span aria-hidden="true">"↓"</span>
            </button>
            {children()}
        </div>
    }
}

/// What is read at the end stays in sight when the text box grows.
fn keep_end_in_sight(foot: NodeRef<html::Div>) {
    let watching = StoredValue::new(None::<SendWrapper<(ResizeObserver, Closure<dyn FnMut(Array)>)>>);
    Effect::new(move |_| {
        let Some(element) = foot.get() else { return };
        let foot: HtmlElement = (*element).clone();
        let mut height = foot.offset_height();
        let observed = foot.clone();
        let on_resize = Closure::<dyn FnMut(Array)>::new(move |_: Array| {
            let now = foot.offset_height();
            make_room(f64::from(now - height));
            height = now;
            set_height(Some(now));
        });
        if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&observed);
            watching.set_value(Some(SendWrapper::new((observer, on_resize))));
        }
    });
    on_cleanup(move || {
        if let Some(Some(watching)) = watching.try_update_value(Option::take) {
            watching.0.disconnect();
            set_height(None);
        }
    });
}

fn set_height(height: Option<i32>) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(style) = root.map(|root| root.style()) else { return };
    let _ = match height {
        Some(height) => style.set_property(HEIGHT, &format!("{height}px")),
        None => style.remove_property(HEIGHT).map(drop),
    };
}
