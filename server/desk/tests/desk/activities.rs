//! Activities (the inbox): what is new for whom, and until when.

use super::helpers::{desk_at, load_ticket, note, number_in, person, raise, refusal, say, set_status, sql};
use super::support::{NOW, TestDesk, demo, demo_with};
use desk::activities::{list, recent, recent_statement, remove, restore, see_all};
use desk::people::Person;
use desk::tickets::{change, subscribe};
use desk::{Desk, conversation};
use domain::Refusal;
use domain::activities::{ActivityEntry, COUNTED_MAX, PAGE_SIZE, RECENT, What};
use domain::conversation::TimelineEvent;
use domain::tickets::TicketChange;
use sea_orm::{ConnectionTrait, Statement};

/// A desk on which nothing is new for anybody.
async fn quiet() -> Vec<TestDesk> {
    let desks = demo().await;
    for test in &desks {
        sql(&test.desk, "DELETE FROM activities").await;
    }
    desks
}

async fn entries(desk: &Desk, person: &Person) -> Vec<ActivityEntry> {
    list(desk, person, 1).await.unwrap().entries
}

async fn unread(desk: &Desk, person: &Person) -> u32 {
    let unread = desk::menu::counts(desk, person).await.unwrap().unread;
    assert_eq!(list(desk, person, 1).await.unwrap().unread, unread);
    unread
}

async fn assign(desk: &Desk, person: &Person, number: &str, to: &str) {
    let wanted = TicketChange { assignee: Some(to.into()), ..TicketChange::default() };
    change::change(desk, person, number, &wanted).await.unwrap();
}

#[tokio::test]
async fn an_answer_is_new_for_those_concerned_and_for_nobody_else() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, bruno, chloe, grace, hugo] = people(desk).await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
        say(desk, &grace, &number).await;
        for (concerned, name) in [(&alice, "the reporter"), (&bruno, "a subscriber")] {
            let [entry] = &entries(desk, concerned).await[..] else { panic!("{name} has one entry") };
            assert_eq!((entry.number.as_str(), entry.unread), (number.as_str(), true), "{name}");
            assert_eq!(entry.what, What::Answered, "what was said counts for more than what was set");
            assert_eq!(entry.who.as_ref().map(|who| who.full.as_str()), Some(grace.name.as_str()));
            assert_eq!(unread(desk, concerned).await, 1);
        }
        for nobody in [&chloe, &grace, &hugo] {
            assert_eq!((entries(desk, nobody).await, unread(desk, nobody).await), (vec![], 0), "{}", nobody.name);
        }
    }
}

async fn people(desk: &Desk) -> [Person; 5] {
    let mut found = Vec::new();
    for handle in ["alice", "bruno", "chloe", "grace", "hugo"] {
        found.push(person(desk, handle).await);
    }
    found.try_into().unwrap()
}

#[tokio::test]
async fn an_entry_grows_until_it_is_seen_and_begins_anew_then() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, _] = people(desk).await;
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        let first = entries(desk, &alice).await[0].besides;
        set_status(desk, &grace, &number, "waiting-customer").await;
        say(desk, &grace, &number).await;
        let [entry] = &entries(desk, &alice).await[..] else { panic!("one entry") };
        assert_eq!((entry.besides, &entry.what), (first + 2, &What::Answered));

        load_ticket(desk, &alice, &number).await;
        assert!(!entries(desk, &alice).await[0].unread, "everything has been on the screen");
        assert_eq!(unread(desk, &alice).await, 0);
        set_status(desk, &grace, &number, "solved").await;
        let [entry] = &entries(desk, &alice).await[..] else { panic!("one entry") };
        assert_eq!((entry.besides, entry.unread), (0, true));
        assert_eq!(entry.what, What::Line(TimelineEvent::Closed));
    }
}

