//! Live updates: what a stream tells, to whom, and when it ends.

use super::helpers::{self, account, load_ticket, note, person, raise, refusal, say, sql, token};
use super::support::{TestDesk, demo};
use desk::Desk;
use desk::live::{Listener, Start, StreamEvent, listen};
use desk::people::sign_out;
use desk::plans;
use desk::tickets::change;
use domain::Refusal;
use domain::tickets::TicketChange;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Nothing is told later than this.
const PATIENCE: Duration = Duration::from_secs(60);
/// Nothing that is not to be told comes within this.
const SILENCE: Duration = Duration::from_millis(700);

async fn stream(desk: &Desk, handle: &str, after: Option<&str>) -> (Listener, String) {
    let token = token(desk, &account(desk, handle).await.email, false).await.text;
    (listen(desk, &token, Start { after, again: false }).await.unwrap(), token)
}

/// The next thing of interest: greetings and counts are left out.
async fn next(listener: &mut Listener) -> Option<String> {
    loop {
        let event = tokio::time::timeout(PATIENCE, listener.next()).await.expect("something is told");
        match event? {
            StreamEvent::Ticket { news, about, concerns, .. } => {
                let mark = if about.by_me { " by me" } else { "" };
                let new = if concerns { " new" } else { "" };
                return Some(format!("{}{mark}{new}", news.number()));
            }
            StreamEvent::Gone { number, .. } => return Some(format!("{number} gone")),
            StreamEvent::Read { number } => return Some(format!("{} read", number.unwrap_or_default())),
            StreamEvent::Plan => return Some("plan".into()),
            StreamEvent::Resync { .. } => return Some("resync".into()),
            StreamEvent::Bye => return Some("bye".into()),
            StreamEvent::Hello { .. }
            | StreamEvent::Counts(_)
            | StreamEvent::Recent(_)
            | StreamEvent::Chat { .. }
            | StreamEvent::Line { .. }
            | StreamEvent::Beat => {}
        }
    }
}

async fn is_silent(listener: &mut Listener) {
    let result = tokio::time::timeout(SILENCE, next(listener)).await;
    assert!(result.is_err(), "{result:?}");
}

fn to(queue: &str) -> TicketChange {
    TicketChange { queue: Some(queue.into()), ..TicketChange::default() }
}

#[tokio::test]
async fn k01_a_stream_tells_what_the_person_sees_and_nothing_else() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let (mut to_alice, _) = stream(desk, "alice", None).await;
        let (mut to_bruno, _) = stream(desk, "bruno", None).await;
        let (mut to_dmitri, _) = stream(desk, "dmitri", None).await;
        let (mut to_ewa, _) = stream(desk, "ewa", None).await;
        let (mut to_iris, _) = stream(desk, "iris", None).await;
        let number = raise(desk, &alice).await;
        assert_eq!(next(&mut to_alice).await, Some(format!("{number} by me")));
        assert_eq!(next(&mut to_bruno).await, Some(number.clone()));
        assert_eq!(next(&mut to_iris).await, Some(number.clone()));
        say(desk, &grace, &number).await;
        assert_eq!(next(&mut to_alice).await, Some(format!("{number} new")));
        assert_eq!(next(&mut to_bruno).await, Some(number.clone()));
        assert_eq!(next(&mut to_iris).await, Some(number.clone()));
        note(desk, &grace, &number, vec![]).await;
        assert_eq!(next(&mut to_iris).await, Some(number.clone()), "the desk hears of notes");
        for customer in [&mut to_alice, &mut to_bruno, &mut to_dmitri, &mut to_ewa] {
            is_silent(customer).await;
        }
    }
}

#[tokio::test]
async fn c09_a_changed_plan_is_sent_to_its_company_and_to_the_desk() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let (mut to_olga, _) = stream(desk, "olga", None).await;
        let (mut to_grace, _) = stream(desk, "grace", None).await;
        let (mut to_dmitri, _) = stream(desk, "dmitri", None).await;
        let wanted = plans::change::PlanChange {
            level: "Standard",
            limit: "5",
            ends_on: "",
            grace_days: "14",
            suspended: false,
            choose_by: "",
        };
        plans::change::change(desk, &admin, "harbourline", "", wanted).await.unwrap();
        assert_eq!(next(&mut to_olga).await.as_deref(), Some("plan"));
        assert_eq!(next(&mut to_grace).await.as_deref(), Some("plan"));
        is_silent(&mut to_dmitri).await;
    }
}

#[tokio::test]
async fn a_right_that_is_taken_away_ends_the_news_at_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let (mut to_bruno, _) = stream(desk, "bruno", None).await;
        let (mut to_iris, _) = stream(desk, "iris", None).await;
        say(desk, &grace, &number).await;
        assert_eq!(next(&mut to_bruno).await, Some(number.clone()));
        assert_eq!(next(&mut to_iris).await, Some(number.clone()));
        sql(desk, "UPDATE companies SET sharing = 'nobody'").await;
        sql(
            desk,
            "DELETE FROM rights WHERE target = 'type' AND role_id = (SELECT role_id FROM users WHERE slug = 'iris')",
        )
        .await;
        sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        say(desk, &grace, &number).await;
        is_silent(&mut to_bruno).await;
        is_silent(&mut to_iris).await;
    }
}

