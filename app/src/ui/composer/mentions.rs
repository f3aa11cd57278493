//! Mentions in the plain text box, with autocompletion: `@` and the beginning of a name offers those who see the ticket, as the
//! editor does with formatting. A name stands in the text as it is written, and the desk finds it there.

use crate::compact;
use crate::ui::submit::listen;
use crate::words::words;
use domain::conversation::Mention;
use js_sys::Uint8Array;
use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, FormData, HtmlTextAreaElement, XmlHttpRequest, XmlHttpRequestResponseType};

/// Listens to keys for as long as it lives.
type KeyListener = Closure<dyn FnMut(KeyboardEvent)>;

/// What in a form decides who sees what is written.
const AUDIENCE_FIELDS: [&str; 5] = ["note", "company", "queue", "type", "reporter"];
/// The longest beginning of a name, in characters.
const PREFIX_MAX: usize = 60;
const LIST: &str = "names";

#[derive(Clone, Copy)]
struct Mentions {
    list: NodeRef<html::Ul>,
    /// Where to ask for people.
    of: StoredValue<String>,
    people: RwSignal<Vec<Mention>>,
    chosen: RwSignal<usize>,
    /// Where the `@` stands, in UTF-16 units.
    from: StoredValue<u32>,
    /// Not offered again after Escape, until another `@` is written.
    refused: StoredValue<Option<u32>>,
    /// Counts the questions: an answer to an earlier one is not shown.
    turn: StoredValue<u32>,
}

/// The people who are offered, above the text box that this stands beside.
#[component]
pub(crate) fn MentionList(#[prop(into)] of: String) -> impl IntoView {
    let mentions = Mentions {
        list: NodeRef::new(),
        of: StoredValue::new(of),
        people: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(0),
        from: StoredValue::new(0),
        refused: StoredValue::new(None),
        turn: StoredValue::new(0),
    };
    Effect::new(move |_| {
        let input = window_event_listener(ev::input, move |event| mentions.within(event.target(), Mentions::on_input));
        let leave = window_event_listener(ev::focusout, move |event| mentions.within(event.target(), Mentions::close));
        let key = mentions.listen_to_keys();
        on_cleanup(move || {
            input.remove();
            leave.remove();
            drop(key);
        });
    });
    let options = move || {
        let option = |(place, who): (usize, Mention)| {
            let is_chosen = move || (mentions.chosen.get() == place).to_string();
            let insert = move |event: ev::PointerEvent| {
                // The text box keeps the focus.
                event.prevent_default();
                mentions.insert(place);
            };
            view! {
                <li id=format!("{LIST}-{place}") role="option" aria-selected=is_chosen on:pointerdown=insert>
                    <b>{who.name}</b>
                    {who.is_staff.then(|| view! { <span>{words().composer().desk}</span> })}
                </li>
            }
        };
        mentions.people.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <ul id=LIST class="name-list" role="listbox" aria-label=words().composer().people hidden=move || mentions.people.with(Vec::is_empty) node_ref=mentions.list>
            {options}
        </ul>
    }
}

impl Mentions {
    /// The text box, unless formatting has taken its place.
    fn text(self) -> Option<HtmlTextAreaElement> {
        let host = self.list.get_untracked()?.closest(".composer:not([data-rich])").ok().flatten()?;
        host.query_selector("textarea").ok().flatten()?.dyn_into().ok()
    }

    fn within(self, target: Option<EventTarget>, act: impl FnOnce(Self)) {
        let text = self.text().map(EventTarget::from);
        if text.is_some() && text == target {
            act(self);
        }
    }

