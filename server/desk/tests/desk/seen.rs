//! Read cursors: what a person has seen of a ticket is what was on their screen, and nothing else.

use super::helpers::{desk_at, listed, load_ticket, message_ids, note, number_in, person, raise, say, set_status, sql};
use super::support::{NOW, demo};
use desk::people::Person;
use desk::tickets::seen::mark_seen;
use desk::tickets::show::{MessageWindow, show, show_window};
use desk::tickets::subscribe;
use desk::{Desk, menu};
use domain::tickets::Ticket;
use domain::time::HOUR;

async fn open(desk: &Desk, person: &Person, number: &str) -> Ticket {
    show_window(desk, person, number, MessageWindow::Opening).await.unwrap()
}

async fn is_unread(desk: &Desk, person: &Person, number: &str) -> bool {
    listed(desk, person, number).await.unwrap().unread
}

async fn news(desk: &Desk, person: &Person) -> u32 {
    menu::counts(desk, person).await.unwrap().unread
}

#[tokio::test]
async fn opening_a_ticket_is_not_seeing_it() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "DELETE FROM activities").await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let (first, second) = (say(desk, &grace, &number).await, say(desk, &grace, &number).await);
        for _ in 0..2 {
            let ticket = open(desk, &alice, &number).await;
            assert_eq!((ticket.unread, ticket.first_unread.as_ref()), (true, Some(&first)));
        }
        assert!(is_unread(desk, &alice, &number).await && news(desk, &alice).await == 1);

        mark_seen(desk, &alice, &number, &first).await.unwrap();
        assert_eq!(open(desk, &alice, &number).await.first_unread, Some(second.clone()), "seen up to the first");
        assert!(is_unread(desk, &alice, &number).await && news(desk, &alice).await == 1);

        mark_seen(desk, &alice, &number, &second).await.unwrap();
        let ticket = open(desk, &alice, &number).await;
        assert_eq!((ticket.unread, ticket.first_unread), (false, None));
        assert!(!is_unread(desk, &alice, &number).await && news(desk, &alice).await == 0);
        mark_seen(desk, &alice, &number, &first).await.unwrap();
        assert!(!is_unread(desk, &alice, &number).await, "what was seen stays seen");
    }
}

#[tokio::test]
async fn an_answer_that_comes_meanwhile_stays_unread() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "DELETE FROM activities").await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let seen = say(desk, &grace, &number).await;
        // Both are there by the time at which the page tells of the first.
        let later = say(desk, &grace, &number).await;
        mark_seen(desk, &alice, &number, &seen).await.unwrap();
        assert!(is_unread(desk, &alice, &number).await && news(desk, &alice).await == 1);
        let ticket = open(desk, &alice, &number).await;
        assert_eq!(ticket.first_unread, Some(later));
    }
}

#[tokio::test]
async fn acting_on_a_ticket_is_not_seeing_what_was_said_on_it() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "DELETE FROM activities").await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &grace, &number, true).await.unwrap();
        load_ticket(desk, &grace, &number).await;
        set_status(desk, &grace, &number, "waiting-supplier").await;
        assert!(!is_unread(desk, &grace, &number).await, "her own doing is not new to her");

        let (first, second) = (say(desk, &alice, &number).await, say(desk, &alice, &number).await);
        set_status(desk, &grace, &number, "open").await;
        say(desk, &grace, &number).await;
        note(desk, &grace, &number, vec![]).await;
        assert!(is_unread(desk, &grace, &number).await && news(desk, &grace).await == 1);
        assert_eq!(open(desk, &grace, &number).await.first_unread, Some(first.clone()));
        mark_seen(desk, &grace, &number, &first).await.unwrap();
        assert_eq!(open(desk, &grace, &number).await.first_unread, Some(second.clone()));
        mark_seen(desk, &grace, &number, &second).await.unwrap();
        assert!(!is_unread(desk, &grace, &number).await && news(desk, &grace).await == 0, "her own words with it");
    }
}

