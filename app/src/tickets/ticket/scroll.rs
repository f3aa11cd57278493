//! Scrolling on the page of a ticket: what lies between the bar and the text box is not covered.

use super::rows::{LiveEntry, ids};
use leptos::prelude::*;
use web_sys::{DomRect, Element};

/// Above and below what is brought into view.
const MARGIN: f64 = 12.0;
/// So near is at the end.
const NEAR: f64 = 48.0;

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn rect(selector: &str) -> Option<DomRect> {
    find(selector).map(|element| element.get_bounding_client_rect())
}

pub(super) fn height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// The top and the bottom of what nothing covers.
pub(super) fn visible_band() -> (f64, f64) {
    let top = [".top", ".ticket-bar"].iter().filter_map(|bar| rect(bar)).map(|bar| bar.bottom()).fold(0.0, f64::max);
    let bottom = rect(".talk-foot").map_or_else(height, |foot| foot.top().min(height()));
    (top, bottom)
}

/// The end of the conversation is on the screen, or above it.
pub(super) fn is_at_end() -> bool {
    rect(".talk-end").is_some_and(|end| end.top() <= visible_band().1 + NEAR)
}

pub(super) fn message_element(id: &str) -> Option<Element> {
    document().get_element_by_id(&format!("m-{id}"))
}

/// Brings an element into view, its beginning where it is too high for the window or where `from_top` is wanted.
pub(super) fn scroll_into_view(element: &Element, from_top: bool) {
    let (top, bottom) = visible_band();
    let place = element.get_bounding_client_rect();
    let is_too_high = place.height() + 2.0 * MARGIN > bottom - top;
    let by = if from_top || is_too_high || place.top() < top {
        place.top() - top - MARGIN
    } else {
        (place.bottom() - bottom + MARGIN).max(0.0)
    };
    scroll_by(by);
}

pub(super) fn scroll_to_part(selector: &str, from_top: bool) {
    if let Some(part) = find(selector) {
        scroll_into_view(&part, from_top);
    }
}

pub(super) fn scroll_by(by: f64) {
    if by.abs() >= 1.0 {
        window().scroll_by_with_x_and_y(0.0, by);
    }
}

/// The text box has become higher by so much: whoever read the end goes on reading it.
pub(super) fn make_room(by: f64) {
    let Some(end) = rect(".talk-end") else { return };
    let bottom = visible_band().1;
    if by > 0.0 && end.top() > bottom - MARGIN && end.top() <= bottom + by + NEAR {
        scroll_by(end.top() - bottom + MARGIN);
    }
}

/// Scroll anchoring: where the first message of the page is on the screen, which stays there when older ones come above it.
pub(super) struct ScrollAnchor(Option<(String, f64)>);

impl ScrollAnchor {
    pub(super) fn of(entries: RwSignal<Vec<LiveEntry>>) -> Self {
        let first = entries.with_untracked(|entries| ids(entries).next().cloned());
        Self(first.and_then(|id| {
            let top = message_element(&id)?.get_bounding_client_rect().top();
            Some((id, top))
        }))
    }

    pub(super) fn restore(self) {
        let Some((id, top)) = self.0 else { return };
        let first = document().query_selector(".talk > .said").ok().flatten();
        let is_first_still = first.is_some_and(|first| first.id() == format!("m-{id}"));
        if !is_first_still && let Some(message) = message_element(&id) {
            scroll_by(message.get_bounding_client_rect().top() - top);
        }
    }
}
