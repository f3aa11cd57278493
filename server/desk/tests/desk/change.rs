//! Changing fields of a ticket, as agents do.

use super::changed_tables::ChangedTables;
use super::helpers::{desk_at, events, kept, kinds, load_ticket, person, raise, refusal, sql, status_of};
use super::support::{NOW, demo};
use desk::tickets::change::change;
use desk::tickets::ticket;
use domain::events::{Event, Named, Status, ticket as log};
use domain::tickets::{Seen, TicketChange};
use domain::time::HOUR;
use domain::{Reason, Refusal};
use std::collections::BTreeSet;

fn to(field: &str, slug: &str) -> TicketChange {
    let mut change = TicketChange::default();
    let place = match field {
        "status" => &mut change.status,
        "queue" => &mut change.queue,
        "priority" => &mut change.priority,
        "assignee" => &mut change.assignee,
        _ => panic!("{field}"),
    };
    *place = Some(slug.into());
    change
}

/// The row that a field of the ticket names.
fn row_of(ticket: &ticket::Model, field: &str) -> Option<i64> {
    match field {
        "status" => Some(ticket.status_id),
        "queue" => Some(ticket.queue_id),
        "priority" => Some(ticket.priority_id),
        "assignee" => ticket.assignee_id,
        _ => panic!("{field}"),
    }
}

/// What a change went from and to: rows, and labels.
fn ends(event: Event) -> ([Option<i64>; 2], String) {
    let named = |named: Option<Named>| named.map(|named| (named.id, named.label)).unwrap_or_default();
    let status = |status: Option<Status>| status.map(|status| (status.id, status.label)).unwrap_or_default();
    let ((from, before), (to, after)) = match event {
        Event::Ticket(log::Event::Closed(change) | log::Event::Reopened(change) | log::Event::Status(change)) => {
            (status(change.from), status(Some(change.to)))
        }
        Event::Ticket(log::Event::Queue(moved) | log::Event::Priority(moved)) => {
            (named(moved.from), named(Some(moved.to)))
        }
        Event::Ticket(log::Event::Assigned(given)) => (named(given.from), named(given.to)),
        other => panic!("{other:?}"),
    };
    ([from, to], format!("{before} → {after}"))
}

#[tokio::test]
async fn each_change_is_one_event_of_its_kind() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let expected = [
            ("status", "open", "status", "New → Open"),
            ("priority", "urgent", "priority", "Normal → Urgent"),
            ("assignee", "nadia", "assigned", " → Nadia Rahman"),
            ("assignee", "grace", "assigned", "Nadia Rahman → Grace Okoye"),
            ("assignee", "", "assigned", "Grace Okoye → "),
            ("queue", "label-printers", "queue", "Field service / Print → Field service / Print / Label printers"),
            ("status", "solved", "closed", "Open → Solved"),
            ("status", "closed", "status", "Solved → Closed"),
            ("status", "waiting-supplier", "reopened", "Closed → Waiting for supplier"),
        ];
        let mut changes = ChangedTables::watch(desk).await;
        for (turn, (field, slug, kind, labels)) in (1..).zip(expected) {
            let later = desk_at(&test, NOW + turn * HOUR).await;
            let before = row_of(&kept(desk, &number).await, field);
            change(&later, &grace, &number, &to(field, slug)).await.unwrap();
            let events = events(desk, &number).await;
            assert_eq!(events.len(), 1 + usize::try_from(turn).unwrap(), "{field} to {slug}");
            let event = events.last().unwrap();
            assert_eq!((event.kind.as_str(), event.public), (kind, true));
            assert_eq!((event.actor_id, event.at), (Some(grace.id), NOW + turn * HOUR));
            let ticket = kept(desk, &number).await;
            assert_eq!(ends(event.read().unwrap()), ([before, row_of(&ticket, field)], labels.to_owned()));
            assert_eq!(
                (ticket.last_event, ticket.last_public_event, ticket.changed_at),
                (event.id, event.id, NOW + turn * HOUR)
            );
            // What so is already leaves no trace.
            changes.forget(desk).await;
            change(&later, &grace, &number, &to(field, slug)).await.unwrap();
            assert_eq!(changes.tables(desk).await, BTreeSet::new(), "{field} to {slug} again");
        }
        assert!(!kept(desk, &number).await.closed);
        let page = load_ticket(desk, &grace, &number).await;
        let choices = page.choices.unwrap();
        let current =
            [choices.status.current, choices.priority.current, choices.assignee.current, choices.queue.current];
        assert_eq!(current, ["waiting-supplier", "urgent", "", "label-printers"]);
    }
}

