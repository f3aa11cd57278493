//! Live updates of a chat: it follows what others say and do.
//!
//! Messages stay in the document once they stand there: only what follows is put below.

use crate::chat::calls::chat_conversation;
use crate::live::on_news;
pub(super) use crate::tickets::ticket::message;
use crate::tickets::ticket::{day, is_close};
use domain::Refusal;
use domain::chat::{ConversationPage, HERE, PresenceUpdate, TYPING};
use domain::conversation::TimelineEntry;
use domain::live::News;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Something new is read after so long: what comes at once is read at once.
const SOON: Duration = Duration::from_millis(30);
/// So many messages before the newest are read again: their authors may have taken them back.
const BACK: usize = 8;

#[derive(Clone, Copy)]
pub(super) struct LiveConversation {
    /// Everything but what was said.
    pub talk: RwSignal<ConversationPage>,
    pub rows: RwSignal<Vec<ChatLogRow>>,
    /// Why it could not be read again.
    pub problem: RwSignal<Option<Refusal>>,
    state: StoredValue<RefreshState>,
}

#[derive(Clone, Copy, Default)]
struct RefreshState {
    /// A reading is on its way, and something has happened since.
    reading: bool,
    again: bool,
    /// Something has happened while nobody looked.
    waiting: bool,
    /// Signals so far.
    heard: u32,
}

/// An entry as it is shown.
#[derive(Clone, PartialEq)]
pub(super) struct ChatLogRow {
    pub key: (String, bool, bool),
    /// The day that begins with it.
    pub day: Option<String>,
    /// Its author said the one before, too.
    pub close: bool,
    pub entry: TimelineEntry,
}

impl LiveConversation {
    pub(super) fn new(mut loaded: ConversationPage) -> Self {
        let entries = std::mem::take(&mut loaded.conversation);
        let live = Self {
            rows: RwSignal::new(rows(entries)),
            talk: RwSignal::new(loaded),
            problem: RwSignal::new(None),
            state: StoredValue::new(RefreshState::default()),
        };
        live.follow();
        live
    }

    fn follow(self) {
        on_news(move |_, news| match news {
            News::Chat(update) if self.is(&update.number) => self.apply_update(*update),
            News::Ticket(touched) if self.is(&touched.row.number) => self.refresh_if_visible(),
            News::Gone { number } if self.is(&number) => self.refresh_if_visible(),
            News::Resync => self.refresh_if_visible(),
            _ => {}
        });
        Effect::new(move |_| {
            let handles = [
                window_event_listener(ev::visibilitychange, move |_| {
                    if self.state.try_with_value(|state| state.waiting) == Some(true) {
                        self.refresh_if_visible();
                    }
                }),
                // The script beside the page has sent something, or is connected again.
                window_event_listener(ev::Custom::<web_sys::Event>::new("portico:chat-read"), move |_| {
                    self.refresh_if_visible()
                }),
            ];
            on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
        });
    }

    fn is(self, number: &str) -> bool {
        self.talk.try_with_untracked(|talk| talk.number == number) == Some(true)
    }

    /// Who is here, who types, how far it has come.
    fn apply_update(self, update: PresenceUpdate) {
        let PresenceUpdate { fresh, stage, agent, gone, people, .. } = update;
        let now = self.state.try_update_value(|state| {
            state.heard += 1;
            state.heard
        });
        self.talk.update(|talk| {
            (talk.stage, talk.agent, talk.gone, talk.people) = (stage, agent, gone, people);
        });
        if fresh {
            self.refresh_if_visible();
        }
        // Whoever has gone without a word is forgotten.
        let forget = move |after: i64, here: bool| {
            let forgotten = move || {
                if self.state.try_with_value(|state| state.heard) == now {
                    self.talk.update(|talk| {
                        talk.people.iter_mut().for_each(|one| {
                            one.typing = false;
                            one.here &= !here || one.who.slug == talk.me;
                        })
                    });
                }
            };
            set_timeout(forgotten, Duration::from_millis(after.unsigned_abs()));
        };
        forget(TYPING, false);
        forget(HERE, true);
    }

    /// The reader has done something here.
    pub(super) fn changed(self) {
        self.read_soon();
    }

    /// Reading marks as read: only where somebody looks.
    fn refresh_if_visible(self) {
        let hidden = document().hidden();
        self.state.try_update_value(|state| state.waiting = hidden);
        if !hidden {
            self.read_soon();
        }
    }

    fn read_soon(self) {
        let begins = self.state.try_update_value(|state| {
            state.again = state.reading;
            !std::mem::replace(&mut state.reading, true)
        });
        if begins == Some(true) {
            set_timeout(move || self.read(), SOON);
        }
    }

