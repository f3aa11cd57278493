//! Waiting statuses: whom a ticket waits for and what is unread: what customers read of it, what ends it, and in whose lists it stands.

use super::helpers::{
    self, account, desk_at, exported, kept, listed, load_ticket, note, number_in, person, raise, say, set_status, sql,
    status_of,
};
use super::invite::wiktor;
use super::support::{NOW, demo};
use desk::people::Person;
use desk::people::invite::invite;
use desk::tickets::change;
use desk::tickets::list::offered::offered;
use desk::tickets::list::{list, quick};
use desk::{Desk, activities, conversation};
use domain::activities::What;
use domain::conversation::{TimelineEntry, TimelineEvent};
use domain::listing::Facet;
use domain::tickets::TicketChange;
use domain::time::HOUR;

async fn holds(desk: &Desk, person: &Person, query: &str, number: &str) -> bool {
    let found = list(desk, person, &format!("{query}&size=200")).await.unwrap();
    assert!(found.refused.is_empty(), "{query}");
    found.rows.iter().any(|row| row.number == number)
}

async fn assign(desk: &Desk, person: &Person, number: &str, to: &str) {
    let wanted = TicketChange { assignee: Some(to.into()), ..TicketChange::default() };
    change::change(desk, person, number, &wanted).await.unwrap();
}

/// Nothing that there is now is new to them.
async fn read_everything(desk: &Desk, person: &Person) {
    let sql = format!(
        "INSERT INTO read_cursors (user_id, ticket_id, event_id) SELECT {}, id, last_event FROM tickets WHERE TRUE \
         ON CONFLICT (user_id, ticket_id) DO UPDATE SET event_id = excluded.event_id",
        person.id
    );
    helpers::sql(desk, &sql).await;
}

#[tokio::test]
async fn c37_a_customers_reply_ends_the_waiting_for_customers_and_for_nobody_else() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        for (status, after) in [("waiting-customer", "open"), ("waiting-supplier", "waiting-supplier")] {
            let number = raise(desk, &alice).await;
            say(desk, &grace, &number).await;
            set_status(desk, &grace, &number, status).await;
            let waits = status == "waiting-customer";
            assert_eq!(holds(desk, &alice, "waiting=1", &number).await, waits, "{status}");
            assert!(!holds(desk, &grace, "waiting=1", &number).await, "{status}: grace has answered");
            say(desk, &bruno, &number).await;
            assert_eq!(status_of(desk, &number).await, after);
            assert!(!holds(desk, &alice, "waiting=1", &number).await, "{status}: her company has answered");
            assert!(
                holds(desk, &grace, "waiting=1", &number).await,
                "{status}: whatever it says, a customer spoke last"
            );
        }
    }
}

#[tokio::test]
async fn a_status_that_nobody_knows_the_party_of_is_ended_by_nobody() {
    for test in demo().await {
        sql(&test.desk, "UPDATE statuses SET waits_for = 'moon' WHERE slug = 'waiting-customer'").await;
        sql(&test.desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let desk = &desk_at(&test, NOW).await;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        set_status(desk, &grace, &number, "waiting-customer").await;
        say(desk, &alice, &number).await;
        assert_eq!(status_of(desk, &number).await, "waiting-customer");
        assert!(!holds(desk, &alice, "waiting=1", &number).await);
    }
}

#[tokio::test]
async fn what_waits_for_an_agent_is_theirs_until_they_answer() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, bruno, dmitri] =
            [person(desk, "alice").await, person(desk, "bruno").await, person(desk, "dmitri").await];
        let (grace, hugo) = (person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        assert!(!holds(desk, &grace, "waiting=1", &number).await, "nobody's yet");
        assign(desk, &grace, &number, "grace").await;
        assert!(holds(desk, &grace, "waiting=1", &number).await);
        assert!(!holds(desk, &hugo, "waiting=1", &number).await, "another agent's");
        note(desk, &hugo, &number, vec![]).await;
        assert!(holds(desk, &grace, "waiting=1", &number).await, "a note is no answer");
        let rash = say(desk, &grace, &number).await;
        assert!(!holds(desk, &grace, "waiting=1", &number).await);
        conversation::retract(desk, &grace, &number, &rash).await.unwrap();
        assert!(kept(desk, &number).await.last_reply_by_customer);
        assert!(holds(desk, &grace, "waiting=1", &number).await, "she has taken it back");
        say(desk, &grace, &number).await;
        set_status(desk, &grace, &number, "waiting-customer").await;
        for (reader, waits) in [(&alice, true), (&bruno, true), (&dmitri, false), (&grace, false)] {
            assert_eq!(holds(desk, reader, "waiting=1", &number).await, waits, "{}", reader.name);
        }
        assert!(!holds(desk, &bruno, "waiting=1&scope=mine", &number).await, "alice raised it");
        desk::tickets::close::close(desk, &grace, &number).await.unwrap();
        assert!(!holds(desk, &alice, "waiting=1&closed=1", &number).await, "nothing closed waits");
    }
}

