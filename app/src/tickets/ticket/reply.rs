//! Reply form of a ticket: text, files and private note.

use super::reply_actions::{self, ReplyActions, ReplyChoices};
use crate::session::{use_form_state, use_session};
use crate::tickets::audience::WhoSees;
use crate::ui::composer::Composer;
use crate::ui::composer::mentions::MentionList;
use crate::ui::field::FormProblem;
use crate::ui::file_picker::FilePicker;
use crate::ui::submit::{Submit, fresh_key};
use crate::words::words;
use domain::drafts::SavedDraft;
use domain::tickets::{Audience, Picker};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

/// Set while somebody writes: all of the form is shown.
const OPEN: &str = "data-open";
/// A click on something else on the page is over by then, and hits what it was meant for.
const LEFT: Duration = Duration::from_millis(300);

/// The answer box: one line until somebody writes. Control or Command with Enter sends.
#[component]
pub(crate) fn ReplyForm(
    number: String,
    may_note: bool,
    /// The idempotency key of the next message.
    key: RwSignal<String>,
    /// What was begun before.
    unsent: SavedDraft,
    #[prop(into)] audience: Signal<Audience>,
    /// For those who may write private notes, what they can set together with an answer.
    statuses: Memo<Option<Picker>>,
    /// The ticket is assigned to whoever reads it.
    own: Memo<bool>,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words();
    let action = format!("/tickets/{number}/messages");
    let (login, place) = (use_session().me.map(|me| me.login), number);
    let form_state = use_form_state(&action);
    let form = NodeRef::<html::Form>::new();
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |_| {
        if let Some(form) = form.get_untracked() {
            forget(&form);
        }
        key.set(fresh_key());
        changed.run(words.ticket().sent);
    });
    let shortcut = move |event: KeyboardEvent| {
        // Safari ends a composition first and then tells of the key that ended it: 229 says that an input method has taken it.
        let composes = event.is_composing() || event.key_code() == 229;
        if event.key() == "Enter" && !composes && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if let Some(form) = form.get_untracked() {
                let _ = form.request_submit();
            }
        }
    };
    let field = |name: &str| {
        let found = unsent.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let begun = |name: &str| field(name) == "1";
    let typed =
        form_state.as_ref().map_or_else(|| unsent.text.clone(), |form_state| form_state.value("body").to_owned());
    let formatted = form_state.as_ref().map(|form_state| form_state.value("html").to_owned()).unwrap_or_default();
    // For the script alone: without it, what is then typed into the plain box would not count.
    let looks = Some(unsent.html).filter(|html| !html.is_empty() && form_state.is_none());
    let mentions = format!("/tickets/{place}/mentions");
    let chosen = ReplyChoices {
        status: form_state.as_ref().map_or_else(|| field("status"), |form_state| form_state.value("status").to_owned()),
        assign: form_state.as_ref().map_or_else(|| begun("assign"), |form_state| form_state.value("assign") == "1"),
    };
    let noted = form_state.as_ref().map_or_else(|| begun("note"), |form_state| form_state.value("note") == "1");
    let files_lost = form_state.is_some_and(|form_state| form_state.files_lost);
    view! {
        <form class="reply" method="post" enctype="multipart/form-data" action=action node_ref=form
            data-writing=words.writing().script data-place=place data-who=login data-html=looks on:submit=move |event| submit.send(event) on:keydown=shortcut
            on:focusin=move |event| grow(form, event.target(), true) on:click=move |event| grow(form, event.target(), false) on:focusout=move |_| shrink_soon(form)>
            <input type="hidden" name="key" prop:value=move || key.get() />
            <input type="hidden" name="draft" value=unsent.id />
            <input type="hidden" name="revision" value=unsent.revision />
            <Composer name="body" label=words.ticket().answer rows=4 value=typed html=formatted refusal=submit.refusal mentions=mentions.clone() placeholder=words.ticket().reply_hint>
                <MentionList of=mentions />
            </Composer>
            <FilePicker id="reply-files" submit waiting=unsent.files />
            {files_lost.then(|| view! { <p class="notice notice-warn" role="alert">{words.files().again}</p> })}
            <FormProblem refusal=submit.refusal />
            <div class="writing-choice"></div>
            <WhoSees audience may_note />
            {may_note.then(|| view! { <ReplyActions statuses own chosen refusal=submit.refusal /> })}
            <div class="reply-foot">
                <p class="writing-state" role="status"></p>
                {may_note.then(|| view! {
                    <label class="check"><input type="checkbox" name="note" value="1" checked=noted />{words.ticket().note_check}</label>
                })}
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || if submit.busy.get() { words.ticket().sending } else { words.ticket().send }}
                </button>
            </div>
        </form>
    }
}

/// The text makes the form grow; its other parts when they are used, so that none moves away under the pointer.
fn grow(form: NodeRef<html::Form>, on: Option<EventTarget>, by_text: bool) {
    let on = on.and_then(|on| on.dyn_into::<Element>().ok());
    let is_text = || on.is_some_and(|on| on.closest("textarea, .composer-text").is_ok_and(|text| text.is_some()));
    if let Some(form) = form.get_untracked()
        && (!by_text || is_text())
    {
        let _ = form.set_attribute(OPEN, "");
    }
}

/// What the form holds keeps it open by style alone.
fn shrink_soon(form: NodeRef<html::Form>) {
    let shrink = move || {
        let Some(form) = form.try_get_untracked().flatten() else { return };
        if !form.contains(document().active_element().as_deref()) {
            let _ = form.remove_attribute(OPEN);
        }
    };
    set_timeout(shrink, LEFT);
}

/// Empties the form for the next message, also of what it was filled with at first.
fn forget(form: &web_sys::HtmlFormElement) {
    if let Ok(Some(text)) = form.query_selector("textarea") {
        text.set_text_content(None);
    }
    if let Ok(Some(note)) = form.query_selector("[name=note]") {
        let _ = note.remove_attribute("checked");
    }
    reply_actions::forget(form);
    form.reset();
}