    fn read(self) {
        let Some(number) = self.talk.try_with_untracked(|talk| talk.number.clone()) else { return };
        let after = self.rows.with_untracked(|rows| resume_after(rows));
        spawn_local(async move {
            let answer = chat_conversation(number, after).await;
            // The page may have been left meanwhile.
            let Some(again) = self.state.try_update_value(|state| {
                state.reading = false;
                state.again
            }) else {
                return;
            };
            match answer {
                Ok(talk) => self.show(talk),
                Err(error) => self.problem.set(Some(error.0).filter(|refusal| *refusal != Refusal::Offline)),
            }
            if again {
                self.read_soon();
            }
        });
    }

    fn show(self, mut talk: ConversationPage) {
        self.problem.set(None);
        let messages = std::mem::take(&mut talk.conversation);
        let shown = self.rows.with_untracked(|rows| rows.iter().map(|row| row.entry.clone()).collect());
        let now = rows(joined(shown, talk.after.as_deref(), messages));
        self.rows.maybe_update(|rows| {
            let changed = rows.len() != now.len() || rows.iter().zip(&now).any(|(old, new)| old.key != new.key);
            *rows = now;
            changed
        });
        self.talk.set(talk);
    }
}

/// The message after which the conversation is read again; empty for all of it.
fn resume_after(rows: &[ChatLogRow]) -> String {
    rows.iter()
        .rev()
        .filter_map(|row| message(&row.entry))
        .nth(BACK)
        .map(|message| message.id.clone())
        .unwrap_or_default()
}

/// What was shown up to a message, and what follows it now.
fn joined(mut shown: Vec<TimelineEntry>, after: Option<&str>, messages: Vec<TimelineEntry>) -> Vec<TimelineEntry> {
    let place =
        after.and_then(|after| shown.iter().position(|entry| message(entry).is_some_and(|one| one.id == after)));
    shown.truncate(place.map_or(0, |place| place + 1));
    shown.extend(messages);
    shown
}

fn rows(entries: Vec<TimelineEntry>) -> Vec<ChatLogRow> {
    let mut rows: Vec<ChatLogRow> = Vec::with_capacity(entries.len());
    for entry in entries {
        let before = rows.last().map(|row| &row.entry);
        let same_day = before.is_some_and(|before| day(before) == day(&entry));
        let close = same_day && before.is_some_and(|before| is_close(before, &entry));
        let day = (!same_day).then(|| day(&entry).to_owned());
        let id = match &entry {
            TimelineEntry::Message(message) => message.id.clone(),
            TimelineEntry::Line(line) => {
                let alike =
                    |row: &&ChatLogRow| matches!(&row.entry, TimelineEntry::Line(other) if other.at.iso == line.at.iso);
                format!("{} {}", line.at.iso, rows.iter().rev().take_while(alike).count())
            }
        };
        rows.push(ChatLogRow { key: (id, day.is_some(), close), day, close, entry });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::conversation::Message;
    use domain::people::Name;
    use domain::time::{Age, DisplayTime};

    fn message_of(id: &str, author: &str, day: u8, minute: u8) -> TimelineEntry {
        let at = DisplayTime {
            iso: format!("2026-11-{day:02}T09:{minute:02}:00Z"),
            exact: format!("{day} Nov 2026, 09:{minute:02}"),
            age: Age::Now,
        };
        let author = Name { full: author.into(), is_staff: false, picture: None };
        let (body, files) = (id.to_owned(), Vec::new());
        TimelineEntry::Message(Message {
            id: id.into(),
            author,
            mine: false,
            note: false,
            at,
            body,
            html: None,
            files,
            undo: false,
        })
    }

    fn ids(entries: &[TimelineEntry]) -> Vec<&str> {
        entries.iter().filter_map(message).map(|message| message.id.as_str()).collect()
    }

    #[test]
    fn what_follows_a_message_takes_the_place_of_what_stood_there() {
        let known = || ["a", "b", "c"].map(|id| message_of(id, "Alice", 1, 0)).to_vec();
        let now = || vec![message_of("d", "Alice", 1, 1)];
        assert_eq!(ids(&joined(known(), Some("b"), now())), ["a", "b", "d"], "c was taken back");
        assert_eq!(ids(&joined(known(), None, now())), ["d"]);
    }

    #[test]
    fn a_day_begins_once_and_words_of_one_person_stand_together() {
        let rows = rows(vec![
            message_of("a", "Alice", 1, 0),
            message_of("b", "Alice", 1, 2),
            message_of("c", "Grace", 1, 3),
            message_of("d", "Grace", 1, 30),
            message_of("e", "Grace", 2, 31),
        ]);
        let days: Vec<bool> = rows.iter().map(|row| row.day.is_some()).collect();
        let close: Vec<bool> = rows.iter().map(|row| row.close).collect();
        assert_eq!(days, [true, false, false, false, true]);
        assert_eq!(close, [false, true, false, false, false]);
    }
}
