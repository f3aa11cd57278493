//! Submitting a form without leaving the page. The same form, sent by a browser without JavaScript, goes to the same address; only
//! the answer differs: here it is data.

use crate::compact;
use domain::{Fault, Reason, Refusal};
use js_sys::{Reflect, Uint8Array};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, XmlHttpRequest, XmlHttpRequestResponseType};

/// What a form's endpoint answers when it did what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The page that shows the result.
    pub to: String,
}

/// A form on its way.
#[derive(Clone, Copy)]
pub(crate) struct Submit {
    pub busy: RwSignal<bool>,
    pub refusal: RwSignal<Option<Refusal>>,
    done: Callback<Done>,
}

impl Submit {
    /// `refusal` is what came back with the page; `done` runs after success.
    pub(crate) fn new(refusal: Option<Refusal>, done: impl Fn(Done) + Send + Sync + 'static) -> Self {
        Self { busy: RwSignal::new(false), refusal: RwSignal::new(refusal), done: Callback::new(done) }
    }

    /// The form's `submit` handler: sends it once, however often the button is pressed meanwhile.
    pub(crate) fn send(self, event: SubmitEvent) {
        event.prevent_default();
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        if let Some(refusal) = missing(&form) {
            self.finish(&form, Err(refusal));
            request_animation_frame(move || show_fault(&form));
        } else if self.start(&form).is_none() {
            self.finish(&form, Err(Refusal::Offline));
        }
    }

    fn start(self, form: &HtmlFormElement) -> Option<()> {
        self.busy.set(true);
        let request = posting(&form.get_attribute("action")?)?;
        let (answered, sent, failed) = (request.clone(), form.clone(), form.clone());
        listen(request.unchecked_ref(), "load", move |_| {
            self.finish(&sent, read(&answered));
            let sent = sent.clone();
            request_animation_frame(move || show_fault(&sent));
        });
        listen(request.unchecked_ref(), "error", move |_| self.finish(&failed, Err(Refusal::Offline)));
        request.send_with_opt_form_data(Some(&FormData::new_with_form(form).ok()?)).ok()
    }

    fn finish(self, form: &HtmlFormElement, answer: Result<Done, Refusal>) {
        self.busy.set(false);
        let event_name = match &answer {
            Ok(_) => "portico:sent",
            Err(Refusal::SignedOut) => "portico:signed-out",
            Err(Refusal::Offline) => "portico:offline",
            Err(_) => "portico:refused",
        };
        match answer {
            Ok(done) => {
                self.refusal.set(None);
                let _ = form.set_attribute("data-sent", &done.to);
                // The page may have been left meanwhile.
                self.done.try_run(done);
            }
            Err(refusal) => self.refusal.set(Some(refusal)),
        }
        // For the script that watches over what is written.
        if let Ok(event) = web_sys::Event::new(event_name) {
            let _ = form.dispatch_event(&event);
        }
    }
}

fn posting(action: &str) -> Option<XmlHttpRequest> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", action).ok()?;
    request.set_request_header("Accept", compact::MEDIA_TYPE).ok()?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    Some(request)
}

/// Sends a few fields beside any form; `done` gets what was answered.
pub(crate) fn post(
    action: &str,
    fields: impl Iterator<Item = (&'static str, String)>,
    done: impl Fn(Result<Done, Refusal>) + Clone + 'static,
) {
    let start = || {
        let (request, data) = (posting(action)?, FormData::new().ok()?);
        for (name, value) in fields {
            data.append_with_str(name, &value).ok()?;
        }
        let (answered, loaded, failed) = (request.clone(), done.clone(), done.clone());
        listen(request.unchecked_ref(), "load", move |_| loaded(read(&answered)));
        listen(request.unchecked_ref(), "error", move |_| failed(Err(Refusal::Offline)));
        request.send_with_opt_form_data(Some(&data)).ok()
    };
    if start().is_none() {
        done(Err(Refusal::Offline));
    }
}

pub(super) fn listen(target: &web_sys::EventTarget, name: &str, handler: impl FnMut(web_sys::Event) + 'static) {
    let handler = Closure::<dyn FnMut(web_sys::Event)>::new(handler);
    let _ = target.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
    // Lives as long as the request; the browser frees both together.
    handler.forget();
}

/// What is missing in a form whose messages are ours (`novalidate`); of all else the server tells. A text with formatting may hold
/// pictures alone.
fn missing(form: &HtmlFormElement) -> Option<Refusal> {
    let required =
        form.query_selector_all("[required]:enabled:not([data-rich] *)").ok().filter(|_| form.no_validate())?;
    let text = |field: &JsValue, of: &str| Reflect::get(field, &of.into()).ok().and_then(|text| text.as_string());
    let fields = (0..required.length()).filter_map(|place| required.item(place));
    let empty = fields.filter(|field| text(field, "value").is_some_and(|value| value.trim().is_empty()));
    let faults = empty.filter_map(|field| Some(Fault { field: text(&field, "name")?, reason: Reason::Missing }));
    Some(faults.collect()).filter(|faults: &Vec<_>| !faults.is_empty()).map(Refusal::Invalid)
}

/// Leads to the first field that needs another look.
fn show_fault(form: &HtmlFormElement) {
    let first = form.query_selector("[aria-invalid=true]:not(:disabled)").ok().flatten();
    if let Some(field) = first.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

fn read(request: &XmlHttpRequest) -> Result<Done, Refusal> {
    let bytes = request.response().map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default();
    match compact::read::<Result<Done, Refusal>>(&bytes) {
        Ok(answer) => answer,
        Err(_) if request.status().is_ok_and(|status| status == 413) => {
            Err(Refusal::TooLarge { max: domain::files::UPLOAD_MAX })
        }
        Err(_) => Err(Refusal::Offline),
    }
}

/// An idempotency key: random enough to tell one person's requests apart.
pub(crate) fn fresh_key() -> String {
    let draw = || (js_sys::Math::random() * 4_294_967_296.0) as u32;
    format!("{:08x}{:08x}{:08x}{:08x}", draw(), draw(), draw(), draw())
}