#[tokio::test]
async fn what_was_said_before_somebody_came_stays_old_when_they_act() {
    for test in demo().await {
        let (desk, later) = (&test.desk, &desk_at(&test, NOW + HOUR).await);
        let number = raise(desk, &person(desk, "alice").await).await;
        sql(desk, &format!("UPDATE users SET created_at = {} WHERE slug = 'hugo'", NOW + 1)).await;
        let hugo = person(later, "hugo").await;
        set_status(later, &hugo, &number, "open").await;
        assert!(!is_unread(later, &hugo, &number).await);
    }
}

#[tokio::test]
async fn what_happens_beside_the_conversation_is_seen_with_the_message_before_it() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "DELETE FROM activities").await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let said = say(desk, &grace, &number).await;
        mark_seen(desk, &alice, &number, &said).await.unwrap();
        set_status(desk, &grace, &number, "waiting-supplier").await;
        let ticket = open(desk, &alice, &number).await;
        assert_eq!((ticket.unread, ticket.first_unread), (true, None));
        mark_seen(desk, &alice, &number, &said).await.unwrap();
        assert!(!is_unread(desk, &alice, &number).await && news(desk, &alice).await == 0);
    }
}

#[tokio::test]
async fn a_private_note_is_seen_by_agents_and_marks_nothing_for_customers() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let hugo = person(desk, "hugo").await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &hugo, &number, true).await.unwrap();
        let opening = message_ids(&open(desk, &hugo, &number).await).remove(0);
        mark_seen(desk, &hugo, &number, &opening).await.unwrap();
        let secret = note(desk, &grace, &number, vec![]).await;
        let public = say(desk, &grace, &number).await;
        assert_eq!(open(desk, &hugo, &number).await.first_unread, Some(secret.clone()));
        assert_eq!(open(desk, &alice, &number).await.first_unread, Some(public));
        let marks =
            format!("SELECT CAST(COALESCE(SUM(event_id), 0) AS BIGINT) FROM read_cursors WHERE user_id = {}", alice.id);
        let before = number_in(desk, &marks).await;
        for id in [&secret, "nonsense", "\0"] {
            mark_seen(desk, &alice, &number, id).await.unwrap();
        }
        assert_eq!(number_in(desk, &marks).await, before);
        mark_seen(desk, &hugo, &number, &secret).await.unwrap();
        assert!(is_unread(desk, &hugo, &number).await, "the answer after the note is not seen yet");
    }
}

#[tokio::test]
async fn a_long_ticket_opens_where_it_was_left() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let mut said = Vec::new();
        for _ in 0..230 {
            said.push(say(desk, &grace, &number).await);
        }
        mark_seen(desk, &alice, &number, &said[3]).await.unwrap();
        let ticket = open(desk, &alice, &number).await;
        assert_eq!(ticket.first_unread.as_ref(), Some(&said[4]));
        let shown = message_ids(&ticket);
        assert!(shown.contains(&said[4]) && shown.contains(&said[3]), "with something of what was seen before");
        let few = show(desk, &alice, &number, 50).await.unwrap();
        let shown = message_ids(&few);
        assert_eq!((shown.len(), few.earlier, &shown[0]), (226, 5, &said[4]), "nothing unseen is left out");

        mark_seen(desk, &alice, &number, &said[229]).await.unwrap();
        let ticket = open(desk, &alice, &number).await;
        let shown = message_ids(&ticket);
        assert_eq!((shown.len(), ticket.earlier), (200, 31), "everything is seen: the newest ones");
        let first = &shown[0];
        say(desk, &grace, &number).await;
        let again = show_window(desk, &alice, &number, MessageWindow::From(first)).await.unwrap();
        let now = message_ids(&again);
        assert_eq!((now.len(), &now[0], again.earlier), (201, first, 31), "nothing falls off while the page stands");
        let all = show(desk, &alice, &number, u64::MAX).await.unwrap();
        assert_eq!((message_ids(&all).len(), all.earlier), (232, 0), "all of it, for paper");
    }
}
