//! Tracking which messages have been seen: the end of a message, or half of the window's height of it, was in a visible tab for a second.

use super::scroll::{height, message_element, visible_band};
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

/// Checked so often, and seen after so many checks in a row.
const CHECK_EVERY: Duration = Duration::from_millis(250);
const CHECKS: u32 = 4;
/// A report that failed is sent again after.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Tracks messages that have not been seen yet.
#[derive(Clone, Copy)]
pub(super) struct SeenTracker {
    number: StoredValue<String>,
    state: StoredValue<Option<SendWrapper<Observed>>>,
}

/// The messages that are observed, and for how long they have been on the screen.
struct Observed {
    observer: IntersectionObserver,
    _on_intersection: Closure<dyn FnMut(Array)>,
    /// Messages to be seen, in their order.
    waiting: Vec<String>,
    /// Those that are on the screen in part, with how long they have been there.
    near: HashMap<String, (Element, u32)>,
    timer: Option<IntervalHandle>,
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl SeenTracker {
    pub(super) fn new(number: String) -> Self {
        Self { number: StoredValue::new(number), state: StoredValue::new(None) }
    }

    /// Waits until these messages are seen, and for no others. They stand in the document.
    pub(super) fn track(self, ids: Vec<String>) {
        self.state.try_update_value(|state| {
            if state.is_none() {
                *state = self.start().map(SendWrapper::new);
            }
            let Some(state) = state.as_deref_mut() else { return };
            state.observer.disconnect();
            state.near.retain(|id, _| ids.contains(id));
            ids.iter().filter_map(|id| message_element(id)).for_each(|message| state.observer.observe(&message));
            state.waiting = ids;
        });
    }

    fn start(self) -> Option<Observed> {
        let on_intersection = Closure::<dyn FnMut(Array)>::new(move |entries: Array| self.on_intersection(&entries));
        let observer = IntersectionObserver::new(on_intersection.as_ref().unchecked_ref()).ok()?;
        Some(Observed {
            observer,
            _on_intersection: on_intersection,
            waiting: Vec::new(),
            near: HashMap::new(),
            timer: None,
        })
    }

    /// The browser tells what has come onto the screen and what has left it.
    fn on_intersection(self, entries: &Array) {
        self.state.try_update_value(|state| {
            let Some(state) = state.as_deref_mut() else { return };
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                let message = entry.target();
                let id = message.id().trim_start_matches("m-").to_owned();
                if entry.is_intersecting() {
                    let checks = state.near.get(&id).map_or(0, |(_, checks)| *checks);
                    state.near.insert(id, (message, checks));
                } else {
                    state.near.remove(&id);
                }
            }
            if !state.near.is_empty() && state.timer.is_none() {
                state.timer = set_interval_with_handle(move || self.check(), CHECK_EVERY).ok();
            }
        });
    }

    fn check(self) {
        let seen = self.state.try_update_value(|state| state.as_deref_mut().and_then(Observed::newly_seen)).flatten();
        if let Some((newest, seen)) = seen {
            self.report(newest, seen);
        }
    }

    /// Reports to the desk how far the reader has come.
    fn report(self, newest: String, seen: Vec<String>) {
        let Some(number) = self.number.try_get_value() else { return };
        post(&format!("/tickets/{number}/seen"), [("message", newest)].into_iter(), move |answer| {
            // A ticket that is gone, or a session that has ended, stays so.
            if matches!(answer, Err(Refusal::Offline | Refusal::Outage { .. } | Refusal::Internal { .. })) {
                let seen = seen.clone();
                set_timeout(move || self.retry(seen), RETRY_AFTER);
            }
        });
    }

    fn retry(self, seen: Vec<String>) {
        let waiting = self.state.try_with_value(|state| state.as_ref().map(|state| state.waiting.clone())).flatten();
        if let Some(waiting) = waiting {
            self.track(seen.into_iter().chain(waiting).collect());
        }
    }
}

impl Observed {
    /// The newest message that has been seen by now, with all that it stands for.
    fn newly_seen(&mut self) -> Option<(String, Vec<String>)> {
        let visible = document().visibility_state() == VisibilityState::Visible;
        for (message, checks) in self.near.values_mut() {
            *checks = if visible && is_on_screen(message) { *checks + 1 } else { 0 };
        }
        let is_seen = |id: &String| self.near.get(id).is_some_and(|(_, checks)| *checks >= CHECKS);
        let newest = self.waiting.iter().rposition(is_seen);
        let seen = newest.map(|newest| self.waiting.drain(..=newest).collect::<Vec<_>>());
        self.near.retain(|id, _| self.waiting.contains(id));
        if self.near.is_empty()
            && let Some(timer) = self.timer.take()
        {
            timer.clear();
        }
        let seen = seen?;
        Some((seen.last()?.clone(), seen))
    }
}

fn is_on_screen(message: &Element) -> bool {
    let (top, bottom) = visible_band();
    let place = message.get_bounding_client_rect();
    let shown = place.bottom().min(bottom) - place.top().max(top);
    let ends = place.bottom() > top && place.bottom() <= bottom + 1.0;
    ends || shown >= height() / 2.0
}
