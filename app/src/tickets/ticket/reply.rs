use crate::session::use_echo;
use crate::ui::composer::Composer;
use crate::ui::field::FormProblem;
use crate::ui::file_picker::FilePicker;
use crate::ui::submit::{Submit, fresh_key};
use crate::words::words;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// The answer box. Control or Command with Enter sends.
#[component]
pub(crate) fn ReplyForm(
    number: String,
    may_note: bool,
    /// The idempotency key of the next message.
    key: RwSignal<String>,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words();
    let action = format!("/tickets/{number}/messages");
    let echo = use_echo(&action);
    let form = NodeRef::<html::Form>::new();
    let sent = RwSignal::new(0u32);
    let submit = Submit::new(echo.as_ref().and_then(|echo| echo.refusal.clone()), move |_| {
        if let Some(form) = form.get_untracked() {
            form.reset();
        }
        sent.update(|n| *n += 1);
        key.set(fresh_key());
        changed.run(words.ticket.sent);
    });
    let shortcut = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if let Some(form) = form.get_untracked() {
                let _ = form.request_submit();
            }
        }
    };
    let typed = echo.as_ref().map(|echo| echo.value("body").to_owned()).unwrap_or_default();
    let formatted = echo.as_ref().map(|echo| echo.value("html").to_owned()).unwrap_or_default();
    let mentions = format!("/tickets/{number}/mentions");
    let noted = echo.as_ref().is_some_and(|echo| echo.value("note") == "1");
    let files_lost = echo.is_some_and(|echo| echo.files_lost);
    view! {
        <form class="reply" method="post" enctype="multipart/form-data" action=action node_ref=form on:submit=move |event| submit.send(event) on:keydown=shortcut>
            <input type="hidden" name="key" prop:value=move || key.get() />
            <Composer name="body" label=words.ticket.answer rows=4 value=typed html=formatted refusal=submit.refusal mentions />
            <FilePicker id="reply-files" submit sent=sent.into() />
            {files_lost.then(|| view! { <p class="notice notice-warn" role="alert">{words.files.again}</p> })}
            <FormProblem refusal=submit.refusal />
            <div class="reply-foot">
                {may_note.then(|| view! {
                    <label class="check"><input type="checkbox" name="note" value="1" checked=noted />{words.ticket.note_check}</label>
                })}
                <button class="button button-primary" type="submit" disabled=move || submit.busy.get()>
                    {move || if submit.busy.get() { words.ticket.sending } else { words.ticket.send }}
                </button>
            </div>
        </form>
    }
}
