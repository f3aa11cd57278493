//! Live updates while a page is open. The event stream is read by a script of its own (`frontend/live`), one for all
//! tabs of the browser, which passes each piece of news on as an event of the window.

use crate::compact;
use crate::session::{Unread, Waiting, Working};
use domain::live::{News, NewsFlags};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// The event's name, in the script too.
const EVENT: &str = "portico:news";

/// Calls `handler` for each piece of news as long as the component stands.
pub(crate) fn on_news(handler: impl Fn(NewsFlags, News) + Send + Sync + 'static) {
    let handler = StoredValue::new(handler);
    Effect::new(move |_| {
        let handle = window_event_listener_untyped(EVENT, move |event| {
            if let Some((about, news)) = read(&event) {
                handler.try_with_value(|handler| handler(about, news));
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// What differs from reader to reader in the first byte, then the news.
fn read(event: &web_sys::Event) -> Option<(NewsFlags, News)> {
    let detail = Reflect::get(event, &"detail".into()).ok()?;
    let bytes = detail.dyn_into::<Uint8Array>().ok()?.to_vec();
    let (about, news) = bytes.split_first()?;
    Some((NewsFlags::from_bits(*about), compact::read(news).ok()?))
}

/// Keeps the numbers beside the menu as they are told.
pub(crate) fn follow_counts() {
    let (unread, waiting) = (expect_context::<Unread>().0, expect_context::<Waiting>().0);
    let work = expect_context::<Working>().0;
    on_news(move |_, news| match news {
        News::Counts(counts) => {
            unread.set(counts.unread);
            waiting.set(counts.chats);
            work.set(counts.work());
        }
        News::Line { waiting: count, .. } => waiting.set(count),
        _ => {}
    });
}

/// What is asked for in this moment is done once, at its end.
const MOMENT: Duration = Duration::from_millis(150);

/// Debounces something to be done as long as the component stands: once for however much happens at once.
#[derive(Clone, Copy)]
pub(crate) struct Debounce(StoredValue<bool>);

impl Debounce {
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(false))
    }

    pub(crate) fn run(self, act: impl FnOnce() + 'static) {
        if self.0.try_update_value(|asked| std::mem::replace(asked, true)) == Some(false) {
            let act = move || {
                if self.0.try_set_value(false).is_none() {
                    act();
                }
            };
            set_timeout(act, MOMENT);
        }
    }
}

/// What is shown will be shown anew in a moment: whatever has the focus gets it back where it still stands. The page
/// stays where it is, as nobody asked for it to move.
pub(crate) fn preserve_focus() {
    let Some(focused) = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let Some(selector) = crate::scroll_restoration::selector(&focused) else { return };
    set_timeout(
        move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            let again = document().query_selector(&selector).ok().flatten().filter(|_| lost);
            if let Some(element) = again.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                let still = FocusOptions::new();
                still.set_prevent_scroll(true);
                let _ = element.focus_with_options(&still);
            }
        },
        Duration::from_millis(400),
    );
}
