//! Reading the event log: stored kinds and data become events, and what this program does not know is passed over.

use domain::events::{Event, Kind};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Kinds that are not known are remembered up to this many, so that each is logged once.
const NOTED_MAX: usize = 1_000;

static NOTED: Mutex<BTreeSet<(String, i16)>> = Mutex::new(BTreeSet::new());

/// The event that a row of the log keeps. `None` where a newer program wrote it, in a kind or a shape that this one does not know:
/// no reader shows it to anybody, and the log of the process names it once.
pub(crate) fn read(kind: &str, version: i16, data: &str) -> Option<Event> {
    let known = Kind::parse(kind).filter(|known| version <= known.version());
    let Some(known) = known else {
        warn_once(kind, version, "a newer program wrote it");
        return None;
    };
    match Event::read(known, &mut serde_json::Deserializer::from_str(data)) {
        Ok(event) => Some(event),
        Err(error) => {
            warn_once(kind, version, &error.to_string());
            None
        }
    }
}

fn warn_once(kind: &str, version: i16, reason: &str) {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    if noted.len() < NOTED_MAX && noted.insert((kind.to_owned(), version)) {
        tracing::warn!(kind, version, reason, "events of this kind are passed over");
    }
}

/// The stored names of kinds, for a condition on the log.
pub(crate) fn names(wanted: impl Fn(Kind) -> bool) -> Vec<&'static str> {
    Kind::all().into_iter().filter(|kind| wanted(*kind)).map(Kind::as_str).collect()
}

/// The same as they stand between the brackets of `IN (…)`. Names are plain words: nothing in them is escaped.
pub(crate) fn quoted(wanted: impl Fn(Kind) -> bool) -> String {
    names(wanted).iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::events::ticket;

    #[test]
    fn what_a_newer_program_wrote_is_passed_over() {
        let data = r#"{"to":{"id":2,"label":"Open"}}"#;
        let kind = ticket::Kind::Closed.as_str();
        let newer = Kind::Ticket(ticket::Kind::Closed).version() + 1;
        assert!(read(kind, newer - 1, data).is_some());
        assert_eq!(read(kind, newer, data), None);
        assert_eq!(read("merged", 1, data), None);
        assert_eq!(read(kind, 1, r#"{"to":"Open"}"#), None);
    }

    #[test]
    fn conditions_name_the_kinds_that_are_wanted() {
        assert_eq!(names(Kind::says), ["answered", "noted"]);
        assert_eq!(quoted(Kind::says), "'answered', 'noted'");
        assert_eq!(quoted(Kind::has_message), "'opened', 'answered', 'noted'");
    }
}