#[tokio::test]
async fn customers_read_a_status_by_their_own_name_everywhere() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        activities::see_all(desk, &alice, i64::MAX).await.unwrap();
        set_status(desk, &grace, &number, "waiting-customer").await;
        for (reader, name) in [(&alice, "Waiting for you"), (&grace, "Waiting for customer")] {
            assert_eq!(names(desk, reader, &number).await, [name; 5], "{}", reader.name);
        }
        let entry = activities::list(desk, &alice, 1).await.unwrap().entries.remove(0);
        assert_eq!(entry.what, What::Line(TimelineEvent::Status { to: "Waiting for you".into() }));
        // Events from before they had a name of their own, and a status that has another name by now.
        let data = r#"{"to":{"label":"Waiting for customer"}}"#;
        sql(desk, &format!("UPDATE events SET data = '{data}' WHERE kind = 'status'")).await;
        assert_eq!(names(desk, &alice, &number).await, ["Waiting for you"; 5]);
        set_status(desk, &grace, &number, "open").await;
        set_status(desk, &grace, &number, "waiting-customer").await;
        sql(desk, "UPDATE statuses SET label = 'On hold' WHERE slug = 'waiting-customer'").await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let later = &desk_at(&test, NOW).await;
        assert_eq!(names(later, &alice, &number).await, ["Waiting for you"; 5]);
        assert_eq!(names(later, &grace, &number).await[0], "On hold");
    }
}

/// What the ticket's status is called: on its page, in its conversation, in the list, in a file, and among the filter's values.
async fn names(desk: &Desk, person: &Person, number: &str) -> [String; 5] {
    let page = load_ticket(desk, person, number).await;
    let line = page.conversation.iter().rev().find_map(|entry| match entry {
        TimelineEntry::Line(line) => match &line.what {
            TimelineEvent::Status { to } => Some(to.clone()),
            _ => None,
        },
        TimelineEntry::Message(_) => None,
    });
    let listed = listed(desk, person, number).await.unwrap().status.label;
    let written = exported(desk, person, &format!("q={number}&in=number")).await.remove(0).status;
    let values = offered(desk, person, "", Facet::Status, "").await.unwrap().values;
    let value = values.into_iter().find(|value| value.slug == "waiting-customer").unwrap().label;
    let chosen = list(desk, person, "status=waiting-customer").await.unwrap().named.remove(0).labels.remove(0);
    assert_eq!(value, chosen, "a filter and what is chosen in it");
    [page.status.label, line.unwrap_or_default(), listed, written, value]
}

#[tokio::test]
async fn what_was_there_before_somebody_came_is_not_new_to_them() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        sql(desk, "DELETE FROM read_cursors").await;
        let number = raise(desk, &alice).await;
        for handle in ["chloe", "nadia"] {
            let old = person(desk, handle).await;
            assert!(quick(desk, &old, "").await.unwrap().unread.unwrap().count > 3, "{handle} has been here all along");
        }
        sql(desk, &format!("UPDATE users SET created_at = {} WHERE slug = 'nadia'", NOW + 1)).await;
        let of_chloe = account(desk, "chloe").await.id;
        sql(desk, &format!("UPDATE memberships SET since = {} WHERE user_id = {of_chloe}", NOW + 1)).await;
        for handle in ["chloe", "nadia"] {
            let new = person(desk, handle).await;
            assert_eq!(quick(desk, &new, "").await.unwrap().unread.unwrap().count, 0, "{handle}");
            assert!(list(desk, &new, "size=200").await.unwrap().rows.iter().all(|row| !row.unread), "{handle}");
            let later = desk_at(&test, NOW + HOUR).await;
            say(&later, &grace, &number).await;
            assert!(holds(desk, &new, "unread=1", &number).await, "{handle} hears of what happens from now on");
            assert_eq!(quick(desk, &new, "").await.unwrap().unread.unwrap().count, 1, "{handle}");
            sql(desk, &format!("UPDATE tickets SET changed_at = {NOW}")).await;
        }
        let later = desk_at(&test, NOW + HOUR).await;
        invite(&later, &grace, &wiktor()).await.unwrap();
        let since = "SELECT m.since FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.slug = 'wiktor-nowy'";
        assert_eq!(number_in(desk, since).await, NOW + HOUR);
    }
}

#[tokio::test]
async fn what_is_unread_is_what_others_did_since_it_was_read() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        for reader in [&alice, &grace, &hugo] {
            read_everything(desk, reader).await;
            assert_eq!(quick(desk, reader, "").await.unwrap().unread.unwrap().count, 0, "{}", reader.name);
        }
        note(desk, &grace, &number, vec![]).await;
        let unread = async |reader: &Person| {
            let counted = quick(desk, reader, "scope=company").await.unwrap().unread.unwrap();
            assert_eq!(counted.count == 1, holds(desk, reader, "unread=1", &number).await);
            counted.count
        };
        assert_eq!([unread(&alice).await, unread(&grace).await, unread(&hugo).await], [0, 0, 1], "a note");
        say(desk, &alice, &number).await;
        assert_eq!([unread(&alice).await, unread(&grace).await, unread(&hugo).await], [0, 1, 1], "an answer");
        assert!(!holds(desk, &hugo, "unread=1&queue=software", &number).await, "filters narrow each other");
        desk::tickets::close::close(desk, &alice, &number).await.unwrap();
        assert_eq!([unread(&alice).await, unread(&grace).await, unread(&hugo).await], [0; 3], "closed");
    }
}
