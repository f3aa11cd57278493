//! Hydration: the browser takes over the page that the server sent.

#![recursion_limit = "512"] // views are types nested as deep as their markup

use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        mark("data-still");
    }));
    _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(async {
        app::load_what_is_open().await;
        hydrate_from_async(body(), app::App).await.forget();
        // Tests wait for this mark.
        mark("data-hydrated");
    });
}

/// Says on the root how the page is: `data-hydrated` when it is alive, `data-still` when it has stopped, because somebody else has
/// changed it or by a fault of ours. Scripts and style sheets go by it.
fn mark(name: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(name, "");
    }
}