#[tokio::test]
async fn several_changes_are_several_events_of_one_moment() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let all = TicketChange {
            queue: Some("software".into()),
            priority: Some("low".into()),
            assignee: Some("hugo".into()),
            ..to("status", "open")
        };
        change(desk, &grace, &number, &all).await.unwrap();
        let mut kinds = kinds(desk, &number).await.split_off(1);
        kinds.sort();
        assert_eq!(kinds, ["assigned", "priority", "queue", "status"]);
        assert_eq!(kept(desk, &number).await.last_event, events(desk, &number).await.pop().unwrap().id);
        assert!(load_ticket(desk, &person(desk, "hugo").await, &number).await.subscribed);
    }
}

#[tokio::test]
async fn one_bad_choice_changes_nothing_and_all_are_reported() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'nadia'").await;
        let changes = ChangedTables::watch(desk).await;
        for (field, slug) in [
            ("status", "approval"),
            ("status", ""),
            ("status", "OPEN"),
            ("queue", "nowhere"),
            ("priority", "1"),
            ("assignee", "alice"),
            ("assignee", "nobody"),
            ("assignee", "gra\0ce"),
            ("assignee", "nadia"),
        ] {
            let wanted = TicketChange { priority: Some("urgent".into()), ..to(field, slug) };
            let wanted = if field == "priority" {
                TicketChange { status: Some("open".into()), ..to(field, slug) }
            } else {
                wanted
            };
            let refused = refusal(change(desk, &grace, &number, &wanted).await);
            assert_eq!(refused, Refusal::field(field, Reason::NotOffered), "{field} to {slug}");
        }
        let wrong = "wrong".to_owned();
        let all = TicketChange {
            status: Some(wrong.clone()),
            queue: Some(wrong.clone()),
            priority: Some(wrong.clone()),
            assignee: Some(wrong),
            seen: Seen::default(),
        };
        let Refusal::Invalid(faults) = refusal(change(desk, &grace, &number, &all).await) else { panic!("invalid") };
        assert_eq!(faults.len(), 4);
        assert_eq!(changes.tables(desk).await, BTreeSet::new());
    }
}

#[tokio::test]
async fn a_ticket_goes_only_to_those_who_may_change_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let offered = async || {
            let assignee = load_ticket(desk, &grace, &number).await.choices.unwrap().assignee;
            let slugs: Vec<String> = assignee.choices.into_iter().map(|choice| choice.slug).collect();
            ["grace", "jonas", "iris"].map(|agent| slugs.iter().any(|slug| slug == agent))
        };
        assert_eq!(offered().await, [true, true, false], "iris only reads, jonas works the print queues");
        let not_offered = Refusal::field("assignee", Reason::NotOffered);
        assert_eq!(refusal(change(desk, &grace, &number, &to("assignee", "iris")).await), not_offered);
        let elsewhere = TicketChange { queue: Some("software".into()), ..to("assignee", "jonas") };
        assert_eq!(refusal(change(desk, &grace, &number, &elsewhere).await), not_offered, "he only reads there");
        assert_eq!(kinds(desk, &number).await, ["opened"]);

        // Whoever has it stays chosen where they could not be chosen.
        change(desk, &grace, &number, &to("assignee", "jonas")).await.unwrap();
        change(desk, &grace, &number, &to("queue", "software")).await.unwrap();
        assert_eq!(offered().await, [true, true, false]);
        change(desk, &grace, &number, &TicketChange { priority: Some("high".into()), ..to("assignee", "jonas") })
            .await
            .unwrap();
        change(desk, &grace, &number, &to("assignee", "")).await.unwrap();
        assert_eq!(offered().await, [true, false, false]);
        assert_eq!(refusal(change(desk, &grace, &number, &to("assignee", "jonas")).await), not_offered);
    }
}

