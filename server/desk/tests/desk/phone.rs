//! Call-backs, and what waits for an agent.

use super::helpers::{self, desk_at, events, kept, kinds, load_ticket, note, number_in, person, refusal, say, sql};
use super::policy::outcome;
use super::support::{TestDesk, demo};
use desk::Desk;
use desk::menu::{counts, statement};
use desk::people::Person;
use desk::phone::{CallResult, CallbackRequest, claim, finish, form, request_callback};
use desk::work::{statements, work};
use domain::conversation::TimelineEntry;
use domain::phone::{Call, CallOutcome, CallbackForm, CallbackOffer, Slot};
use domain::refusal::Because;
use domain::tickets::TicketChange;
use domain::time::{DAY, HOUR};
use domain::{Reason, Refusal};
use sea_orm::{ConnectionTrait, Statement};

fn ticket_text(about: &str, number: &str, slot: &Slot, zone: &str) -> String {
    format!("{about}|{number}|{}|{zone}", slot.slug)
}

fn came(outcome: CallOutcome, note: &str, again: Option<&Slot>, _: &str) -> String {
    format!("{}|{note}|{}", outcome.as_str(), again.is_some())
}

fn asked<'a>(slot: &'a str) -> CallbackRequest<'a> {
    CallbackRequest {
        company: "",
        queue: "software",
        subject: "Login on the handhelds",
        about: "It asks twice.",
        number: "+44 20 7946 0102",
        slot,
        describe: ticket_text,
    }
}

fn ended<'a>(outcome: &'a str, again: &'a str) -> CallResult<'a> {
    CallResult { outcome, note: "Nobody there.", again, describe: came }
}

async fn offered(desk: &Desk, person: &Person) -> CallbackForm {
    match form(desk, person).await.unwrap() {
        CallbackOffer::Form(form) => *form,
        other => panic!("{other:?}"),
    }
}

/// A call that bruno waits for, and its ticket.
async fn wanted(test: &TestDesk) -> (Call, String) {
    let (desk, bruno) = (&test.desk, person(&test.desk, "bruno").await);
    let slot = offered(desk, &bruno).await.slots[1].slug.clone();
    let ticket = request_callback(desk, &bruno, asked(&slot)).await.unwrap();
    (first_call(desk, "grace").await, ticket)
}

async fn first_call(desk: &Desk, agent: &str) -> Call {
    work(desk, &person(desk, agent).await).await.unwrap().calls.into_iter().next().expect("a call waits")
}

#[tokio::test]
async fn a_call_is_asked_for_once_and_is_a_ticket() {
    for test in demo().await {
        let (desk, bruno) = (&test.desk, person(&test.desk, "bruno").await);
        let offer = offered(desk, &bruno).await;
        assert!(!offer.slots.is_empty() && offer.slots.len() <= 10 && !offer.queues.is_empty());
        assert_eq!(offer.zone, "Europe/London");
        let slot = offer.slots[0].slug.as_str();
        let ticket = request_callback(desk, &bruno, asked(slot)).await.unwrap();
        assert_eq!(request_callback(desk, &bruno, asked(slot)).await.unwrap(), ticket, "sent twice");
        let other = CallbackRequest { subject: "Another matter", ..asked(&offer.slots[1].slug) };
        assert_eq!(request_callback(desk, &bruno, other).await.unwrap(), ticket, "he waits for one already");
        let row = kept(desk, &ticket).await;
        assert_eq!(
            (row.channel.as_str(), row.reporter_id, row.subject.as_str()),
            ("phone", bruno.id, "Login on the handhelds")
        );
        assert_eq!(kinds(desk, &ticket).await, ["opened", "answered"], "the queue answers by itself");
        let [TimelineEntry::Message(said), ..] = &load_ticket(desk, &bruno, &ticket).await.conversation[..] else {
            panic!("one message")
        };
        assert!(said.body.starts_with("It asks twice.|+44 20 7946 0102|"), "{}", said.body);
        let CallbackOffer::Waits(waits) = form(desk, &bruno).await.unwrap() else { panic!("it is on its way") };
        assert_eq!((waits.ticket.as_str(), waits.by), (ticket.as_str(), None));
        // One that was closed without a call keeps nobody waiting.
        desk::tickets::close::close(desk, &bruno, &ticket).await.unwrap();
        assert!(matches!(form(desk, &bruno).await.unwrap(), CallbackOffer::Form(_)));
        assert_ne!(request_callback(desk, &bruno, asked(slot)).await.unwrap(), ticket);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM calls WHERE done_at IS NULL").await, 1);
    }
}

