//! Browser event that tells the scripts beside the page that a chat is shown on it.

use leptos::prelude::*;

/// The script of `frontend/live` loads what stands beside a chat when it hears this.
const OPENED: &str = "portico:chat";

/// Dispatches the event once the chat is on the page.
pub(super) fn announce() {
    Effect::new(move |_| {
        request_animation_frame(|| {
            if let Ok(event) = web_sys::Event::new(OPENED) {
                let _ = window().dispatch_event(&event);
            }
        });
    });
}
