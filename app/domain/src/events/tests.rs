//! Tests of the event types against the stored samples.

use super::*;
use std::collections::BTreeSet;

/// One line for each: stored name, space, data. Some stand twice, with what may be absent.
const STORED: &str = include_str!("stored.txt");

fn read(kind: Kind, data: &str) -> Event {
    let event = Event::read(kind, &mut serde_json::Deserializer::from_str(data));
    event.unwrap_or_else(|error| panic!("{}: {error}", kind.as_str()))
}

fn stored() -> Vec<(Event, &'static str)> {
    let line = |line: &'static str| {
        let (name, data) = line.split_once(' ').expect("a name and data");
        let kind = Kind::parse(name).unwrap_or_else(|| panic!("{name} is no kind"));
        (read(kind, data), data)
    };
    STORED.lines().map(line).collect()
}

#[test]
fn every_event_is_read_and_written_as_it_is_stored() {
    for (event, data) in stored() {
        let written = serde_json::to_string(&event.data()).expect("data that JSON holds");
        assert_eq!(written, data, "{}", event.kind().as_str());
        assert_eq!(Kind::parse(event.kind().as_str()), Some(event.kind()));
    }
    let known: BTreeSet<&str> = stored().iter().map(|(event, _)| event.kind().as_str()).collect();
    let all: BTreeSet<&str> = Kind::all().into_iter().map(Kind::as_str).collect();
    assert_eq!(known, all, "stored.txt has one of each");
    assert_eq!(all.len(), Kind::all().len(), "no two have the same name");
}

#[test]
fn a_kind_of_another_program_and_data_of_another_shape_are_not_read() {
    assert_eq!(Kind::parse("merged"), None);
    assert_eq!(Kind::parse(""), None);
    for data in ["", "{}", "[]", r#"{"to":"Open"}"#, r#"{"to":{"id":"2","label":"Open"}}"#] {
        let event = Event::read(ticket::Kind::Closed.into(), &mut serde_json::Deserializer::from_str(data));
        assert!(event.is_err(), "{data}");
    }
    // What a newer program tells beside it is passed over.
    let more = r#"{"to":{"id":2,"label":"Open","colour":"blue"},"by":"rule"}"#;
    assert_eq!(read(ticket::Kind::Closed.into(), more).kind(), Kind::Ticket(ticket::Kind::Closed));
}

#[test]
fn names_are_plain_words_that_stand_in_statements() {
    for kind in Kind::all() {
        assert!(kind.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", kind.as_str());
        assert!(kind.version() >= 1);
    }
}

#[test]
fn what_has_a_line_tells_it() {
    for (event, _) in stored() {
        let line = event.line(|status| status.label.clone());
        assert_eq!(line.is_some(), event.kind().has_line(), "{}", event.kind().as_str());
    }
    let by_agents = read(ticket::Kind::Assigned.into(), r#"{"from":null,"to":null,"cause":"reply"}"#);
    let Some(TimelineEvent::Caused { what, .. }) = by_agents.line(|_| String::new()) else { panic!("it has a cause") };
    assert_eq!(*what, TimelineEvent::Assigned { to: None });
}

#[test]
fn every_field_that_an_event_changes_is_among_all() {
    let changed: Vec<_> = ticket::Kind::ALL.iter().filter_map(|kind| kind.field()).collect();
    assert!(changed.iter().all(|field| ticket::TicketField::ALL.contains(field)), "{changed:?}");
}

#[test]
fn nobody_hears_of_what_is_kept_for_the_audit() {
    for (event, _) in stored() {
        let (name, kind) = (event.kind().as_str(), event.kind());
        match event {
            Event::Person(_) | Event::Account(_) | Event::Company(_) | Event::Article(_) | Event::Settings(_) => {
                assert!(!event.is_public() && !kind.is_news() && !kind.for_the_desk() && !kind.has_line(), "{name}");
            }
            Event::Ticket(_) | Event::Message(_) | Event::Chat(_) | Event::Plan(_) | Event::Asset(_) => {}
        }
        // What is said counts for more, and cannot be passed over.
        assert!(!kind.says() || kind.is_message(), "{name}");
        assert!(!kind.is_message() || (kind.is_news() && !kind.may_be_off()), "{name}");
    }
}

#[test]
fn private_notes_are_for_the_desk_and_so_is_what_becomes_of_them() {
    let public = |kind: message::Kind, data: &str| read(kind.into(), data).is_public();
    assert!(public(message::Kind::Answered, r#"{"message":"a"}"#));
    assert!(!public(message::Kind::Noted, r#"{"message":"a"}"#));
    assert!(public(message::Kind::Retracted, r#"{"message":"a","note":false}"#));
    assert!(!public(message::Kind::Retracted, r#"{"message":"a","note":true}"#));
    let updated = |fields: &str| read(ticket::Kind::ImportUpdated.into(), &format!(r#"{{"fields":[{fields}]}}"#));
    assert!(!updated(r#""notes""#).is_public());
    assert!(updated(r#""notes","status""#).is_public());
    let desk: Vec<&str> = Kind::all().into_iter().filter(|kind| kind.for_the_desk()).map(Kind::as_str).collect();
    assert_eq!(desk, ["noted", "retracted"]);
}

#[test]
fn a_ticket_is_assigned_to_a_user_and_not_to_a_name() {
    let given = read(ticket::Kind::Assigned.into(), r#"{"from":null,"to":{"id":7,"label":"Ann Lee"}}"#);
    assert_eq!((given.topic_for(7), given.topic_for(8)), (Topic::Assigned, Topic::Changes));
    let unknown = read(ticket::Kind::Assigned.into(), r#"{"from":null,"to":{"label":"Ann Lee"}}"#);
    assert_eq!(unknown.topic_for(7), Topic::Changes);
    let named = read(message::Kind::Noted.into(), r#"{"message":"a","mentions":[7]}"#);
    assert_eq!((named.topic_for(7), named.topic_for(8)), (Topic::Mentions, Topic::Messages));
}