#[tokio::test]
async fn two_at_once_are_one_call() {
    for test in demo().await {
        let (desk, bruno) = (&test.desk, person(&test.desk, "bruno").await);
        let slot = offered(desk, &bruno).await.slots[0].slug.clone();
        let (one, other) =
            tokio::join!(request_callback(desk, &bruno, asked(&slot)), request_callback(desk, &bruno, asked(&slot)));
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM calls").await, 1);
    }
}

#[tokio::test]
async fn the_plan_decides_who_is_called() {
    for test in demo().await {
        let desk = &test.desk;
        let ewa = person(desk, "ewa").await;
        let CallbackOffer::Refused(because, raises) = form(desk, &ewa).await.unwrap() else {
            panic!("Essential has no phone")
        };
        let no_phone = Because::NoPhone { company: "Smallpier Storage".into(), from: "Standard".into() };
        assert!(raises && because == no_phone, "{because:?}");
        assert_eq!(refusal(request_callback(desk, &ewa, asked("x")).await), Refusal::Forbidden(no_phone));
        let chloe = person(desk, "chloe").await;
        assert!(matches!(form(desk, &chloe).await.unwrap(), CallbackOffer::Refused(Because::NoSeat { .. }, false)));
        assert!(matches!(
            refusal(request_callback(desk, &chloe, asked("x")).await),
            Refusal::Forbidden(Because::NoSeat { .. })
        ));
        let dmitri = person(desk, "dmitri").await;
        let slot = offered(desk, &dmitri).await.slots[0].slug.clone();
        let ticket = request_callback(desk, &dmitri, asked(&slot)).await.unwrap();
        let row = kept(desk, &ticket).await;
        assert_eq!(desk.catalogue().queue(row.queue_id).unwrap().slug, "premier", "his company's own team");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM calls").await, 1);
    }
}

#[tokio::test]
async fn what_is_no_number_and_no_time_is_refused_all_at_once() {
    for test in demo().await {
        let (desk, bruno) = (&test.desk, person(&test.desk, "bruno").await);
        let slot = offered(desk, &bruno).await.slots[0].slug.clone();
        let wrong = CallbackRequest { number: "call me", subject: " ", queue: "workshop", ..asked("2020-01-01-1200") };
        let refused = refusal(request_callback(desk, &bruno, wrong).await);
        assert_eq!(refused.about("number"), Some(&Reason::NotAPhone));
        assert_eq!(refused.about("slot"), Some(&Reason::NotOffered), "it is over");
        assert_eq!(refused.about("subject"), Some(&Reason::Missing));
        assert_eq!(refused.about("queue"), Some(&Reason::NotOffered));
        assert_eq!(refusal(request_callback(desk, &bruno, asked("")).await), Refusal::field("slot", Reason::Missing));
        let later = desk_at(&test, super::support::NOW + 8 * DAY).await;
        assert_eq!(
            refusal(request_callback(&later, &bruno, asked(&slot)).await),
            Refusal::field("slot", Reason::NotOffered)
        );
        let elsewhere = CallbackRequest { company: "millrace", ..asked(&slot) };
        assert_eq!(
            refusal(request_callback(desk, &bruno, elsewhere).await),
            Refusal::field("company", Reason::NotOffered)
        );
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM calls").await, 0);
    }
}