    /// Ahead of those to whom Enter means to send. Ends when the closure is dropped.
    fn listen_to_keys(self) -> Option<SendWrapper<KeyListener>> {
        let host = self.list.get()?.closest(".composer").ok().flatten()?;
        let key = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            self.within(event.target(), |mentions| mentions.on_key_down(&event));
        });
        host.add_event_listener_with_callback_and_bool("keydown", key.as_ref().unchecked_ref(), true).ok()?;
        Some(SendWrapper::new(key))
    }

    fn on_input(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let asked = self.text().and_then(|text| {
            let caret =
                text.selection_start().ok().flatten().filter(|start| text.selection_end() == Ok(Some(*start)))?;
            let before: Vec<u16> = text.value().encode_utf16().take(usize::try_from(caret).ok()?).collect();
            let find = mention_prefix(&String::from_utf16_lossy(&before))?.to_owned();
            let from = caret.checked_sub(u32::try_from(find.encode_utf16().count()).ok()? + 1)?;
            Some((text, find, from))
        });
        let Some((text, find, from)) = asked else {
            self.refused.set_value(None);
            return self.close();
        };
        if self.refused.get_value() == Some(from) {
            return self.close();
        }
        self.from.set_value(from);
        let _ = self.ask(&text, &find);
    }

    fn ask(self, text: &HtmlTextAreaElement, find: &str) -> Option<()> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("find", find);
        let form = text.form().and_then(|form| FormData::new_with_form(&form).ok());
        for name in AUDIENCE_FIELDS {
            if let Some(value) = form.as_ref().and_then(|form| form.get(name).as_string()) {
                query.append_pair(name, &value);
            }
        }
        let request = XmlHttpRequest::new().ok()?;
        request.open("GET", &format!("{}?{}", self.of.get_value(), query.finish())).ok()?;
        request.set_request_header("Accept", compact::MEDIA_TYPE).ok()?;
        request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        let (answered, turn) = (request.clone(), self.turn.get_value());
        listen(request.unchecked_ref(), "load", move |_| {
            let bytes = answered.response().map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default();
            if self.turn.try_get_value() == Some(turn) {
                self.show(compact::read(&bytes).unwrap_or_default());
            }
        });
        request.send().ok()
    }

    fn show(self, people: Vec<Mention>) {
        if people.is_empty() {
            return self.close();
        }
        self.people.set(people);
        self.choose(0);
    }

    fn choose(self, place: usize) {
        self.chosen.set(place);
        if let Some(text) = self.text() {
            let _ = text.set_attribute("aria-controls", LIST);
            let _ = text.set_attribute("aria-activedescendant", &format!("{LIST}-{place}"));
        }
    }

    fn close(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        if !self.people.with_untracked(Vec::is_empty) {
            self.people.set(Vec::new());
        }
        if let Some(text) = self.text() {
            let _ = text.remove_attribute("aria-controls");
            let _ = text.remove_attribute("aria-activedescendant");
        }
    }

    fn insert(self, place: usize) {
        let named = self.people.with_untracked(|people| people.get(place).map(|who| format!("@{} ", who.name)));
        let (Some(text), Some(named)) = (self.text(), named) else { return };
        let (from, Ok(Some(caret))) = (self.from.get_value(), text.selection_start()) else { return };
        let _ = text.set_range_text_with_start_and_end(&named, from, caret);
        let after = u32::try_from(named.encode_utf16().count()).unwrap_or_default() + from;
        let _ = text.set_selection_range(after, after);
        self.close();
        // For whatever watches what is written.
        let bubbles = web_sys::EventInit::new();
        bubbles.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &bubbles) {
            let _ = text.dispatch_event(&event);
        }
    }

    fn on_key_down(self, event: &KeyboardEvent) {
        let count = self.people.with_untracked(Vec::len);
        // Keys that an input method has taken, the last of which Safari calls 229 alone.
        let composes = event.is_composing() || event.key_code() == 229;
        if count == 0 || composes || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let chosen = self.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.choose((chosen + 1) % count),
            "ArrowUp" => self.choose((chosen + count - 1) % count),
            "Enter" | "Tab" => self.insert(chosen),
            "Escape" => {
                self.refused.set_value(Some(self.from.get_value()));
                self.close();
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// The beginning of a name after an `@` at the end of what stands before the caret: a word, and perhaps a second one.
fn mention_prefix(before: &str) -> Option<&str> {
    let at = before.rfind('@')?;
    let (ahead, find) = (&before[..at], &before[at + 1..]);
    let opens = ahead.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    let (first, second) = find.split_once(' ').map_or((find, None), |(first, second)| (first, Some(second)));
    let is_name = |c: char| c.is_alphanumeric() || "._'’-".contains(c);
    let fits = first.chars().all(is_name) && second.is_none_or(|word| !word.is_empty() && word.chars().all(is_name));
    (opens && fits && find.chars().count() <= PREFIX_MAX).then_some(find)
}

#[cfg(test)]
mod tests {
    use super::mention_prefix;

    #[test]
    fn a_name_begins_with_an_at_and_ends_with_what_is_none() {
        for (before, find) in [
            ("@", Some("")),
            ("Ask @bru", Some("bru")),
            ("(@Bruno Co", Some("Bruno Co")),
            ("one\n@Zoë", Some("Zoë")),
            ("@Bruno ", None),
            ("@Bruno Costa and", None),
            ("bruno@harbour", None),
            ("no at", None),
            ("@bru\nnext", None),
        ] {
            assert_eq!(mention_prefix(before), find, "{before}");
        }
    }
}
