//! Live updates of an open ticket: it follows what others do. What is shown of it changes in place, what is being written stays.

use super::rows::{ConversationRow, LiveEntry, ids, merge_entries, message, rows};
use super::scroll;
use super::seen_tracker::SeenTracker;
use crate::live::{on_news, preserve_focus};
use crate::scroll_restoration::is_restoring_scroll;
use crate::tickets::calls::show_ticket;
use crate::words::words;
use domain::Refusal;
use domain::conversation::Message;
use domain::live::News;
use domain::tickets::Ticket;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// All messages of a ticket, in its address and where it is asked for.
pub(super) const ALL: u64 = u64::MAX;
/// The page that was left scrolls to the top once more when a new one has come.
const SETTLED: Duration = Duration::from_millis(80);

/// A ticket on the screen.
#[derive(Clone, Copy)]
pub(super) struct LiveTicket {
    pub ticket: RwSignal<Ticket>,
    /// What stands beside the conversation. Lags behind while somebody chooses there.
    pub aside: RwSignal<Ticket>,
    pub entries: RwSignal<Vec<LiveEntry>>,
    pub rows: Memo<Vec<ConversationRow>>,
    /// The first message that was unseen when the page was opened.
    pub new_from: RwSignal<Option<String>>,
    /// Messages that have come below what is on the screen.
    pub below: RwSignal<Vec<String>>,
    /// Why it could not be read again.
    pub problem: RwSignal<Option<Refusal>>,
    /// What a screen reader announces (a live region).
    pub announcement: RwSignal<String>,
    seen: SeenTracker,
    messages: Memo<u64>,
    state: StoredValue<ReadState>,
}

#[derive(Clone, Copy, Default)]
struct ReadState {
    /// The newest reading; an older one that comes late is left.
    reading: u32,
    /// Something was chosen beside the conversation and not saved yet.
    choosing: bool,
    /// Something has happened while nobody looked.
    waiting: bool,
    /// The reader has done something, and looks for what comes of it.
    acted: Acted,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Acted {
    #[default]
    Nothing,
    Sent,
    Changed,
    /// Everything is wanted on paper.
    Printing,
}

impl LiveTicket {
    pub(super) fn new(loaded: Ticket, messages: Memo<u64>) -> Self {
        let entries = RwSignal::new(merge_entries(&[], &loaded.conversation, 0));
        let new_from = RwSignal::new(loaded.first_unread.clone());
        let live = Self {
            entries,
            rows: Memo::new(move |_| entries.with(|entries| new_from.with(|from| rows(entries, from.as_deref())))),
            new_from,
            below: RwSignal::new(Vec::new()),
            aside: RwSignal::new(loaded.clone()),
            seen: SeenTracker::new(loaded.number.clone()),
            ticket: RwSignal::new(loaded),
            problem: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            messages,
            state: StoredValue::new(ReadState::default()),
        };
        Effect::watch(move || messages.get(), move |messages, _, _| live.read(*messages, String::new(), false), false);
        live.set_first_scroll();
        live.follow();
        live
    }

    /// The reader has done something here, and is told so.
    pub(super) fn changed(self, message: &'static str) {
        let acted = if message == words().ticket().sent { Acted::Sent } else { Acted::Changed };
        self.announcement.set(message.to_owned());
        self.state.update_value(|state| {
            state.choosing = false;
            state.acted = acted;
        });
        self.read_again();
    }

    /// Everything is shown and then printed.
    pub(super) fn print(self) {
        if self.ticket.with_untracked(|ticket| ticket.earlier == 0) {
            let _ = window().print();
        } else {
            self.state.update_value(|state| state.acted = Acted::Printing);
            self.read(ALL, String::new(), false);
        }
    }

    /// What somebody chooses beside the conversation stays until it is saved.
    pub(super) fn on_choice(self, change: &web_sys::Event) {
        let chosen = change.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if chosen.is_some_and(|select| select.closest(".ticket-side").is_ok_and(|side| side.is_some())) {
            self.state.update_value(|state| state.choosing = true);
        }
    }

    /// Goes to the first message that has come below.
    pub(super) fn go_below(self) {
        if let Some(message) =
            self.below.with_untracked(|below| below.first().and_then(|id| scroll::message_element(id)))
        {
            scroll::scroll_into_view(&message, false);
        }
        self.below.set(Vec::new());
    }