#[tokio::test]
async fn a_call_is_taken_tried_again_and_done() {
    for test in demo().await {
        let (desk, (call, ticket)) = (&test.desk, wanted(&test).await);
        let (grace, nadia) = (person(desk, "grace").await, person(desk, "nadia").await);
        assert!(!call.mine && call.who == "Bruno Meyer" && call.company == "Harbourline Logistics");
        claim(desk, &grace, &call.id).await.unwrap();
        claim(desk, &grace, &call.id).await.unwrap();
        assert_eq!(kept(desk, &ticket).await.assignee_id, Some(grace.id));
        assert_eq!(kinds(desk, &ticket).await, ["opened", "answered", "assigned"]);
        assert!(first_call(desk, "grace").await.mine);
        assert!(work(desk, &nadia).await.unwrap().calls.is_empty(), "it is no longer hers to take");
        let taken = Refusal::Forbidden(Because::CallTaken);
        assert_eq!(refusal(claim(desk, &nadia, &call.id).await), taken);
        assert_eq!(refusal(finish(desk, &nadia, &call.id, ended("reached", "")).await), taken);
        let bruno = person(desk, "bruno").await;
        let CallbackOffer::Waits(waits) = form(desk, &bruno).await.unwrap() else { panic!("it is on its way") };
        assert_eq!(waits.by.as_deref(), Some("Grace Okoye"));

        let again = work(desk, &grace).await.unwrap().slots[3].slug.clone();
        finish(desk, &grace, &call.id, ended("not-reached", &again)).await.unwrap();
        finish(desk, &grace, &call.id, ended("not-reached", &again)).await.unwrap();
        assert_eq!(kinds(desk, &ticket).await, ["opened", "answered", "assigned", "noted"], "sent twice, noted once");
        let moved = first_call(desk, "grace").await;
        assert!(moved.mine && moved.slot.from != call.slot.from);
        finish(desk, &grace, &call.id, ended("reached", &again)).await.unwrap();
        finish(desk, &grace, &call.id, ended("reached", "")).await.unwrap();
        assert_eq!(kinds(desk, &ticket).await, ["opened", "answered", "assigned", "noted", "noted"]);
        assert!(events(desk, &ticket).await.iter().all(|event| event.kind != "noted" || !event.public));
        assert!(work(desk, &grace).await.unwrap().calls.is_empty());
        assert!(matches!(form(desk, &bruno).await.unwrap(), CallbackOffer::Form(_)), "he may ask again");
        let notes = |ticket: domain::tickets::Ticket| {
            let notes = ticket.conversation.into_iter().filter_map(|entry| match entry {
                TimelineEntry::Message(message) if message.note => Some(message.body),
                _ => None,
            });
            notes.collect::<Vec<_>>()
        };
        assert_eq!(
            notes(load_ticket(desk, &grace, &ticket).await),
            ["not-reached|Nobody there.|true", "reached|Nobody there.|false"]
        );
        assert!(notes(load_ticket(desk, &bruno, &ticket).await).is_empty());
        for odd in ["", "maybe"] {
            let refused = refusal(finish(desk, &grace, &call.id, ended(odd, "")).await);
            assert!(refused.about("outcome").is_some(), "{odd}");
        }
        assert_eq!(refusal(claim(desk, &grace, &call.id).await), taken, "it is done");
    }
}

/// Who asks, and what comes out of: taking bruno's call in the software queue, ending it, asking for one, looking at what waits.
const TABLE: [(&str, [&str; 4]); 9] = [
    ("alice", ["agen", "agen", "yes", "404"]),
    ("chloe", ["agen", "agen", "seat", "404"]),
    ("dmitri", ["404", "404", "yes", "404"]),
    ("ewa", ["404", "404", "other", "404"]),
    ("iris", ["ro", "ro", "404", "yes"]),
    ("jonas", ["ro", "ro", "404", "yes"]),
    ("grace", ["yes", "yes", "404", "yes"]),
    ("nadia", ["yes", "yes", "404", "yes"]),
    ("admin", ["yes", "yes", "404", "yes"]),
];

#[tokio::test]
async fn everybody_may_do_what_the_table_says() {
    for test in demo().await {
        let (desk, (call, _)) = (&test.desk, wanted(&test).await);
        for (handle, expected) in TABLE {
            let asking = person(desk, handle).await;
            sql(desk, "UPDATE calls SET taken_by = NULL, done_at = NULL, outcome = ''").await;
            let slots = offered(desk, &person(desk, "alice").await).await.slots;
            let out = [
                outcome(claim(desk, &asking, &call.id).await),
                outcome(finish(desk, &asking, &call.id, ended("reached", "")).await),
                outcome(request_callback(desk, &asking, asked(&slots[0].slug)).await.map(drop)),
                outcome(work(desk, &asking).await.map(drop)),
            ];
            assert_eq!(out, expected, "{handle}");
            sql(desk, "DELETE FROM calls WHERE user_id <> (SELECT id FROM users WHERE slug = 'bruno')").await;
        }
        for nothing in ["nothing", "", "\0", &call.id.repeat(50)] {
            let grace = person(desk, "grace").await;
            assert_eq!(refusal(claim(desk, &grace, nothing).await), Refusal::NotFound);
        }
        let iris = person(desk, "iris").await;
        assert!(work(desk, &iris).await.unwrap().calls.is_empty(), "what she cannot take is not put before her");
    }
}