#[tokio::test]
async fn a_ticket_that_leaves_somebodys_sight_is_gone_there() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let (mut to_alice, _) = stream(desk, "alice", None).await;
        let (mut to_dmitri, _) = stream(desk, "dmitri", None).await;
        change::change(desk, &grace, &number, &to("workshop")).await.unwrap();
        assert_eq!(next(&mut to_alice).await, Some(format!("{number} gone")));
        is_silent(&mut to_dmitri).await;
    }
}

#[tokio::test]
async fn k03_g02_a_stream_ends_with_its_session() {
    for test in demo().await {
        let desk = &test.desk;
        let (mut signed_out, first) = stream(desk, "alice", None).await;
        let (mut expired, _) = stream(desk, "bruno", None).await;
        let (mut disabled, _) = stream(desk, "ines", None).await;
        sign_out(desk, &first).await.unwrap();
        assert_eq!(next(&mut signed_out).await, None);
        assert_eq!(refusal(listen(desk, &first, Start::default()).await), Refusal::SignedOut);
        sql(desk, "UPDATE sessions SET expires_at = 0 WHERE user_id = (SELECT id FROM users WHERE slug = 'bruno')")
            .await;
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'ines'").await;
        assert_eq!(next(&mut expired).await, None);
        assert_eq!(next(&mut disabled).await, None);
    }
}

#[tokio::test]
async fn whoever_comes_back_hears_what_was_missed() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let (mut first, _) = stream(desk, "bruno", None).await;
        let cursor = mark_of(&mut first).await;
        drop(first);
        let (one, two) = (raise(desk, &alice).await, raise(desk, &alice).await);
        say(desk, &grace, &one).await;
        note(desk, &grace, &two, vec![]).await;
        let (mut back, _) = stream(desk, "bruno", Some(&cursor)).await;
        let received = [next(&mut back).await.unwrap(), next(&mut back).await.unwrap()];
        assert_eq!(received, [two, one], "each ticket once, in the order of its last event");
        is_silent(&mut back).await;
        for nonsense in ["", "0", "1", "-1", "%00", &"0".repeat(48), &"x".repeat(10_000)] {
            let (mut lost, _) = stream(desk, "bruno", Some(nonsense)).await;
            assert_eq!(next(&mut lost).await.as_deref(), Some("resync"), "{nonsense}");
        }
        let many: Vec<_> = (0..600).map(|at| format!("({at}, 'subscribed', 1, FALSE, '{{}}')")).collect();
        sql(desk, &format!("INSERT INTO events (at, kind, version, public, data) VALUES {}", many.join(", "))).await;
        let (mut old, _) = stream(desk, "bruno", Some(&cursor)).await;
        assert_eq!(next(&mut old).await.as_deref(), Some("resync"), "too much to be told one by one");
    }
}

/// The follower may not have got to the newest events when a stream comes back: it tells them after the stream has.
#[tokio::test]
async fn whoever_comes_back_before_others_have_heard_hears_it_once() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let (mut to_bruno, _) = stream(desk, "bruno", None).await;
        let cursor = mark_of(&mut to_bruno).await;
        let mut numbers = Vec::new();
        for _ in 0..5 {
            numbers.push(raise(desk, &alice).await);
            // At once: the follower is at it.
            let (mut back, _) = stream(desk, "bruno", Some(&cursor)).await;
            for number in &numbers {
                assert_eq!(next(&mut back).await.as_ref(), Some(number));
            }
            is_silent(&mut back).await;
        }
        for number in &numbers {
            assert_eq!(next(&mut to_bruno).await.as_ref(), Some(number), "who was there heard each once");
        }
        is_silent(&mut to_bruno).await;
    }
}

