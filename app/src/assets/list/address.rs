//! The address of the list of assets: its query string is its view.

use domain::assets::{AssetListing, Assets};
use domain::listing::{ListUrl, Noun};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

pub(super) const PATH: &str = Assets::PATH;

/// Opens the view that a form describes, in place. Without a script the browser does the same.
pub(super) fn apply(event: &SubmitEvent, go: Callback<String>) {
    event.prevent_default();
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else { return };
    let pairs = data.entries().into_iter().flatten().filter_map(|pair| {
        let pair = js_sys::Array::from(&pair);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    });
    let query = AssetListing::query_of(pairs);
    go.run(ListUrl::parse(PATH, &query).address());
}
