//! Closing and reopening.

use super::cast::{desk_at, events, incident, kept, kinds, look, open, person, raise, set_status, status_of};
use super::support::{NOW, demo};
use super::touched::Touched;
use desk::tickets::close::{close, reopen};
use desk::tickets::list::list;
use domain::conversation::Entry;
use domain::tickets::draft::Draft;
use domain::time::HOUR;
use std::collections::BTreeSet;

#[tokio::test]
async fn closing_and_reopening_are_told_once_each() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let offered = async || look(desk, &alice, &number).await.may;
        assert!(offered().await.close && !offered().await.reopen);
        let later = desk_at(&test, NOW + HOUR).await;
        close(&later, &bruno, &number).await.unwrap();
        let ticket = kept(desk, &number).await;
        assert_eq!(
            (ticket.closed, ticket.changed_at, status_of(desk, &number).await.as_str()),
            (true, NOW + HOUR, "closed")
        );
        assert_eq!(ticket.status_rank, desk.catalogue().status(ticket.status_id).unwrap().rank);
        let closed = events(desk, &number).await.pop().unwrap();
        assert_eq!((closed.kind.as_str(), closed.actor_id, closed.public), ("closed", Some(bruno.id), true));
        assert_eq!((ticket.last_event, ticket.last_public_event), (closed.id, closed.id));
        assert!(!offered().await.close && offered().await.reopen);
        let mut touched = Touched::watch(desk).await;
        close(&later, &alice, &number).await.unwrap();
        assert_eq!(touched.tables(desk).await, BTreeSet::new(), "closing a closed one");
        reopen(&later, &alice, &number).await.unwrap();
        assert_eq!((kept(desk, &number).await.closed, status_of(desk, &number).await.as_str()), (false, "open"));
        assert_eq!(kinds(desk, &number).await, ["opened", "closed", "reopened"]);
        touched.forget(desk).await;
        reopen(&later, &bruno, &number).await.unwrap();
        assert_eq!(touched.tables(desk).await, BTreeSet::new(), "reopening an open one");
    }
}

#[tokio::test]
async fn closed_tickets_leave_the_default_view() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let seen = async |query: &str| {
            let found = list(desk, &alice, &format!("{query}q={number}")).await.unwrap();
            found.rows.len()
        };
        assert_eq!((seen("").await, seen("closed=1&").await), (1, 1));
        close(desk, &alice, &number).await.unwrap();
        assert_eq!((seen("").await, seen("closed=1&").await), (0, 1));
        reopen(desk, &alice, &number).await.unwrap();
        assert_eq!(seen("").await, 1);
    }
}

#[tokio::test]
async fn a_change_closes_by_its_own_statuses() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let draft = Draft {
            subject: "New driver".into(),
            kind: "change".into(),
            queue: "print".into(),
            description: "4.1 on all benches".into(),
            attributes: vec![("reason".into(), "Fewer blank pages".into())],
            ..Draft::default()
        };
        let number = open(desk, &alice, &draft).await;
        assert_eq!(status_of(desk, &number).await, "requested");
        close(desk, &alice, &number).await.unwrap();
        let ticket = kept(desk, &number).await;
        let catalogue = desk.catalogue();
        let (status, kind) =
            (catalogue.status(ticket.status_id).unwrap(), catalogue.ticket_type(ticket.type_id).unwrap());
        assert!(status.kind.is_closed() && status.set_id == kind.status_set_id, "{}", status.slug);
        reopen(desk, &alice, &number).await.unwrap();
        assert_eq!(status_of(desk, &number).await, "assessing");
    }
}

#[tokio::test]
async fn closing_side_by_side_is_told_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        for _ in 0..5 {
            let number = raise(desk, &alice).await;
            let (one, two) = tokio::join!(close(desk, &alice, &number), close(desk, &bruno, &number));
            one.and(two).unwrap();
            assert_eq!(kinds(desk, &number).await, ["opened", "closed"]);
        }
    }
}

#[tokio::test]
async fn a_queue_answers_each_closing_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = open(desk, &alice, &Draft { queue: "software".into(), ..incident("It stops at step 3") }).await;
        let catalogue = desk.catalogue();
        let text = catalogue.queues.iter().find(|queue| queue.slug == "software").unwrap().auto_answer_closed.clone();
        let said = async || {
            let ticket = look(desk, &alice, &number).await;
            let bodies = ticket.conversation.into_iter().filter_map(|entry| match entry {
                Entry::Message(message) if message.author.full.is_empty() => Some(message.body),
                _ => None,
            });
            bodies.filter(|body| Some(body) == text.as_ref()).count()
        };
        assert_eq!(said().await, 0);
        let (one, two) = tokio::join!(close(desk, &alice, &number), close(desk, &grace, &number));
        one.and(two).unwrap();
        assert_eq!(said().await, 1, "pressed twice");
        assert_eq!(kinds(desk, &number).await, ["opened", "answered", "closed", "answered"]);
        let (ticket, last) = (kept(desk, &number).await, events(desk, &number).await.pop().unwrap());
        assert_eq!((last.actor_id, last.public), (None, true));
        assert_eq!((ticket.last_event, ticket.last_public_event), (last.id, last.id));
        assert!(
            matches!(look(desk, &alice, &number).await.conversation.last(), Some(Entry::Message(_))),
            "after the line"
        );
        reopen(desk, &alice, &number).await.unwrap();
        assert_eq!(said().await, 1);
        // By whatever way it closes, and not again from one closed status to the next.
        set_status(desk, &grace, &number, "solved").await;
        set_status(desk, &grace, &number, "closed").await;
        assert_eq!(said().await, 2);
    }
}
