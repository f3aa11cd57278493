//! *Send and set to …*: an answer, a status and an assignment in one write.

use super::changed_tables::ChangedTables;
use super::helpers::{
    desk_at, events, kept, kinds, listed, load_ticket, note, number_in, person, raise, refusal, set_status, status_of,
    words,
};
use super::support::{NOW, demo};
use desk::Desk;
use desk::conversation::{Reply, ReplyActions, reply};
use domain::events::{Event, ticket};
use domain::refusal::Because;
use domain::time::HOUR;
use domain::{Reason, Refusal};
use std::collections::BTreeSet;

fn to(status: &str) -> ReplyActions {
    ReplyActions { status: Some(status.into()), ..ReplyActions::default() }
}

fn with(actions: ReplyActions) -> Reply {
    Reply { actions, ..words("Try it now, please.") }
}

/// What brought about the changes of a ticket that nobody chose.
async fn causes(desk: &Desk, number: &str) -> usize {
    let events = events(desk, number).await.into_iter().filter_map(|row| row.read());
    let caused = events.filter(|event| match event {
        Event::Ticket(
            ticket::Event::Closed(change) | ticket::Event::Reopened(change) | ticket::Event::Status(change),
        ) => change.cause.is_some(),
        Event::Ticket(ticket::Event::Assigned(given)) => given.cause.is_some(),
        _ => false,
    });
    caused.count()
}

#[tokio::test]
async fn an_answer_a_status_and_an_assignment_are_one_write() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        let later = desk_at(&test, NOW + HOUR).await;
        load_ticket(desk, &grace, &number).await;
        reply(&later, &grace, &number, with(to("waiting-customer"))).await.unwrap();
        assert_eq!(kinds(desk, &number).await, ["opened", "answered", "assigned", "status"]);
        assert_eq!((status_of(desk, &number).await.as_str(), causes(desk, &number).await), ("waiting-customer", 1));
        let ticket = kept(desk, &number).await;
        let last = events(desk, &number).await.pop().unwrap();
        assert_eq!((ticket.last_event, ticket.last_public_event, ticket.changed_at), (last.id, last.id, NOW + HOUR));
        assert!(!listed(desk, &grace, &number).await.unwrap().unread, "nothing of it is new to her");

        let takes = ReplyActions { assign: true, ..to("solved") };
        reply(&later, &hugo, &number, with(takes.clone())).await.unwrap();
        assert_eq!(kinds(desk, &number).await[4..], ["answered", "assigned", "closed"]);
        assert_eq!(causes(desk, &number).await, 1, "he has chosen all of it");
        let ticket = kept(desk, &number).await;
        assert_eq!((ticket.assignee_id, ticket.closed), (Some(hugo.id), true));
        reply(&later, &hugo, &number, with(takes)).await.unwrap();
        assert_eq!(kinds(desk, &number).await[7..], ["answered"], "what already is so leaves no trace");
    }
}

#[tokio::test]
async fn what_was_chosen_takes_the_place_of_what_an_answer_does_by_itself() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        reply(desk, &grace, &number, with(to("new"))).await.unwrap();
        assert_eq!((status_of(desk, &number).await.as_str(), kinds(desk, &number).await.len()), ("new", 3));
        // A note changes nothing by itself; what is set with it is for everybody.
        let noted = Reply { note: true, ..with(ReplyActions { assign: true, ..to("open") }) };
        let before = kept(desk, &number).await;
        reply(&desk_at(&test, NOW + HOUR).await, &grace, &number, noted).await.unwrap();
        assert_eq!(kinds(desk, &number).await[3..], ["noted", "status"]);
        let (ticket, last) = (kept(desk, &number).await, events(desk, &number).await.pop().unwrap());
        assert_eq!((ticket.last_event, ticket.last_public_event), (last.id, last.id));
        assert!(
            ticket.changed_at > before.changed_at && load_ticket(desk, &alice, &number).await.status.label == "Open"
        );
        note(desk, &grace, &number, vec![]).await;
        assert_eq!(kept(desk, &number).await.last_public_event, last.id, "a note alone is still nothing to customers");
    }
}

#[tokio::test]
async fn one_key_makes_one_message_and_one_change() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        let keyed = |actions| Reply { key: "k".into(), ..with(actions) };
        let sent = || keyed(ReplyActions { seen_status: Some("new".into()), assign: true, ..to("solved") });
        let id = reply(desk, &grace, &number, sent()).await.unwrap();
        let happened = kinds(desk, &number).await;
        set_status(desk, &hugo, &number, "open").await;
        assert_eq!(reply(desk, &grace, &number, sent()).await.unwrap(), id, "whatever has become of it since");
        assert_eq!(status_of(desk, &number).await, "open");
        assert_eq!(kinds(desk, &number).await[..happened.len()], happened);
        for other in [to("open"), ReplyActions::default()] {
            let refused = refusal(reply(desk, &grace, &number, keyed(other)).await);
            assert_eq!(refused, Refusal::Conflict, "another status is other content");
        }
        let said = "SELECT COUNT(*) FROM messages WHERE body = 'Try it now, please.'";
        assert_eq!(number_in(desk, said).await, 1);
    }
}

#[tokio::test]
async fn what_cannot_be_set_sends_nothing() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        set_status(desk, &hugo, &number, "open").await;
        let changes = ChangedTables::watch(desk).await;
        for slug in ["approval", "OPEN", "", "so\0lved"] {
            let refused = refusal(reply(desk, &grace, &number, with(to(slug))).await);
            assert_eq!(refused, Refusal::field("status", Reason::NotOffered), "{slug}");
        }
        let stale = ReplyActions { seen_status: Some("new".into()), ..to("solved") };
        let meanwhile = Reason::ChangedMeanwhile { by: hugo.name.clone(), to: "Open".into(), now: "open".into() };
        let refused = refusal(reply(desk, &grace, &number, with(stale.clone())).await);
        assert_eq!(refused, Refusal::field("status", meanwhile));
        for actions in [to("solved"), ReplyActions { assign: true, ..ReplyActions::default() }] {
            let refused = refusal(reply(desk, &alice, &number, with(actions)).await);
            assert_eq!(refused, Refusal::Forbidden(Because::AgentsOnly));
        }
        assert_eq!(changes.tables(desk).await, BTreeSet::new());
        // What they were told is seen, and what both want is no quarrel.
        let again = ReplyActions { seen_status: Some("open".into()), ..stale };
        reply(desk, &grace, &number, with(again)).await.unwrap();
        let both = ReplyActions { seen_status: Some("open".into()), ..to("solved") };
        reply(desk, &hugo, &number, with(both)).await.unwrap();
        assert_eq!(status_of(desk, &number).await, "solved");
    }
}
