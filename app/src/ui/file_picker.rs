//! File picker: several files, by button or by dropping them. The script of `frontend/writing` sends them ahead, each removable
//! until the message goes; without it the `<input>` holds them and those that wait are ticked.

use super::submit::Submit;
use crate::words::words;
use domain::drafts::DraftUpload;
use domain::files::size_text;
use leptos::prelude::*;

#[component]
pub(crate) fn FilePicker(
    #[prop(into)] id: String,
    submit: Submit,
    /// Files that were sent ahead before.
    #[prop(optional)]
    waiting: Vec<DraftUpload>,
) -> impl IntoView {
    let words = words();
    let fault =
        Memo::new(move |_| submit.refusal.with(|refusal| refusal.as_ref()?.about("attachment").map(words.reason)));
    view! {
        <div class="files-picker">
            <label class="files-label" for=id.clone()>{words.files().label}</label>
            <input id=id type="file" name="attachment" multiple />
            <span class="files-drop">{words.files().drop}</span>
            <ul class="files-chosen">
                {waiting.into_iter().map(|file| view! {
                    <li>
                        <label class="check">
                            <input type="checkbox" name="upload" value=file.id checked />
                            <span class="file-name">{file.name}</span>
                        </label>
                        <span class="file-size">{size_text(file.size)}</span>
                    </li>
                }).collect_view()}
            </ul>
            {move || fault.get().map(|text| view! { <p class="field-fault" role="alert">{text}</p> })}
        </div>
    }
}
