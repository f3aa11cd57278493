//! An open ticket follows what others do: what is shown of it changes in place, what is being written stays.

use crate::live::{keep_focus, on_news};
use crate::tickets::calls::show_ticket;
use crate::words::words;
use domain::Refusal;
use domain::conversation::{Entry, Message};
use domain::live::News;
use domain::tickets::Ticket;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// A ticket on the screen.
#[derive(Clone, Copy)]
pub(super) struct Live {
    pub ticket: RwSignal<Ticket>,
    /// What stands beside the conversation. Lags behind while somebody chooses there.
    pub aside: RwSignal<Ticket>,
    pub entries: RwSignal<Vec<Spoken>>,
    /// Why it could not be read again.
    pub problem: RwSignal<Option<Refusal>>,
    /// What a screen reader is told.
    pub told: RwSignal<String>,
    messages: Memo<u64>,
    /// The newest reading; an older one that comes late is left.
    reading: StoredValue<u32>,
    /// Something was chosen beside the conversation and not saved yet.
    choosing: StoredValue<bool>,
    /// Something has happened while nobody looked.
    waiting: StoredValue<bool>,
}

/// An entry of the conversation as it is shown.
#[derive(Clone, PartialEq)]
pub(super) struct Spoken {
    /// Where it stands, and its edition: an entry that has not changed keeps its place in the document.
    pub key: (usize, u32),
    /// It came while the page stood.
    pub fresh: bool,
    pub entry: Entry,
}

impl Live {
    pub(super) fn new(loaded: Ticket, messages: Memo<u64>) -> Self {
        let live = Self {
            entries: RwSignal::new(spoken(&[], &loaded.conversation, 0)),
            aside: RwSignal::new(loaded.clone()),
            ticket: RwSignal::new(loaded),
            problem: RwSignal::new(None),
            told: RwSignal::new(String::new()),
            messages,
            reading: StoredValue::new(0),
            choosing: StoredValue::new(false),
            waiting: StoredValue::new(false),
        };
        Effect::watch(move || messages.get(), move |_, _, _| live.read_again(), false);
        live.follow();
        live
    }

    /// The reader has done something here, and is told so.
    pub(super) fn changed(self, told: &'static str) {
        self.told.set(told.to_owned());
        self.choosing.set_value(false);
        self.read_again();
    }

    /// What somebody chooses beside the conversation stays until it is saved.
    pub(super) fn saw(self, change: &web_sys::Event) {
        let chosen = change.target().is_some_and(|target| target.is_instance_of::<HtmlSelectElement>());
        if chosen {
            self.choosing.set_value(true);
        }
    }

    fn follow(self) {
        on_news(move |_, news| {
            if self.is_about_this(&news) {
                self.see();
            }
        });
        Effect::new(move |_| {
            let handle = window_event_listener(ev::visibilitychange, move |_| {
                if self.waiting.try_get_value() == Some(true) {
                    self.see();
                }
            });
            on_cleanup(move || handle.remove());
        });
    }

    fn is_about_this(self, news: &News) -> bool {
        self.ticket.try_with_untracked(|ticket| match news {
            News::Ticket(touched) => touched.row.number == ticket.number,
            News::Gone { number } => *number == ticket.number,
            News::Resync => true,
            News::Read { .. } | News::Counts(_) | News::Recent(_) | News::Chat(_) | News::Line { .. } | News::Plan => false,
        }) == Some(true)
    }

    /// Reading a ticket marks it read: only where somebody looks.
    fn see(self) {
        let hidden = document().hidden();
        self.waiting.set_value(hidden);
        if !hidden {
            self.read_again();
        }
    }

    fn read_again(self) {
        self.reading.update_value(|reading| *reading += 1);
        let reading = self.reading.get_value();
        let number = self.ticket.with_untracked(|ticket| ticket.number.clone());
        let messages = self.messages.get_untracked();
        spawn_local(async move {
            let answer = show_ticket(number, messages).await;
            // The page may have been left meanwhile.
            if self.reading.try_get_value() != Some(reading) {
                return;
            }
            match answer {
                Ok(ticket) => self.show(ticket, reading),
                Err(error) => self.problem.set(Some(error.0)),
            }
        });
    }

    fn show(self, ticket: Ticket, edition: u32) {
        keep_focus();
        self.problem.set(None);
        self.entries.update(|entries| *entries = spoken(entries, &ticket.conversation, edition));
        if let Some(author) = self.entries.with_untracked(|entries| newly_said(entries, edition)) {
            self.told.set((words().activities().new_message)(&author));
        }
        if !self.choosing.get_value() {
            self.aside.set(ticket.clone());
        }
        self.ticket.set(ticket);
    }
}

/// The author of the newest message that has just come from somebody else.
fn newly_said(entries: &[Spoken], edition: u32) -> Option<String> {
    let come = entries.iter().rev().filter(|spoken| spoken.fresh && spoken.key.1 == edition);
    come.into_iter().find_map(|spoken| message(&spoken.entry).map(|message| message.author.full.clone()))
}

fn message(entry: &Entry) -> Option<&Message> {
    match entry {
        Entry::Message(message) => Some(message),
        Entry::Line(_) => None,
    }
}

/// What is shown after it was read again: entries that are the same stay, messages of others after the last known one are new.
fn spoken(known: &[Spoken], now: &[Entry], edition: u32) -> Vec<Spoken> {
    let said = |id: &str| known.iter().filter_map(|spoken| message(&spoken.entry)).any(|message| message.id == id);
    let mut after_known = false;
    let shown = now.iter().enumerate().map(|(place, entry)| {
        if let Some(before) = known.get(place).filter(|spoken| is_same(&spoken.entry, entry)) {
            after_known = true;
            return before.clone();
        }
        let old = message(entry).is_none_or(|message| message.mine || said(&message.id));
        Spoken { key: (place, edition), fresh: after_known && !old, entry: entry.clone() }
    });
    shown.collect()
}

/// Whether two entries show the same, however long ago it was by now.
fn is_same(known: &Entry, now: &Entry) -> bool {
    match (known, now) {
        (Entry::Message(known), Entry::Message(now)) => {
            let mut aged = known.clone();
            aged.at.age = now.at.age;
            aged == *now
        }
        (Entry::Line(known), Entry::Line(now)) => {
            let mut aged = known.clone();
            aged.at.age = now.at.age;
            aged == *now
        }
        _ => false,
    }
}
