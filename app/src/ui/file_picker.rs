//! Choosing files: several, by button or by dropping them, each removable until they are sent. The `<input>` holds them, so a
//! browser without JavaScript sends the same.

use super::submit::Submit;
use crate::words::words;
use domain::files::size_text;
use leptos::ev::{DragEvent, Event};
use leptos::html::Input;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::{DataTransfer, File, FileList, HtmlInputElement};

#[component]
pub(crate) fn FilePicker(#[prop(into)] id: String, submit: Submit, sent: Signal<u32>) -> impl IntoView {
    let words = words();
    let input = NodeRef::<Input>::new();
    let chosen = RwSignal::new(Vec::<(String, f64)>::new());
    // Empty on the server, where a browser object may not even be dropped.
    let before = StoredValue::new(None::<SendWrapper<Vec<File>>>);
    let held = move || before.with_value(|files| files.as_ref().map(|files| (**files).clone()).unwrap_or_default());
    let keep = move |files: Vec<File>| {
        if let Some(input) = input.get_untracked() {
            put(&input, &files);
        }
        chosen.set(files.iter().map(|file| (file.name(), file.size())).collect());
        before.set_value(Some(SendWrapper::new(files)));
    };
    let add = move |list: Option<FileList>| {
        let mut files = held();
        files.extend(listed(list));
        keep(files);
    };
    let pick = move |_: Event| add(input.get_untracked().and_then(|input| input.files()));
    let drop = move |event: DragEvent| {
        event.prevent_default();
        add(event.data_transfer().and_then(|data| data.files()));
    };
    let remove = move |place: usize| {
        let mut files = held();
        files.remove(place);
        keep(files);
    };
    // The input may hold files from before this code ran. A form that was sent holds none any more.
    Effect::new(move |seen: Option<Option<()>>| {
        sent.track();
        let files = input.get()?.files();
        keep(if seen.flatten().is_none() { listed(files) } else { Vec::new() });
        Some(())
    });
    let too_large =
        Memo::new(move |_| submit.refusal.with(|refusal| refusal.as_ref()?.about("attachment").map(words.reason)));
    view! {
        <div class="files-picker" on:drop=drop on:dragover=|event: DragEvent| event.prevent_default()>
            <label class="files-label" for=id.clone()>{words.files.label}</label>
            <input id=id type="file" name="attachment" multiple node_ref=input on:change=pick />
            <span class="files-drop">{words.files.drop}</span>
            <ul class="files-chosen">
                {move || chosen.get().into_iter().enumerate().map(|(place, (name, size))| {
                    let label = (words.files.remove)(&name);
                    view! {
                        <li>
                            <span class="file-name">{name}</span>
                            <span class="file-size">{size_text(size as u64)}</span>
                            <button type="button" class="icon-button" aria-label=label on:click=move |_| remove(place)>"×"</button>
                        </li>
                    }
                }).collect_view()}
            </ul>
            {move || too_large.get().map(|text| view! { <p class="field-fault" role="alert">{text}</p> })}
            {move || submit.progress.get().map(|percent| view! {
                <p class="files-progress">
                    <progress max="100" value=percent aria-label=words.files.label></progress>
                    <span>{(words.files.progress)(percent)}</span>
                    <button type="button" class="button" on:click=move |_| submit.cancel()>{words.files.cancel}</button>
                </p>
            })}
        </div>
    }
}

fn listed(list: Option<FileList>) -> Vec<File> {
    list.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|place| list.get(place)).collect())
}

fn put(input: &HtmlInputElement, files: &[File]) {
    let Ok(basket) = DataTransfer::new() else { return };
    for file in files {
        let _ = basket.items().add_with_file(file);
    }
    input.set_files(basket.files().as_ref());
}
