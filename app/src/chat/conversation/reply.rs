//! Reply form of a chat.

use super::live::LiveConversation;
use crate::session::{use_form_state, use_session};
use crate::tickets::audience::WhoSees;
use crate::ui::composer::Composer;
use crate::ui::composer::mentions::MentionList;
use crate::ui::field::FormProblem;
use crate::ui::file_picker::FilePicker;
use crate::ui::submit::{Submit, fresh_key};
use crate::words::chat::chat;
use crate::words::words;
use domain::drafts::SavedDraft;
use domain::tickets::Audience;
use leptos::html;
use leptos::prelude::*;

/// Where the reader writes. The script of `frontend/chat` puts what is sent into the conversation at once; without it the form is
/// sent as any other.
#[component]
pub(super) fn Reply(
    number: String,
    unsent: SavedDraft,
    audience: Option<Audience>,
    live: LiveConversation,
) -> impl IntoView {
    let (words, text) = (words(), chat());
    let me = use_session().me;
    let is_staff = me.as_ref().is_some_and(|me| me.kind.is_staff());
    let action = format!("/chat/{number}/messages");
    let mentions = format!("/tickets/{number}/mentions");
    let form_state = use_form_state(&action);
    let form = NodeRef::<html::Form>::new();
    let key = RwSignal::new(String::new());
    Effect::new(move |_| key.set(fresh_key()));
    let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |_| {
        if let Some(form) = form.get_untracked() {
            forget(&form);
        }
        key.set(fresh_key());
        live.changed();
    });
    let typed =
        form_state.as_ref().map_or_else(|| unsent.text.clone(), |form_state| form_state.value("body").to_owned());
    let formatted = form_state.as_ref().map(|form_state| form_state.value("html").to_owned()).unwrap_or_default();
    let looks = Some(unsent.html).filter(|html| !html.is_empty() && form_state.is_none());
    let noted = form_state.as_ref().is_some_and(|form_state| form_state.value("note") == "1");
    let files_lost = form_state.is_some_and(|form_state| form_state.files_lost);
    view! {
        <form class="reply chat-reply" method="post" enctype="multipart/form-data" action=action node_ref=form
            data-writing=words.writing().script data-place=number data-who=me.map(|me| me.login) data-html=looks on:submit=move |event| submit.send(event)>
            <input type="hidden" name="key" prop:value=move || key.get() />
            <input type="hidden" name="draft" value=unsent.id />
            <input type="hidden" name="revision" value=unsent.revision />
            <Composer name="body" label=text.answer rows=2 value=typed html=formatted refusal=submit.refusal mentions=mentions.clone()>
                <MentionList of=mentions />
            </Composer>
            <FilePicker id="chat-files" submit waiting=unsent.files />
            {files_lost.then(|| view! { <p class="notice notice-warn" role="alert">{words.files().again}</p> })}
            <FormProblem refusal=submit.refusal />
            <div class="writing-choice"></div>
            {audience.map(|audience| view! { <WhoSees audience=Signal::stored(audience) may_note=is_staff /> })}
            <div class="reply-foot">
                <p class="writing-state" role="status"></p>
                {is_staff.then(|| view! {
                    <label class="check"><input type="checkbox" name="note" value="1" checked=noted />{text.note}</label>
                })}
                <button class="button button-primary" type="submit" title=text.hint disabled=move || submit.busy.get()>{text.send}</button>
            </div>
        </form>
    }
}

/// Empties the form for the next message, also of what it was filled with at first.
fn forget(form: &web_sys::HtmlFormElement) {
    if let Ok(Some(box_)) = form.query_selector("textarea") {
        box_.set_text_content(None);
    }
    form.reset();
}