#[tokio::test]
async fn a_message_taken_back_leaves_the_inbox_as_it_was() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, bruno, _, grace, hugo] = people(desk).await;
        let number = raise(desk, &alice).await;
        let rash = say(desk, &bruno, &number).await;
        assert_eq!(unread(desk, &alice).await, 1);
        conversation::retract(desk, &bruno, &number, &rash).await.unwrap();
        assert_eq!((entries(desk, &alice).await, unread(desk, &alice).await), (vec![], 0), "nothing else was new");

        assign(desk, &grace, &number, "hugo").await;
        say(desk, &grace, &number).await;
        let before = entries(desk, &alice).await;
        let rash = say(desk, &grace, &number).await;
        assert_eq!(entries(desk, &alice).await[0].besides, before[0].besides + 1);
        conversation::retract(desk, &grace, &number, &rash).await.unwrap();
        assert_eq!(entries(desk, &alice).await, before, "one less of those that are unread");

        for reader in [&alice, &hugo] {
            load_ticket(desk, reader, &number).await;
        }
        let (hers, his) = (entries(desk, &alice).await, entries(desk, &hugo).await);
        let rash = note(desk, &grace, &number, vec![]).await;
        assert_eq!((unread(desk, &alice).await, unread(desk, &hugo).await), (0, 1));
        conversation::retract(desk, &grace, &number, &rash).await.unwrap();
        assert_eq!((entries(desk, &alice).await, unread(desk, &alice).await), (hers, 0));
        let [entry] = &entries(desk, &hugo).await[..] else { panic!("one entry") };
        assert_eq!((&entry.what, entry.unread, unread(desk, &hugo).await), (&his[0].what, false, 0), "read, as before");
    }
}

#[tokio::test]
async fn a_note_is_new_for_the_desk_alone() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, hugo] = people(desk).await;
        let number = raise(desk, &alice).await;
        assign(desk, &grace, &number, "hugo").await;
        load_ticket(desk, &alice, &number).await;
        load_ticket(desk, &hugo, &number).await;
        let before = entries(desk, &alice).await;
        note(desk, &grace, &number, vec![]).await;
        assert_eq!((entries(desk, &alice).await, unread(desk, &alice).await), (before, 0));
        let [entry] = &entries(desk, &hugo).await[..] else { panic!("one entry") };
        assert_eq!((&entry.what, entry.unread), (&What::Noted, true));
    }
}

#[tokio::test]
async fn whoever_gets_a_ticket_hears_of_it() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, hugo] = people(desk).await;
        let number = raise(desk, &alice).await;
        assign(desk, &grace, &number, "hugo").await;
        let [entry] = &entries(desk, &hugo).await[..] else { panic!("one entry") };
        assert_eq!(entry.what, What::Line(TimelineEvent::Assigned { to: Some(hugo.name.clone()) }));
    }
}

#[tokio::test]
async fn a_lost_right_takes_the_entry_and_its_count_along() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, bruno, _, grace, _] = people(desk).await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
        say(desk, &grace, &number).await;
        assert_eq!(unread(desk, &bruno).await, 1);
        let workshop = TicketChange { queue: Some("workshop".into()), ..TicketChange::default() };
        change::change(desk, &grace, &number, &workshop).await.unwrap();
        for blind in [&alice, &bruno] {
            assert_eq!((entries(desk, blind).await, unread(desk, blind).await), (vec![], 0));
            assert_eq!(refusal(remove(desk, blind, &number).await), Refusal::NotFound);
        }
    }
}

#[tokio::test]
async fn what_is_removed_can_be_put_back_and_comes_back_with_news() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, chloe, grace, _] = people(desk).await;
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        let before = entries(desk, &alice).await;
        for _ in 0..2 {
            remove(desk, &alice, &number).await.unwrap();
            assert_eq!((entries(desk, &alice).await, unread(desk, &alice).await), (vec![], 0));
        }
        restore(desk, &alice, &number).await.unwrap();
        assert_eq!(entries(desk, &alice).await, before);
        remove(desk, &alice, &number).await.unwrap();
        say(desk, &grace, &number).await;
        let [entry] = &entries(desk, &alice).await[..] else { panic!("one entry") };
        assert_eq!((entry.besides, entry.unread), (0, true));
        assert_eq!(refusal(remove(desk, &chloe, &number).await), Refusal::NotFound, "she has no such entry");
    }
}

#[tokio::test]
async fn all_that_was_there_is_read_and_what_came_later_is_not() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, _] = people(desk).await;
        let (early, late) = (raise(desk, &alice).await, raise(desk, &alice).await);
        say(desk, &grace, &early).await;
        let until = list(desk, &alice, 1).await.unwrap().until;
        let later = desk_at(&test, NOW + 1).await;
        say(&later, &grace, &late).await;
        see_all(desk, &alice, until).await.unwrap();
        let left: Vec<_> = entries(desk, &alice).await.into_iter().map(|entry| (entry.number, entry.unread)).collect();
        assert_eq!(left, [(late, true), (early.clone(), false)], "the newest first");
        assert_eq!(
            super::helpers::listed(desk, &alice, &early).await.map(|row| row.unread),
            Some(false),
            "one state everywhere"
        );
    }
}

