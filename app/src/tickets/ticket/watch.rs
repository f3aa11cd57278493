//! What has been seen: the end of a message, or half of the window's height of it, was in a visible tab for a second.

use super::scroll::{band, height, said};
use crate::ui::submit::post;
use domain::Refusal;
use js_sys::Array;
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::collections::HashMap;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, VisibilityState};

/// Looked at so often, and seen after so many looks in a row.
const LOOK: Duration = Duration::from_millis(250);
const LOOKS: u32 = 4;
/// What could not be told is told again after.
const AGAIN: Duration = Duration::from_secs(10);

/// Watches over messages that have not been seen yet.
#[derive(Clone, Copy)]
pub(super) struct Watch {
    number: StoredValue<String>,
    state: StoredValue<Option<SendWrapper<State>>>,
}

struct State {
    observer: IntersectionObserver,
    _heard: Closure<dyn FnMut(Array)>,
    /// Messages to be seen, in their order.
    waiting: Vec<String>,
    /// Those that are on the screen in part, with how long they have been there.
    near: HashMap<String, (Element, u32)>,
    looking: Option<IntervalHandle>,
}

impl Drop for State {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(looking) = self.looking.take() {
            looking.clear();
        }
    }
}

impl Watch {
    pub(super) fn new(number: String) -> Self {
        Self { number: StoredValue::new(number), state: StoredValue::new(None) }
    }

    /// Waits until these messages are seen, and for no others. They stand in the document.
    pub(super) fn wait_for(self, ids: Vec<String>) {
        self.state.try_update_value(|state| {
            if state.is_none() {
                *state = self.start().map(SendWrapper::new);
            }
            let Some(state) = state.as_deref_mut() else { return };
            state.observer.disconnect();
            state.near.retain(|id, _| ids.contains(id));
            ids.iter().filter_map(|id| said(id)).for_each(|message| state.observer.observe(&message));
            state.waiting = ids;
        });
    }

    fn start(self) -> Option<State> {
        let heard = Closure::<dyn FnMut(Array)>::new(move |entries: Array| self.hear(&entries));
        let observer = IntersectionObserver::new(heard.as_ref().unchecked_ref()).ok()?;
        Some(State { observer, _heard: heard, waiting: Vec::new(), near: HashMap::new(), looking: None })
    }

    /// The browser tells what has come onto the screen and what has left it.
    fn hear(self, entries: &Array) {
        self.state.try_update_value(|state| {
            let Some(state) = state.as_deref_mut() else { return };
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let message = entry.target();
                let id = message.id().trim_start_matches("m-").to_owned();
                if entry.is_intersecting() {
                    let looks = state.near.get(&id).map_or(0, |(_, looks)| *looks);
                    state.near.insert(id, (message, looks));
                } else {
                    state.near.remove(&id);
                }
            }
            if !state.near.is_empty() && state.looking.is_none() {
                state.looking = set_interval_with_handle(move || self.look(), LOOK).ok();
            }
        });
    }

    fn look(self) {
        let seen = self.state.try_update_value(|state| state.as_deref_mut().and_then(State::look)).flatten();
        if let Some((newest, seen)) = seen {
            self.tell(newest, seen);
        }
    }

    /// The desk keeps how far the reader has come.
    fn tell(self, newest: String, seen: Vec<String>) {
        let Some(number) = self.number.try_get_value() else { return };
        post(&format!("/tickets/{number}/seen"), [("message", newest)].into_iter(), move |told| {
            // A ticket that is gone, or a session that has ended, stays so.
            if matches!(told, Err(Refusal::Offline | Refusal::Outage { .. } | Refusal::Internal { .. })) {
                let seen = seen.clone();
                set_timeout(move || self.take_back(seen), AGAIN);
            }
        });
    }

    fn take_back(self, seen: Vec<String>) {
        let waiting = self.state.try_with_value(|state| state.as_ref().map(|state| state.waiting.clone())).flatten();
        if let Some(waiting) = waiting {
            self.wait_for(seen.into_iter().chain(waiting).collect());
        }
    }
}

impl State {
    /// The newest message that has been seen by now, with all that it stands for.
    fn look(&mut self) -> Option<(String, Vec<String>)> {
        let visible = document().visibility_state() == VisibilityState::Visible;
        for (message, looks) in self.near.values_mut() {
            *looks = if visible && is_on_screen(message) { *looks + 1 } else { 0 };
        }
        let is_seen = |id: &String| self.near.get(id).is_some_and(|(_, looks)| *looks >= LOOKS);
        let newest = self.waiting.iter().rposition(is_seen);
        let seen = newest.map(|newest| self.waiting.drain(..=newest).collect::<Vec<_>>());
        self.near.retain(|id, _| self.waiting.contains(id));
        if self.near.is_empty()
            && let Some(looking) = self.looking.take()
        {
            looking.clear();
        }
        let seen = seen?;
        Some((seen.last()?.clone(), seen))
    }
}

fn is_on_screen(message: &Element) -> bool {
    let (top, bottom) = band();
    let place = message.get_bounding_client_rect();
    let shown = place.bottom().min(bottom) - place.top().max(top);
    let ends = place.bottom() > top && place.bottom() <= bottom + 1.0;
    ends || shown >= height() / 2.0
}