#[tokio::test]
async fn changes_side_by_side_are_recorded_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        for _ in 0..5 {
            let number = raise(desk, &alice).await;
            let wanted = to("status", "solved");
            let (one, two) =
                tokio::join!(change(desk, &grace, &number, &wanted), change(desk, &hugo, &number, &wanted));
            one.and(two).unwrap();
            assert_eq!(kinds(desk, &number).await, ["opened", "closed"]);
            assert_eq!(status_of(desk, &number).await, "solved");
        }
    }
}

#[tokio::test]
async fn nobody_undoes_what_somebody_else_has_set_meanwhile() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        let text = |text: &str| Some(text.to_owned());
        // All four fields, as the form sends them, and what it showed.
        let form = |change: TicketChange| {
            let seen = Seen { status: text("new"), queue: text("print"), priority: text("normal"), assignee: text("") };
            TicketChange {
                status: change.status.or(seen.status.clone()),
                queue: change.queue.or(seen.queue.clone()),
                priority: change.priority.or(seen.priority.clone()),
                assignee: change.assignee.or(seen.assignee.clone()),
                seen,
            }
        };
        change(desk, &hugo, &number, &form(to("priority", "low"))).await.unwrap();
        change(desk, &grace, &number, &form(to("assignee", "nadia"))).await.unwrap();
        assert_eq!(kinds(desk, &number).await, ["opened", "priority", "assigned"], "what she left is not hers");
        let choices = load_ticket(desk, &grace, &number).await.choices.unwrap();
        assert_eq!((choices.priority.current.as_str(), choices.assignee.current.as_str()), ("low", "nadia"));

        // The same field: she is told, nothing is saved, and the other choice waits with it.
        let changes = ChangedTables::watch(desk).await;
        let both = form(TicketChange { status: text("open"), ..to("priority", "urgent") });
        let changed_meanwhile =
            |by: &str, to: &str, now: &str| Reason::ChangedMeanwhile { by: by.into(), to: to.into(), now: now.into() };
        let meanwhile = changed_meanwhile(&hugo.name, "Low", "low");
        assert_eq!(refusal(change(desk, &grace, &number, &both).await), Refusal::field("priority", meanwhile));
        assert_eq!(changes.tables(desk).await, BTreeSet::new());
        let wanted = form(to("assignee", "hugo"));
        let by_her = changed_meanwhile(&grace.name, "Nadia Rahman", "nadia");
        assert_eq!(refusal(change(desk, &hugo, &number, &wanted).await), Refusal::field("assignee", by_her));
        // What both want is no quarrel, and what one was told of is one's own decision.
        change(desk, &grace, &number, &form(to("priority", "low"))).await.unwrap();
        let again = TicketChange { seen: Seen { priority: text("low"), ..both.seen.clone() }, ..both };
        change(desk, &grace, &number, &again).await.unwrap();
        assert_eq!(
            kept(desk, &number).await.priority_id,
            desk.catalogue().priorities.iter().find(|one| one.slug == "urgent").unwrap().id
        );
        assert_eq!(status_of(desk, &number).await, "open");
    }
}

#[tokio::test]
async fn of_two_who_choose_at_once_the_second_is_told() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        for _ in 0..5 {
            let number = raise(desk, &alice).await;
            let seen = || Seen { priority: Some("normal".into()), ..Seen::default() };
            let (low, high) = (
                TicketChange { seen: seen(), ..to("priority", "low") },
                TicketChange { seen: seen(), ..to("priority", "urgent") },
            );
            let (one, two) = tokio::join!(change(desk, &grace, &number, &low), change(desk, &hugo, &number, &high));
            assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
            assert_eq!(kinds(desk, &number).await, ["opened", "priority"]);
        }
    }
}
