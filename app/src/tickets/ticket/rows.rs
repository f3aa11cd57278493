//! Rows of a conversation as it stands on the page: messages, runs of what happened between them, and where the new ones begin.

use domain::conversation::{EventLine, Message, TimelineEntry};
use domain::time::DisplayTime;
use std::collections::HashMap;

/// An entry of the conversation, as the page knows it.
#[derive(Clone, PartialEq)]
pub(super) struct LiveEntry {
    /// The reading that brought it as it is.
    pub edition: u32,
    /// It came while the page was open.
    pub fresh: bool,
    pub entry: TimelineEntry,
}

/// One row of the conversation.
#[derive(Clone, PartialEq)]
pub(super) struct ConversationRow {
    /// A row that stays the same keeps its place in the document.
    pub key: String,
    pub what: RowKind,
}

#[derive(Clone, PartialEq)]
pub(super) enum RowKind {
    /// What follows was not seen before the page was opened.
    New,
    /// `close`: its author wrote the one before, too.
    Message { message: Message, fresh: bool, close: bool },
    /// What happened one after another, `after` the message of this id: older messages and more of it change nothing about that.
    Lines { after: String, lines: Vec<EventLine> },
}

pub(crate) fn message(entry: &TimelineEntry) -> Option<&Message> {
    match entry {
        TimelineEntry::Message(message) => Some(message),
        TimelineEntry::Line(_) => None,
    }
}

pub(super) fn ids(entries: &[LiveEntry]) -> impl DoubleEndedIterator<Item = &String> {
    entries.iter().filter_map(|entry| message(&entry.entry)).map(|message| &message.id)
}

/// What is known after a ticket was read again: entries that are the same stay, messages of others after a known one are fresh.
pub(super) fn merge_entries(known: &[LiveEntry], now: &[TimelineEntry], edition: u32) -> Vec<LiveEntry> {
    let before: HashMap<&str, &LiveEntry> =
        known.iter().filter_map(|entry| Some((message(&entry.entry)?.id.as_str(), entry))).collect();
    let mut after_known = false;
    let shown = now.iter().map(|entry| {
        let Some(now) = message(entry) else { return LiveEntry { edition, fresh: false, entry: entry.clone() } };
        match before.get(now.id.as_str()) {
            Some(known) => {
                after_known = true;
                if is_same(&known.entry, now) {
                    return (*known).clone();
                }
                LiveEntry { edition, fresh: known.fresh, entry: entry.clone() }
            }
            None => LiveEntry { edition, fresh: after_known && !now.mine, entry: entry.clone() },
        }
    });
    shown.collect()
}

/// Whether both show the same, however long ago it was by now.
fn is_same(known: &TimelineEntry, now: &Message) -> bool {
    message(known).is_some_and(|known| {
        let mut aged = known.clone();
        aged.at.age = now.at.age;
        aged == *now
    })
}

/// The rows of a conversation. `new_from` is the first message that was unseen when the page was opened.
pub(super) fn rows(entries: &[LiveEntry], new_from: Option<&str>) -> Vec<ConversationRow> {
    let mut rows: Vec<ConversationRow> = Vec::with_capacity(entries.len());
    let mut before: Option<&TimelineEntry> = None;
    let mut after = "";
    for LiveEntry { edition, fresh, entry } in entries {
        match entry {
            TimelineEntry::Line(line) => add_line(&mut rows, line, after),
            TimelineEntry::Message(message) => {
                // Where everything is new nothing is marked.
                if new_from == Some(message.id.as_str()) && before.is_some() {
                    rows.push(ConversationRow { key: "new".into(), what: RowKind::New });
                    before = None;
                }
                let close = before.is_some_and(|before| is_close(before, entry));
                let key = format!("{} {edition} {close}", message.id);
                rows.push(ConversationRow {
                    key,
                    what: RowKind::Message { message: message.clone(), fresh: *fresh, close },
                });
                after = &message.id;
            }
        }
        before = Some(entry);
    }
    rows
}

fn add_line(rows: &mut Vec<ConversationRow>, line: &EventLine, after: &str) {
    let key = |lines: &[EventLine]| format!("{after} {} {}", lines[0].at.iso, lines.len());
    if let Some(ConversationRow { what: RowKind::Lines { lines, .. }, key: known }) = rows.last_mut() {
        lines.push(line.clone());
        *known = key(lines);
        return;
    }
    let lines = vec![line.clone()];
    rows.push(ConversationRow { key: key(&lines), what: RowKind::Lines { after: after.to_owned(), lines } });
}

pub(crate) fn at(entry: &TimelineEntry) -> &DisplayTime {
    match entry {
        TimelineEntry::Message(message) => &message.at,
        TimelineEntry::Line(line) => &line.at,
    }
}

pub(crate) fn day(entry: &TimelineEntry) -> &str {
    at(entry).exact.split(',').next().unwrap_or_default()
}