async fn mark_of(listener: &mut Listener) -> String {
    match listener.next().await {
        Some(StreamEvent::Hello { cursor, .. }) => cursor,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn k05_whoever_reads_too_slowly_begins_anew_and_nobody_else_notices() {
    let Some(test) = demo().await.into_iter().next() else { panic!("SQLite is always there") };
    let desk = &test.desk;
    let (mut slow, _) = stream(desk, "bruno", None).await;
    let (mut quick, _) = stream(desk, "bruno", None).await;
    let read_by_quick = Arc::new(AtomicUsize::new(0));
    let counting = read_by_quick.clone();
    let reading = tokio::spawn(async move {
        let mut received = Vec::new();
        while let Some(one) = next(&mut quick).await.filter(|event| event != "bye") {
            received.push(one);
            counting.store(received.len(), Ordering::Relaxed);
        }
        received
    });
    for _ in 0..10_000 / EACH {
        let before = read_by_quick.load(Ordering::Relaxed);
        sql(desk, &many_events()).await;
        // Whoever reads at all keeps up with this.
        helpers::eventually("it is read", async || read_by_quick.load(Ordering::Relaxed) > before).await;
    }
    let mut received = Vec::new();
    while let Ok(Some(one)) = tokio::time::timeout(SILENCE, next(&mut slow)).await {
        received.push(one);
    }
    assert!(received.iter().any(|event| event == "resync"), "{} told", received.len());
    desk.live().stop();
    let read = reading.await.unwrap();
    assert!(read.len() > received.len() && !read.iter().any(|event| event == "resync"), "{} read", read.len());
}

/// So many events are written at a time.
const EACH: usize = 500;

/// Events on every ticket there is, in turn.
fn many_events() -> String {
    format!(
        "INSERT INTO events (at, ticket_id, company_id, kind, version, public, data) SELECT 0, t.id, t.company_id, 'status', 1, TRUE, \
         '{{\"to\":{{\"label\":\"Open\"}}}}' \
         FROM tickets t CROSS JOIN (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 \
         UNION SELECT 7 UNION SELECT 8) many LIMIT {EACH}"
    )
}

#[tokio::test]
async fn reading_on_one_page_reaches_the_others() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        let (mut to_alice, _) = stream(desk, "alice", None).await;
        let (mut to_bruno, _) = stream(desk, "bruno", None).await;
        load_ticket(desk, &alice, &number).await;
        assert_eq!(next(&mut to_alice).await, Some(format!("{number} read")));
        is_silent(&mut to_bruno).await;
    }
}

#[tokio::test]
async fn a_desk_that_stops_says_goodbye() {
    for test in demo().await {
        let (mut listener, token) = stream(&test.desk, "alice", None).await;
        test.desk.live().stop();
        assert_eq!(next(&mut listener).await.as_deref(), Some("bye"));
        assert_eq!(next(&mut listener).await, None);
        assert_eq!(next(&mut listen(&test.desk, &token, Start::default()).await.unwrap()).await, None);
    }
}

/// Another server process on the same database.
#[tokio::test]
async fn what_another_process_writes_is_sent_here() {
    for test in demo().await {
        let other = elsewhere(&test).await;
        for desk in [&test.desk, &other, &test.desk] {
            desk::live::start(desk);
        }
        let (alice, grace) = (person(&test.desk, "alice").await, person(&test.desk, "grace").await);
        let number = raise(&test.desk, &alice).await;
        let (mut to_alice, _) = stream(&test.desk, "alice", None).await;
        say(&other, &grace, &number).await;
        assert_eq!(next(&mut to_alice).await, Some(format!("{number} new")));
    }
}

/// Nodes share the database, and with it the key.
#[tokio::test]
async fn a_stream_that_breaks_off_here_goes_on_at_another_node() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let (mut here, _) = stream(desk, "bruno", None).await;
        let cursor = mark_of(&mut here).await;
        drop(here);
        let number = raise(desk, &alice).await;
        let other = elsewhere(&test).await;
        let (mut there, _) = stream(&other, "bruno", Some(&cursor)).await;
        assert_eq!(next(&mut there).await, Some(number), "what was missed, and no more");
        is_silent(&mut there).await;
        let keys = "SELECT COUNT(*) FROM settings WHERE name = 'live.cursor_key'";
        assert_eq!(helpers::number_in(desk, keys).await, 1);
    }
}

/// All of them find no key and draw one; the first to write has drawn it for all.
#[tokio::test]
async fn nodes_that_start_together_have_the_same_key() {
    for test in demo().await {
        sql(&test.desk, "DELETE FROM settings WHERE name = 'live.cursor_key'").await;
        let (one, two) = tokio::join!(elsewhere(&test), elsewhere(&test));
        for (from, to) in [(&one, &two), (&two, &one)] {
            let cursor = desk::live::cursor(from).await.unwrap();
            let (mut listener, _) = stream(to, "bruno", Some(&cursor)).await;
            is_silent(&mut listener).await;
        }
    }
}

async fn elsewhere(test: &TestDesk) -> Desk {
    let url = test.url.clone();
    let db = desk::db::connect(&url).await.unwrap();
    Desk::open(db, test.files.clone(), desk::Clock::fixed(super::support::NOW)).await.unwrap()
}

#[tokio::test]
async fn d_the_newest_activities_follow_what_happens() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let (mut to_alice, _) = stream(desk, "alice", None).await;
        say(desk, &grace, &number).await;
        let entry = newest(&mut to_alice).await;
        assert_eq!((entry.number.as_str(), entry.unread), (number.as_str(), true));
        load_ticket(desk, &alice, &number).await;
        assert!(!newest(&mut to_alice).await.unread, "until it is seen");
    }
}

/// The first of the entries that are told next.
async fn newest(listener: &mut Listener) -> domain::activities::ActivityEntry {
    loop {
        let event = tokio::time::timeout(PATIENCE, listener.next()).await.expect("something is told");
        if let Some(StreamEvent::Recent(entries)) = event {
            return entries.into_iter().next().expect("an entry");
        }
    }
}
