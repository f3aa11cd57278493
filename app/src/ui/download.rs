//! Downloading a file in place: fetching it and handing it to the browser's downloads.

use super::submit::listen;
use crate::words::words;
use domain::Refusal;
use domain::listing::ListUrl;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, ProgressEvent, Url, XmlHttpRequest, XmlHttpRequestResponseType};

#[derive(Clone, PartialEq)]
pub(crate) enum Fetching {
    /// How many rows there are, by the response header, and how many bytes have come.
    Running {
        rows: String,
        bytes: f64,
    },
    Done,
    Failed(Refusal),
}

#[derive(Clone, Copy)]
pub(crate) struct Download {
    pub state: RwSignal<Option<Fetching>>,
    request: StoredValue<Option<SendWrapper<XmlHttpRequest>>>,
}

impl Download {
    pub(crate) fn new() -> Self {
        Self { state: RwSignal::new(None), request: StoredValue::new(None) }
    }

    pub(crate) fn is_running(self) -> bool {
        self.state.with(|state| matches!(state, Some(Fetching::Running { .. })))
    }

    /// Fetches `address`; the answer's `header` is shown while it comes.
    pub(crate) fn start(self, address: &str, header: &'static str) {
        if !untrack(|| self.is_running()) && self.send(address, header).is_none() {
            self.end(Fetching::Failed(Refusal::Offline));
        }
    }

    fn send(self, address: &str, header: &'static str) -> Option<()> {
        self.state.set(Some(Fetching::Running { rows: String::new(), bytes: 0.0 }));
        let request = XmlHttpRequest::new().ok()?;
        request.open("GET", address).ok()?;
        request.set_response_type(XmlHttpRequestResponseType::Blob);
        let (moved, answered) = (request.clone(), request.clone());
        listen(request.unchecked_ref(), "progress", move |event| {
            let rows = moved.get_response_header(header).ok().flatten().unwrap_or_default();
            let bytes = event.unchecked_ref::<ProgressEvent>().loaded();
            self.state.try_set(Some(Fetching::Running { rows, bytes }));
        });
        listen(request.unchecked_ref(), "load", move |_| self.end(finish(&answered)));
        listen(request.unchecked_ref(), "error", move |_| self.end(Fetching::Failed(Refusal::Offline)));
        listen(request.unchecked_ref(), "abort", move |_| {
            self.state.try_set(None);
        });
        request.send().ok()?;
        self.request.set_value(Some(SendWrapper::new(request)));
        Some(())
    }

    pub(crate) fn cancel(self) {
        if let Some(request) = self.request.get_value() {
            let _ = request.abort();
        }
    }

    fn end(self, state: Fetching) {
        self.request.try_set_value(None);
        self.state.try_set(Some(state));
    }
}

fn finish(request: &XmlHttpRequest) -> Fetching {
    match request.status() {
        Ok(200) => save(request).map_or(Fetching::Failed(Refusal::Offline), |()| Fetching::Done),
        Ok(401) => Fetching::Failed(Refusal::SignedOut),
        Ok(422) => Fetching::Failed(Refusal::Malformed),
        _ => Fetching::Failed(Refusal::Offline),
    }
}

fn save(request: &XmlHttpRequest) -> Option<()> {
    let blob: Blob = request.response().ok()?.dyn_into().ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(&file_name(request));
    // Only the browser's own link saves; the router leaves links to other places alone.
    link.set_rel("external");
    link.click();
    Url::revoke_object_url(&address).ok()
}

/// As the answer names it.
fn file_name(request: &XmlHttpRequest) -> String {
    let disposition = request.get_response_header("Content-Disposition").ok().flatten().unwrap_or_default();
    disposition.split('"').nth(1).unwrap_or("export.csv").to_owned()
}

/// A list as a file, in each of the ways there are. With a script it is fetched in place: a large one shows how far it is and can
/// be broken off, and one that fails says why.
#[component]
pub(crate) fn Export(
    hint: &'static str,
    /// Where the files come from.
    path: &'static str,
    /// The list.
    #[prop(into)]
    place: Signal<ListUrl>,
) -> impl IntoView {
    let words = &words().list;
    let download = Download::new();
    let way = move |all: bool, xlsx: bool, label: &'static str| {
        let address = move || place.with(|place| file_address(path, place, all, xlsx));
        let start = move |event: MouseEvent| {
            event.prevent_default();
            download.start(&untrack(address), "X-Portico-Rows");
        };
        view! { <li><a class="button" href=address rel="external" download="" on:click=start>{label}</a></li> }
    };
    view! {
        <p class="panel-text">{hint}</p>
        <ul class="choices">
            {way(false, true, words.export_shown_xlsx)} {way(true, true, words.export_all_xlsx)}
            {way(false, false, words.export_shown)} {way(true, false, words.export_all)}
        </ul>
        <div class="panel-told" role="status">{move || download.state.with(|state| status_text(state.as_ref()))}</div>
        {move || download.is_running().then(|| view! {
            <progress class="panel-progress" aria-label=words.export></progress>
            <button class="button button-quiet" type="button" on:click=move |_| download.cancel()>{crate::words::words().files().cancel}</button>
        })}
    }
}

/// Where the whole list is a file: of all columns or those that are shown, as a workbook or as CSV.
fn file_address(path: &'static str, place: &ListUrl, all: bool, xlsx: bool) -> String {
    // A file has no pages.
    let mut place = ListUrl { path, ..place.clone().without(&["size"]) };
    place.pairs.extend(all.then(|| ("all".into(), "1".to_owned())));
    place.pairs.extend(xlsx.then(|| ("as".into(), "xlsx".to_owned())));
    place.address()
}

fn status_text(state: Option<&Fetching>) -> String {
    let words = words();
    match state {
        None => String::new(),
        Some(Fetching::Running { rows, bytes }) => (words.list.export_progress)(rows, &tenths(*bytes)),
        Some(Fetching::Done) => words.list.export_done.to_owned(),
        Some(Fetching::Failed(refusal)) => (words.refusal)(refusal),
    }
}

/// Millions with one decimal; a float's own formatting would weigh more than this page.
fn tenths(bytes: f64) -> String {
    let tenths = (bytes / 1e5) as u64;
    format!("{}.{}", tenths / 10, tenths % 10)
}
