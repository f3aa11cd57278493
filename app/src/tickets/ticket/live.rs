//! Live updates of an open ticket: it follows what others do. What is shown of it changes in place, what is being written stays.

mod scroll_position;

use super::rows::{ConversationRow, LiveEntry, ids, merge_entries, message, rows};
use super::scroll::{self, ScrollAnchor};
use super::seen_tracker::SeenTracker;
use crate::live::{on_news, preserve_focus};
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
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// All messages of a ticket, in its address and where it is asked for.
pub(super) const ALL: u64 = u64::MAX;

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
}

/// Messages of others that have come.
fn messages_that_came(known: &[LiveEntry], now: &[LiveEntry]) -> Vec<Message> {
    let known: HashSet<&String> = ids(known).collect();
    let fresh = now.iter().filter(|entry| entry.fresh).filter_map(|entry| message(&entry.entry));
    fresh.filter(|message| !known.contains(&message.id)).cloned().collect()
}