#[tokio::test]
async fn the_most_pressing_ticket_comes_first() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        sql(desk, "UPDATE tickets SET assignee_id = NULL").await;
        let hugo = person(desk, "hugo").await;
        assert_eq!(counts(desk, &hugo).await.unwrap().work(), 0);
        let mut numbers = Vec::new();
        for hours in [2, 1, 3] {
            let at = desk_at(&test, super::support::NOW + hours * HOUR).await;
            numbers.push(helpers::raise(&at, &alice).await);
        }
        sql(desk, &format!("UPDATE tickets SET assignee_id = {} WHERE created_at > {}", hugo.id, super::support::NOW))
            .await;
        let found = work(desk, &hugo).await.unwrap();
        let order: Vec<&str> = found.tickets.iter().map(|mine| mine.number.as_str()).collect();
        assert_eq!(order, [&numbers[1], &numbers[0], &numbers[2]], "who has been waiting for longest");
        // A note ends no waiting; what the customer says begins it anew.
        let later = desk_at(&test, super::support::NOW + 5 * HOUR).await;
        note(&later, &hugo, &numbers[0], vec![]).await;
        say(&later, &alice, &numbers[1]).await;
        let urgent = TicketChange { priority: Some("urgent".into()), ..TicketChange::default() };
        desk::tickets::change::change(&later, &hugo, &numbers[2], &urgent).await.unwrap();
        let found = work(desk, &hugo).await.unwrap();
        let order: Vec<&str> = found.tickets.iter().map(|mine| mine.number.as_str()).collect();
        assert_eq!(order, [&numbers[2], &numbers[0], &numbers[1]], "an urgent one, then by the customers' last words");
        let since = |place: usize| found.tickets[place].since.clone();
        assert_eq!(since(1).iso, load_ticket(desk, &hugo, &numbers[0]).await.created.iso);
        assert_eq!((found.ticket_count, counts(desk, &hugo).await.unwrap().work()), (3, 3));
        assert!(found.requests.len() <= 5 && found.request_count as usize >= found.requests.len());
        say(desk, &hugo, &numbers[0]).await;
        desk::tickets::close::close(desk, &hugo, &numbers[1]).await.unwrap();
        assert_eq!(work(desk, &hugo).await.unwrap().tickets.len(), 1, "the others wait for nobody here");
        assert_eq!(counts(desk, &alice).await.unwrap().work(), 0, "customers have no such page");
    }
}

async fn plan(test: &TestDesk, statement: Statement) -> String {
    let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {}", statement.sql), ..statement };
    let rows = test.db.read().query_all_raw(explain).await.unwrap();
    let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
    plan.join("\n")
}

#[tokio::test]
async fn what_waits_is_read_by_index() {
    for test in demo().await.into_iter().filter(|test| test.db.is_sqlite()) {
        for handle in ["grace", "jonas"] {
            let person = person(&test.desk, handle).await;
            for statement in statements(&test.desk, &person) {
                let plan = plan(&test, statement).await;
                assert!(
                    plan.contains("INDEX tickets_pressing") || plan.contains("INDEX calls_waiting"),
                    "{handle}:\n{plan}"
                );
                assert!(!plan.contains("TEMP B-TREE"), "{handle}:\n{plan}");
            }
        }
        // What the menu of every page counts.
        for handle in ["grace", "jonas", "alice"] {
            let person = person(&test.desk, handle).await;
            let plan = plan(&test, statement(&test.desk, &person)).await;
            let whole = ["tickets", "activities", "calls", "chats", "r", "p"].map(|table| format!("SCAN {table}\n"));
            assert!(whole.iter().all(|whole| !format!("{plan}\n").contains(whole)), "{handle}:\n{plan}");
        }
    }
}