#[tokio::test]
async fn pages_hold_everything_once_and_counting_ends() {
    for test in demo_with(150).await {
        let desk = &test.desk;
        sql(desk, "DELETE FROM activities").await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let numbers = super::helpers::open(desk, &alice, &super::helpers::incident("First")).await;
        say(desk, &grace, &numbers).await;
        let event = number_in(desk, "SELECT MAX(told_event) FROM activities").await;
        let copy = format!(
            "INSERT INTO activities SELECT t.id, {}, {event} + t.id, {event}, TRUE, 1, 0, TRUE, FALSE FROM tickets t \
             WHERE t.id NOT IN (SELECT ticket_id FROM activities)",
            grace.id
        );
        sql(desk, &copy).await;
        let all = number_in(desk, &format!("SELECT COUNT(*) FROM activities WHERE user_id = {}", grace.id)).await;
        assert!(all > 100, "{all}");
        assert_eq!(unread(desk, &grace).await, COUNTED_MAX + 1);
        let mut seen = std::collections::BTreeSet::new();
        for page in 1.. {
            let inbox = list(desk, &grace, page).await.unwrap();
            assert!(inbox.entries.len() == PAGE_SIZE as usize || !inbox.more);
            seen.extend(inbox.entries.into_iter().map(|entry| entry.number));
            if !inbox.more {
                break;
            }
        }
        assert_eq!(seen.len() as i64, all);
    }
}

#[tokio::test]
async fn m10_reading_a_ticket_never_takes_back_what_was_read_later() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, _] = people(desk).await;
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        // Dropped half-way: either read or not, and the next look works.
        for _ in 0..20 {
            let looking = load_ticket(desk, &alice, &number);
            let _ = tokio::time::timeout(std::time::Duration::from_micros(300), looking).await;
        }
        load_ticket(desk, &alice, &number).await;
        assert_eq!(unread(desk, &alice).await, 0);
        let reply = super::helpers::words("Still so.");
        conversation::reply(desk, &alice, &number, reply).await.unwrap();
    }
}

#[tokio::test]
async fn d_an_entry_begins_with_what_was_said() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, hugo] = people(desk).await;
        let number = raise(desk, &alice).await;
        assign(desk, &grace, &number, "hugo").await;
        say(desk, &grace, &number).await;
        let of =
            |entries: Vec<ActivityEntry>| entries.into_iter().next().map(|entry| entry.excerpt).unwrap_or_default();
        assert_eq!(of(entries(desk, &alice).await), "Thank you, I will look into it.");
        assert_eq!(of(recent(desk, &alice).await.unwrap()), "Thank you, I will look into it.", "in the menu, too");
        load_ticket(desk, &alice, &number).await;
        set_status(desk, &grace, &number, "solved").await;
        assert_eq!(of(entries(desk, &alice).await), "", "nothing was said");

        note(desk, &grace, &number, vec![]).await;
        assert_eq!(of(recent(desk, &hugo).await.unwrap()), "Only for us: ask the workshop.");
        // Even where somebody has an entry that tells of a note: from the time when they worked here.
        sql(
            desk,
            "UPDATE activities SET told_event = (SELECT MAX(id) FROM events WHERE kind = 'noted') \
             WHERE user_id = (SELECT id FROM users WHERE slug = 'alice')",
        )
        .await;
        for entries in [entries(desk, &alice).await, recent(desk, &alice).await.unwrap()] {
            assert_eq!((of(entries.clone()).as_str(), entries.len()), ("", 1), "a note is for the desk alone");
        }
    }
}

#[tokio::test]
async fn d_the_menu_holds_the_newest_few_found_by_index() {
    for test in quiet().await {
        let desk = &test.desk;
        let [alice, _, _, grace, _] = people(desk).await;
        let mut numbers = Vec::new();
        for _ in 0..=RECENT {
            numbers.push(raise(desk, &alice).await);
        }
        for number in &numbers {
            say(desk, &grace, number).await;
        }
        let shown: Vec<String> = recent(desk, &alice).await.unwrap().into_iter().map(|entry| entry.number).collect();
        let newest: Vec<String> = numbers.iter().rev().take(RECENT as usize).cloned().collect();
        assert_eq!(shown, newest);
        if test.db.is_sqlite() {
            let statement = recent_statement(desk, &alice);
            let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
            let rows = test.db.read().query_all_raw(explain).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let plan = plan.join("\n");
            assert!(plan.contains("INDEX activities_newest") && !plan.contains("TEMP B-TREE"), "{plan}");
            assert!(!plan.contains("SCAN"), "{plan}");
        }
    }
}
