//! Scroll position of an open ticket: where it opens, and how the newest message and those below are reached.

use super::LiveTicket;
use crate::scroll_restoration::is_restoring_scroll;
use crate::tickets::ticket::rows::ids;
use crate::tickets::ticket::scroll;
use leptos::prelude::*;
use std::time::Duration;

/// The page that was left scrolls to the top once more when a new one has come.
const SETTLED: Duration = Duration::from_millis(80);

impl LiveTicket {
    /// Goes to the first message that has come below.
    pub(in crate::tickets::ticket) fn go_below(self) {
        if let Some(message) =
            self.below.with_untracked(|below| below.first().and_then(|id| scroll::message_element(id)))
        {
            scroll::scroll_into_view(&message, false);
        }
        self.below.set(Vec::new());
    }

    /// Opens at the first unseen message, otherwise at the newest, unless the address or a step back leads elsewhere.
    pub(super) fn set_first_scroll(self) {
        let back = is_restoring_scroll();
        Effect::new(move |_| {
            let root = document().document_element();
            let is_first = root.is_some_and(|root| !root.has_attribute("data-hydrated"));
            let at_first = window().scroll_y().unwrap_or_default();
            let hash = window().location().hash().unwrap_or_default();
            let is_led = !hash.is_empty();
            request_animation_frame(move || {
                self.watch_unseen();
                // Somebody may have scrolled before the page was alive, or just now.
                let place = window().scroll_y().unwrap_or_default();
                let has_moved = is_first && (at_first > 0.0 || place.total_cmp(&at_first).is_ne());
                if let Some(part) =
                    document().get_element_by_id(hash.trim_start_matches('#')).filter(|_| !back && !is_first)
                {
                    scroll::scroll_into_view(&part, true);
                }
                if !back && !has_moved && !is_led {
                    self.go_to_newest();
                    let place = window().scroll_y().unwrap_or_default();
                    let scroll_again = move || {
                        let now = window().scroll_y().unwrap_or_default();
                        if now != place && now == 0.0 && !self.ticket.is_disposed() {
                            self.go_to_newest();
                        }
                    };
                    set_timeout(scroll_again, SETTLED);
                }
            });
        });
    }

    fn go_to_newest(self) {
        let Some(unseen) = self.new_from.try_get_untracked() else { return };
        if unseen.is_some() {
            // Without such a line everything is new: the page begins at its beginning.
            scroll::scroll_to_part(".talk-new", true);
        } else {
            self.show_newest();
        }
    }

    pub(super) fn show_newest(self) {
        let newest = self.entries.with_untracked(|entries| ids(entries).next_back().cloned());
        if let Some(newest) = newest.and_then(|id| scroll::message_element(&id)) {
            scroll::scroll_into_view(&newest, false);
        }
        self.below.set(Vec::new());
    }

    /// Scrolls to what has come for whoever read the end; for others it is counted as below.
    pub(super) fn show_or_count_below(self, come: Vec<String>, was_at_end: bool) {
        if !was_at_end {
            self.below.update(|below| below.extend(come));
        } else if let Some(newest) = come.last().and_then(|id| scroll::message_element(id)) {
            scroll::scroll_into_view(&newest, false);
        }
    }
}
