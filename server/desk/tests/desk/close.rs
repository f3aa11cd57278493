//! Closing and reopening.

use super::changed_tables::ChangedTables;
use super::helpers::{
    desk_at, events, incident, kept, kinds, load_ticket, open, person, raise, refusal, say, set_status, sql, status_of,
    words,
};
use super::support::{NOW, demo};
use desk::people::Person;
use desk::tickets::close::{close, reopen};
use desk::tickets::list::list;
use desk::tickets::new_ticket_form;
use desk::{Clock, Desk, Rules};
use domain::Refusal;
use domain::conversation::TimelineEntry;
use domain::refusal::Because;
use domain::tickets::draft::TicketDraft;
use domain::time::{DAY, HOUR};
use std::collections::BTreeSet;

#[tokio::test]
async fn closing_and_reopening_are_recorded_once_each() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let offered = async || load_ticket(desk, &alice, &number).await.may;
        assert!(offered().await.close && !offered().await.reopen);
        let later = desk_at(&test, NOW + HOUR).await;
        close(&later, &bruno, &number).await.unwrap();
        let ticket = kept(desk, &number).await;
        assert_eq!(
            (ticket.closed, ticket.changed_at, status_of(desk, &number).await.as_str()),
            (true, NOW + HOUR, "closed")
        );
        let closed = events(desk, &number).await.pop().unwrap();
        assert_eq!((closed.kind.as_str(), closed.actor_id, closed.public), ("closed", Some(bruno.id), true));
        assert_eq!((ticket.last_event, ticket.last_public_event), (closed.id, closed.id));
        assert!(!offered().await.close && offered().await.reopen);
        let mut changes = ChangedTables::watch(desk).await;
        close(&later, &alice, &number).await.unwrap();
        assert_eq!(changes.tables(desk).await, BTreeSet::new(), "closing a closed one");
        reopen(&later, &alice, &number).await.unwrap();
        assert_eq!((kept(desk, &number).await.closed, status_of(desk, &number).await.as_str()), (false, "open"));
        assert_eq!(kinds(desk, &number).await, ["opened", "closed", "reopened"]);
        changes.forget(desk).await;
        reopen(&later, &bruno, &number).await.unwrap();
        assert_eq!(changes.tables(desk).await, BTreeSet::new(), "reopening an open one");
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
        let draft = TicketDraft {
            subject: "New driver".into(),
            kind: "change".into(),
            queue: "print".into(),
            description: "4.1 on all benches".into(),
            attributes: vec![("reason".into(), "Fewer blank pages".into())],
            ..TicketDraft::default()
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
async fn b21_long_after_closing_reopening_asks_what_raising_asks() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let number = raise(desk, &alice).await;
        close(desk, &alice, &number).await.unwrap();
        let soon = desk_at(&test, NOW + 14 * DAY).await;
        let chloe = person(&soon, "chloe").await;
        reopen(&soon, &chloe, &number).await.unwrap();
        assert!(load_ticket(&soon, &chloe, &number).await.follow_up.is_none());
        close(&soon, &chloe, &number).await.unwrap();

        let late = desk_at(&test, NOW + 29 * DAY).await;
        let chloe = person(&late, "chloe").await;
        let seen = load_ticket(&late, &chloe, &number).await;
        assert!(!seen.may.reopen && !seen.may.answer);
        let shown = seen.follow_up.unwrap().refused.unwrap();
        let changes = ChangedTables::watch(&late).await;
        for refused in [
            refusal(reopen(&late, &chloe, &number).await),
            refusal(desk::conversation::reply(&late, &chloe, &number, words("Once more")).await),
        ] {
            assert_eq!(refused, Refusal::Forbidden(shown.clone()));
            let Refusal::Forbidden(Because::ClosedLongAgo { days: 14, then }) = refused else { panic!("{refused:?}") };
            assert!(matches!(*then, Because::NoSeat { .. }), "{then:?}");
        }
        assert_eq!(changes.tables(&late).await, BTreeSet::new(), "nothing is written");

        sql(desk, "UPDATE plans SET suspended = TRUE").await;
        let alice = person(&late, "alice").await;
        let refused = refusal(reopen(&late, &alice, &number).await);
        let Refusal::Forbidden(Because::ClosedLongAgo { then, .. }) = refused else { panic!("{refused:?}") };
        assert!(matches!(*then, Because::PlanSuspended { .. }), "{then:?}");
        reopen(&late, &person(&late, "grace").await, &number).await.unwrap();
        close(&late, &person(&late, "grace").await, &number).await.unwrap();

        sql(desk, "UPDATE plans SET suspended = FALSE").await;
        let later = desk_at(&test, NOW + 60 * DAY).await;
        let alice = person(&later, "alice").await;
        let seen = load_ticket(&later, &alice, &number).await;
        assert!(seen.may.reopen && seen.follow_up.is_some_and(|follow_up| follow_up.refused.is_none()));
        say(&later, &alice, &number).await;
        assert!(!kept(&later, &number).await.closed);
    }
}

#[tokio::test]
async fn b21_the_days_are_a_setting_and_a_follow_up_names_what_its_reader_sees() {
    for test in demo().await {
        let (alice, chloe) = (person(&test.desk, "alice").await, person(&test.desk, "chloe").await);
        let number = raise(&test.desk, &alice).await;
        close(&test.desk, &alice, &number).await.unwrap();
        let rules = Rules { reopen_days: 0, ..Rules::default() };
        let clock = Clock::fixed(NOW + HOUR);
        let desk = Desk::open_with(test.db.clone(), test.files.clone(), clock, rules).await.unwrap();
        assert!(matches!(
            refusal(reopen(&desk, &chloe, &number).await),
            Refusal::Forbidden(Because::ClosedLongAgo { days: 0, .. })
        ));
        let about = async |asking: &Person, number: &str| {
            new_ticket_form::referred_ticket(&desk, asking, number).await.unwrap()
        };
        let named = new_ticket_form::ReferredTicket {
            number: number.clone(),
            subject: "Paper jam at bench 3".into(),
            kind: "incident".into(),
            queue: "print".into(),
            company: "harbourline".into(),
        };
        assert_eq!(about(&alice, &number).await, Some(named));
        let dmitri = person(&desk, "dmitri").await;
        assert_eq!((about(&dmitri, &number).await, about(&alice, "nonsense").await), (None, None));
    }
}

#[tokio::test]
async fn closing_side_by_side_is_recorded_once() {
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
        let number =
            open(desk, &alice, &TicketDraft { queue: "software".into(), ..incident("It stops at step 3") }).await;
        let catalogue = desk.catalogue();
        let text = catalogue.queues.iter().find(|queue| queue.slug == "software").unwrap().auto_answer_closed.clone();
        let said = async || {
            let ticket = load_ticket(desk, &alice, &number).await;
            let bodies = ticket.conversation.into_iter().filter_map(|entry| match entry {
                TimelineEntry::Message(message) if message.author.full.is_empty() => Some(message.body),
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
            matches!(load_ticket(desk, &alice, &number).await.conversation.last(), Some(TimelineEntry::Message(_))),
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