/// The same person goes on within the same few minutes.
pub(crate) fn is_close(before: &TimelineEntry, now: &TimelineEntry) -> bool {
    let same_day = day(before) == day(now);
    let (Some(before), Some(now)) = (message(before), message(now)) else { return false };
    let minute = |message: &Message| {
        let clock = message.at.iso.get(11..16)?;
        let (hour, minute) = clock.split_once(':')?;
        Some(hour.parse::<i32>().ok()? * 60 + minute.parse::<i32>().ok()?)
    };
    let near = minute(before).zip(minute(now)).is_some_and(|(before, now)| (0..5).contains(&(now - before)));
    same_day && near && before.author == now.author && before.mine == now.mine && before.note == now.note
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::conversation::TimelineEvent;
    use domain::people::Name;
    use domain::time::Age;

    fn moment(minute: u8) -> DisplayTime {
        DisplayTime {
            iso: format!("2026-11-01T09:{minute:02}:00Z"),
            exact: format!("1 Nov 2026, 09:{minute:02}"),
            age: Age::Now,
        }
    }

    fn message_of(id: &str, author: &str, minute: u8) -> TimelineEntry {
        TimelineEntry::Message(Message {
            id: id.into(),
            author: Name { full: author.into(), is_staff: false, picture: None },
            mine: author == "Alice",
            note: false,
            at: moment(minute),
            body: id.into(),
            html: None,
            files: Vec::new(),
            undo: false,
        })
    }

    fn closed(minute: u8) -> TimelineEntry {
        TimelineEntry::Line(EventLine { at: moment(minute), who: "Grace".into(), what: TimelineEvent::Closed })
    }

    /// Ids, `+` before those of the author before; lines in brackets.
    fn shown(rows: &[ConversationRow]) -> Vec<String> {
        let shown = rows.iter().map(|row| match &row.what {
            RowKind::New => "NEW".to_owned(),
            RowKind::Message { message, close, .. } => format!("{}{}", if *close { "+" } else { "" }, message.id),
            RowKind::Lines { lines, .. } => format!("[{}]", lines.len()),
        });
        shown.collect()
    }

    #[test]
    fn words_of_one_person_and_runs_of_events_stand_together() {
        let entries = [
            message_of("a", "Alice", 0),
            message_of("b", "Alice", 3),
            message_of("c", "Alice", 20),
            closed(21),
            closed(21),
            closed(22),
            message_of("d", "Grace", 23),
            message_of("e", "Grace", 24),
        ];
        let entries = merge_entries(&[], &entries, 0);
        assert_eq!(shown(&rows(&entries, None)), ["a", "+b", "c", "[3]", "d", "+e"]);
        assert_eq!(shown(&rows(&entries, Some("e"))), ["a", "+b", "c", "[3]", "d", "NEW", "e"]);
        assert_eq!(shown(&rows(&entries, Some("a")))[0], "a", "where everything is new nothing is marked");
    }

    #[test]
    fn what_has_not_changed_keeps_its_key_when_older_and_newer_messages_come() {
        let known = merge_entries(&[], &[message_of("b", "Alice", 10), message_of("c", "Grace", 30)], 0);
        let now = [
            message_of("a", "Alice", 0),
            message_of("b", "Alice", 10),
            message_of("c", "Grace", 30),
            message_of("d", "Grace", 50),
        ];
        let next = merge_entries(&known, &now, 1);
        let fresh: Vec<bool> = next.iter().map(|entry| entry.fresh).collect();
        assert_eq!(fresh, [false, false, false, true], "what was only loaded late is not fresh");
        let (before, after) = (rows(&known, None), rows(&next, None));
        assert_eq!([&before[0].key, &before[1].key], [&after[1].key, &after[2].key]);
        let keys: std::collections::HashSet<_> = after.iter().map(|row| &row.key).collect();
        assert_eq!(keys.len(), after.len());
    }

    #[test]
    fn a_run_of_events_keeps_its_place_when_older_messages_come_and_more_of_it() {
        let shown = |entries: &[TimelineEntry]| rows(&merge_entries(&[], entries, 0), None);
        let run = |rows: &[ConversationRow]| {
            let run = rows.iter().rev().find_map(|row| match &row.what {
                RowKind::Lines { after, .. } => Some((row.key.clone(), after.clone())),
                _ => None,
            });
            run.expect("a run of events")
        };
        let known = [message_of("c", "Alice", 20), closed(21), closed(22)];
        let older = [
            message_of("a", "Alice", 0),
            closed(1),
            message_of("b", "Grace", 2),
            known[0].clone(),
            closed(21),
            closed(22),
        ];
        let (key, after) = run(&shown(&known));
        assert_eq!(run(&shown(&older)), (key.clone(), after.clone()));
        let more = [&known[..], &[closed(23)]].concat();
        let (grown, still) = run(&shown(&more));
        assert!(grown != key && still == after, "made anew, in the same place");
    }
}