    /// Opens at the first unseen message, otherwise at the newest, unless the address or a step back leads elsewhere.
    fn set_first_scroll(self) {
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

    fn show_newest(self) {
        let newest = self.entries.with_untracked(|entries| ids(entries).next_back().cloned());
        if let Some(newest) = newest.and_then(|id| scroll::message_element(&id)) {
            scroll::scroll_into_view(&newest, false);
        }
        self.below.set(Vec::new());
    }

    /// The unseen messages; where something else is new, it is seen with the newest message.
    fn watch_unseen(self) {
        let unseen = self.ticket.try_with_untracked(|ticket| {
            self.entries.with_untracked(|entries| {
                let mut all: Vec<String> = ids(entries).cloned().collect();
                let first = ticket.first_unread.as_ref().and_then(|first| all.iter().position(|id| id == first));
                match first.or(all.len().checked_sub(1)) {
                    Some(first) if ticket.unread => all.split_off(first),
                    _ => Vec::new(),
                }
            })
        });
        if let Some(unseen) = unseen {
            self.seen.track(unseen);
        }
    }

    fn follow(self) {
        on_news(move |_, news| {
            if self.is_about_this(&news) {
                self.read_when_visible();
            }
        });
        let see_what_waits = move || {
            if self.state.try_with_value(|state| state.waiting) == Some(true) {
                self.read_when_visible();
            }
        };
        Effect::new(move |_| {
            let handles = [
                window_event_listener(ev::visibilitychange, move |_| see_what_waits()),
                window_event_listener(ev::online, move |_| see_what_waits()),
                window_event_listener(ev::scroll, move |_| {
                    let waits = self.below.try_with_untracked(|below| !below.is_empty()) == Some(true);
                    if waits && scroll::is_at_end() {
                        self.below.set(Vec::new());
                    }
                }),
            ];
            on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
        });
    }

    fn is_about_this(self, news: &News) -> bool {
        self.ticket.try_with_untracked(|ticket| match news {
            News::Ticket(touched) => touched.row.number == ticket.number,
            News::Gone { number } => *number == ticket.number,
            News::Resync => true,
            News::Read { .. } | News::Counts(_) | News::Recent(_) | News::Chat(_) | News::Line { .. } | News::Plan => {
                false
            }
        }) == Some(true)
    }

    /// A page that nobody looks at is read again when somebody does.
    fn read_when_visible(self) {
        let hidden = document().hidden();
        self.state.update_value(|state| state.waiting = hidden);
        if !hidden {
            self.read_again();
        }
    }

    /// What is shown and everything that has come since.
    fn read_again(self) {
        let first = self.entries.with_untracked(|entries| ids(entries).next().cloned()).unwrap_or_default();
        self.read(self.messages.get_untracked(), first, true);
    }

    fn read(self, messages: u64, from: String, is_reread: bool) {
        self.state.update_value(|state| state.reading += 1);
        let reading = self.state.with_value(|state| state.reading);
        let number = self.ticket.with_untracked(|ticket| ticket.number.clone());
        spawn_local(async move {
            let answer = show_ticket(number, messages, from).await;
            // The page may have been left meanwhile.
            if self.state.try_with_value(|state| state.reading) != Some(reading) {
                return;
            }
            match answer {
                Ok(ticket) => self.show(ticket, reading),
                // Nobody asked for it: it is read again once there is a connection.
                Err(error) if error.0 == Refusal::Offline && is_reread => {
                    self.state.update_value(|state| state.waiting = true);
                }
                Err(error) => self.problem.set(Some(error.0)),
            }
        });
    }

    fn show(self, ticket: Ticket, edition: u32) {
        preserve_focus();
        self.problem.set(None);
        let acted = self.state.try_update_value(|state| std::mem::take(&mut state.acted)).unwrap_or_default();
        let is_asked = |ticket: &Ticket| ticket.rating.as_ref().is_some_and(|rating| rating.may);
        let was_asked = self.ticket.with_untracked(is_asked);
        let anchor = ScrollAnchor::of(self.entries);
        let was_at_end = scroll::is_at_end();
        let now = self.entries.with_untracked(|entries| merge_entries(entries, &ticket.conversation, edition));
        let come = self.entries.with_untracked(|known| messages_that_came(known, &now));
        if let Some(newest) = come.last() {
            self.announcement.set((words().activities().new_message)(&newest.author.full));
        }
        let come: Vec<String> = come.into_iter().map(|message| message.id).collect();
        let asks = acted == Acted::Changed && !was_asked && is_asked(&ticket);
        // What was taken back is not below any more.
        self.below.update(|below| below.retain(|id| ids(&now).any(|here| here == id)));
        self.entries.set(now);
        if !self.state.with_value(|state| state.choosing) {
            self.aside.set(ticket.clone());
        }
        self.ticket.set(ticket);
        request_animation_frame(move || {
            if self.entries.is_disposed() {
                return;
            }
            anchor.restore();
            match acted {
                Acted::Sent => self.show_newest(),
                _ if asks => scroll::scroll_to_part("#rating", false),
                Acted::Printing => {
                    let _ = window().print();
                }
                _ => self.show_or_count_below(come, was_at_end),
            }
            self.watch_unseen();
        });
    }

    /// Scrolls to what has come for whoever read the end; for others it is counted as below.
    fn show_or_count_below(self, come: Vec<String>, was_at_end: bool) {
        if !was_at_end {
            self.below.update(|below| below.extend(come));
        } else if let Some(newest) = come.last().and_then(|id| scroll::message_element(id)) {
            scroll::scroll_into_view(&newest, false);
        }
    }
}

/// Scroll anchoring: where the first message of the page is on the screen, which stays there when older ones come above it.
struct ScrollAnchor(Option<(String, f64)>);

impl ScrollAnchor {
    fn of(entries: RwSignal<Vec<LiveEntry>>) -> Self {
        let first = entries.with_untracked(|entries| ids(entries).next().cloned());
        Self(first.and_then(|id| {
            let top = scroll::message_element(&id)?.get_bounding_client_rect().top();
            Some((id, top))
        }))
    }

    fn restore(self) {
        let Some((id, top)) = self.0 else { return };
        let first = document().query_selector(".talk > .said").ok().flatten();
        let is_first_still = first.is_some_and(|first| first.id() == format!("m-{id}"));
        if !is_first_still && let Some(message) = scroll::message_element(&id) {
            scroll::scroll_by(message.get_bounding_client_rect().top() - top);
        }
    }
}

/// Messages of others that have come.
fn messages_that_came(known: &[LiveEntry], now: &[LiveEntry]) -> Vec<Message> {
    let known: HashSet<&String> = ids(known).collect();
    let fresh = now.iter().filter(|entry| entry.fresh).filter_map(|entry| message(&entry.entry));
    fresh.filter(|message| !known.contains(&message.id)).cloned().collect()
}
