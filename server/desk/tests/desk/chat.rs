//! Chat: who may begin one, the queue, who has it, what those in it are told, and how it ends.

use super::helpers::{self, desk_at, kinds, listed, load_ticket, number_in, person, refusal, sql, words};
use super::support::{NOW, demo};
use desk::chat::{self, FirstMessage, PresenceReport};
use desk::conversation::{Reply, reply};
use desk::live::{Listener, Start, StreamEvent, listen};
use desk::people::Person;
use desk::tickets::{change, close, follow, rate};
use desk::{Desk, Error, Result};
use domain::chat::{ConversationPage, Eligibility, PresenceUpdate, Stage, Which};
use domain::conversation::{TimelineEntry, TimelineEvent};
use domain::drafts::DraftRef;
use domain::refusal::Because;
use domain::tickets::TicketChange;
use domain::time::{HOUR, MINUTE, SECOND};
use domain::{Reason, Refusal};
use std::time::Duration;

fn first(body: &str, key: &str) -> FirstMessage {
    let (company, html, key) = (String::new(), String::new(), key.to_owned());
    FirstMessage { company, body: body.into(), html, files: Vec::new(), draft_ref: DraftRef::default(), key }
}

async fn begin(desk: &Desk, person: &Person) -> String {
    chat::start(desk, person, first("The scanner does not pair.", "")).await.unwrap()
}

async fn attend(desk: &Desk, handle: &str) -> Person {
    let agent = person(desk, handle).await;
    chat::available(desk, &agent, Some(true), None).await.unwrap();
    agent
}

async fn see(desk: &Desk, person: &Person, number: &str) -> ConversationPage {
    chat::conversation(desk, person, number, None, 100).await.unwrap()
}

async fn say(desk: &Desk, person: &Person, number: &str, body: &str) -> String {
    chat::reply(desk, person, number, words(body)).await.unwrap()
}

fn bodies(talk: &ConversationPage) -> Vec<&str> {
    let bodies = talk.conversation.iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some(message.body.as_str()),
        TimelineEntry::Line(_) => None,
    });
    bodies.collect()
}

fn lines(talk: &ConversationPage) -> Vec<&TimelineEvent> {
    let lines = talk.conversation.iter().filter_map(|entry| match entry {
        TimelineEntry::Line(line) => Some(&line.what),
        TimelineEntry::Message(_) => None,
    });
    lines.collect()
}

fn forbidden<T>(result: Result<T>) -> Because {
    match refusal(result) {
        Refusal::Forbidden(because) => because,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_chat_is_a_ticket_from_its_first_message_on() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, attend(desk, "grace").await);
        let Eligibility::Open(ways) = chat::customer_page(desk, &alice).await.unwrap().eligibility else {
            panic!("it is open")
        };
        assert_eq!((ways.len(), ways[0].ahead, ways[0].minutes, ways[0].team), (1, 0, None, false));
        let number = begin(desk, &alice).await;
        let waiting = see(desk, &alice, &number).await;
        assert_eq!(waiting.stage, Stage::Waiting { place: 1, minutes: None });
        assert_eq!(chat::customer_page(desk, &alice).await.unwrap().running.as_ref(), Some(&number));
        assert_eq!(chat::accept(desk, &grace, Some(&number)).await.unwrap(), number);
        assert_eq!(chat::accept(desk, &grace, Some(&number)).await.unwrap(), number, "twice is once");
        let answer = say(desk, &grace, &number, "Hold the trigger for five seconds.").await;
        let talk = see(desk, &alice, &number).await;
        assert_eq!((talk.stage.clone(), bodies(&talk).len()), (Stage::Open, 2));
        assert_eq!(lines(&talk), [&TimelineEvent::ChatJoined]);
        assert_eq!(talk.agent.map(|who| who.name.full).as_deref(), Some("Grace Okoye"));
        let ticket = load_ticket(desk, &grace, &number).await;
        assert_eq!((ticket.channel.as_str(), ticket.subject.as_str()), ("chat", "The scanner does not pair."));
        assert_eq!(ticket.assignee.as_deref(), Some("Grace Okoye"));
        say(desk, &alice, &number, "It works, thank you.").await;
        let after = chat::conversation(desk, &alice, &number, Some(&answer), 100).await.unwrap();
        assert_eq!((bodies(&after), after.after.as_ref()), (vec!["It works, thank you."], Some(&answer)));
        chat::end(desk, &grace, &number, true).await.unwrap();
        chat::end(desk, &alice, &number, false).await.unwrap();
        let over = see(desk, &alice, &number).await;
        assert_eq!(over.stage, Stage::Ended { by: "Grace Okoye".into() });
        assert!(over.closed && over.may.rate && over.may.write && !over.may.end);
        rate::rate(desk, &alice, &number, "5", "").await.unwrap();
        let front = chat::customer_page(desk, &alice).await.unwrap();
        assert_eq!((front.running, front.past.len()), (None, 1));
        let twice = kinds(desk, &number).await.iter().filter(|kind| *kind == "chat_ended").count();
        assert_eq!(twice, 1);
    }
}

#[tokio::test]
async fn everyone_stands_before_the_door_that_is_theirs() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        assert!(matches!(chat::customer_page(desk, &alice).await.unwrap().eligibility, Eligibility::Nobody(Some(_))));
        assert_eq!(forbidden(chat::start(desk, &alice, first("x", "")).await), Because::ChatUnattended);
        // Premier has a team of its own, and jonas does not answer there.
        attend(desk, "jonas").await;
        let dmitri = person(desk, "dmitri").await;
        assert!(matches!(chat::customer_page(desk, &dmitri).await.unwrap().eligibility, Eligibility::Nobody(_)));
        let grace = attend(desk, "grace").await;
        let Eligibility::Open(ways) = chat::customer_page(desk, &dmitri).await.unwrap().eligibility else {
            panic!("it is open")
        };
        assert!(ways[0].team);
        let number = begin(desk, &dmitri).await;
        assert_eq!(load_ticket(desk, &grace, &number).await.queue, "Premier");
        for handle in ["chloe", "farid"] {
            let refused = person(desk, handle).await;
            assert!(
                matches!(chat::customer_page(desk, &refused).await.unwrap().eligibility, Eligibility::Refused(_)),
                "{handle}"
            );
            assert_eq!(forbidden(chat::start(desk, &refused, first("x", "")).await), Because::NoChat, "{handle}");
        }
        assert_eq!(chat::customer_page(desk, &grace).await.unwrap().eligibility, Eligibility::Agent);
        assert_eq!(forbidden(chat::start(desk, &grace, first("x", "")).await), Because::NotACustomer);
        let late = desk_at(&test, NOW + 12 * HOUR).await;
        chat::available(&late, &grace, Some(true), None).await.unwrap();
        assert!(matches!(chat::customer_page(&late, &alice).await.unwrap().eligibility, Eligibility::Closed(Some(_))));
        assert_eq!(forbidden(chat::start(&late, &alice, first("x", "")).await), Because::ChatClosed);
        let empty = refusal(chat::start(desk, &alice, first(" ", "")).await);
        assert_eq!(empty, Refusal::field("body", Reason::Missing));
    }
}

#[tokio::test]
async fn sending_twice_starts_one_chat_and_what_comes_meanwhile_is_said_in_it() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        attend(desk, "grace").await;
        let one = |body| chat::start(desk, &alice, first(body, "k1"));
        let number = one("Hello").await.unwrap();
        assert_eq!(one("Hello").await.unwrap(), number);
        assert_eq!(refusal(one("Other words").await), Refusal::Conflict);
        for _ in 0..2 {
            assert_eq!(chat::start(desk, &alice, first("One more thing", "k2")).await.unwrap(), number);
        }
        assert_eq!(bodies(&see(desk, &alice, &number).await), ["Hello", "One more thing"]);
        let all = (0..6).map(|_| chat::start(desk, &alice, first("At once", "k3")));
        for started in futures::future::join_all(all).await {
            assert_eq!(started.unwrap(), number);
        }
        assert_eq!(bodies(&see(desk, &alice, &number).await).len(), 3);
        let bruno = person(desk, "bruno").await;
        let all = (0..6).map(|turn| chat::start(desk, &bruno, first("Me too", &format!("b{turn}"))));
        let mut numbers: Vec<String> = futures::future::join_all(all).await.into_iter().map(|it| it.unwrap()).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), 1, "one chat of a person runs at a time");
    }
}

#[tokio::test]
async fn of_all_who_accept_at_once_one_gets_it() {
    for test in demo().await {
        let desk = &test.desk;
        let agents = [attend(desk, "grace").await, attend(desk, "nadia").await, attend(desk, "marek").await];
        let number = begin(desk, &person(desk, "alice").await).await;
        let tries = agents.iter().map(|agent| chat::accept(desk, agent, Some(&number)));
        let results = futures::future::join_all(tries).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        for result in results.into_iter().filter(Result::is_err) {
            assert!(matches!(forbidden(result), Because::ChatTaken { .. }));
        }
        assert_eq!(Refusal::Forbidden(Because::ChatTaken { by: "x".into() }).status(), 409);
    }
}

#[tokio::test]
async fn nobody_gets_more_chats_than_they_take() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        chat::available(desk, &grace, None, Some(1)).await.unwrap();
        for bad in [0, 21] {
            assert!(matches!(refusal(chat::available(desk, &grace, None, Some(bad)).await), Refusal::Invalid(_)));
        }
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let oldest = begin(desk, &alice).await;
        let later = begin(&desk_at(&test, NOW + SECOND).await, &bruno).await;
        assert_eq!(see(desk, &bruno, &later).await.stage, Stage::Waiting { place: 2, minutes: None });
        assert_eq!(chat::accept(desk, &grace, None).await.unwrap(), oldest, "who has waited longest comes first");
        assert!(matches!(forbidden(chat::accept(desk, &grace, None).await), Because::ChatsFull { .. }));
        assert_eq!(see(desk, &bruno, &later).await.stage, Stage::Waiting { place: 1, minutes: None });
        let nadia = attend(desk, "nadia").await;
        let full = chat::transfer(desk, &nadia, &later, "grace", "").await;
        assert_eq!(forbidden(full), Because::ChatsFull { who: "Grace Okoye".into() });
        chat::end(desk, &grace, &oldest, false).await.unwrap();
        assert_eq!(chat::accept(desk, &grace, None).await.unwrap(), later);
        assert_eq!(refusal(chat::accept(desk, &nadia, None).await), Refusal::NotFound, "nobody waits");
    }
}

#[tokio::test]
async fn a_chat_goes_to_another_agent_or_back_into_a_line_at_its_place() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, nadia) = (attend(desk, "grace").await, attend(desk, "nadia").await);
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = begin(desk, &alice).await;
        let other = begin(&desk_at(&test, NOW + SECOND).await, &bruno).await;
        chat::accept(desk, &grace, Some(&number)).await.unwrap();
        let nobody = refusal(chat::transfer(desk, &grace, &number, "hugo", "").await);
        assert_eq!(nobody, Refusal::field("to", Reason::NotOffered), "hugo is not there");
        chat::transfer(desk, &grace, &number, "nadia", "She has tried the reset.").await.unwrap();
        chat::transfer(desk, &grace, &number, "nadia", "She has tried the reset.").await.unwrap();
        let shown = see(desk, &alice, &number).await;
        assert_eq!(shown.agent.map(|who| who.slug).as_deref(), Some("nadia"));
        assert_eq!(bodies(&see(desk, &alice, &number).await).len(), 1, "the note is private");
        assert_eq!(bodies(&see(desk, &nadia, &number).await).len(), 2, "and told once");
        chat::transfer(desk, &nadia, &number, "print", "").await.unwrap();
        let waiting = see(desk, &alice, &number).await;
        assert!(matches!(waiting.stage, Stage::Waiting { place: 1, .. }));
        let moved: Vec<_> =
            lines(&waiting).into_iter().filter(|line| matches!(line, TimelineEvent::ChatMoved { .. })).collect();
        assert_eq!(moved.len(), 2);
        // Through its own queue it is before the one that asked later.
        let queue = load_ticket(desk, &grace, &other).await.queue;
        let slug = desk.catalogue().queues.iter().find(|known| known.path == queue).unwrap().slug.clone();
        chat::transfer(desk, &nadia, &number, &slug, "").await.unwrap();
        assert!(matches!(see(desk, &bruno, &other).await.stage, Stage::Waiting { place: 2, .. }));
        chat::end(desk, &nadia, &number, false).await.unwrap();
        assert_eq!(forbidden(chat::transfer(desk, &nadia, &number, "grace", "").await), Because::ChatOver);
    }
}

#[tokio::test]
async fn handling_a_chat_is_not_reading_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, alice) = (attend(desk, "grace").await, person(desk, "alice").await);
        attend(desk, "nadia").await;
        let number = begin(desk, &alice).await;
        let unread = async || listed(desk, &grace, &number).await.unwrap().unread;
        chat::accept(desk, &grace, Some(&number)).await.unwrap();
        assert!(unread().await, "she has not seen what the customer asked");
        load_ticket(desk, &grace, &number).await;
        assert!(!unread().await);

        say(desk, &alice, &number, "Is anybody there?").await;
        chat::transfer(desk, &grace, &number, "nadia", "She waits.").await.unwrap();
        assert!(unread().await);
        load_ticket(desk, &grace, &number).await;
        assert!(!unread().await);

        chat::transfer(desk, &grace, &number, "print", "").await.unwrap();
        chat::accept(desk, &grace, Some(&number)).await.unwrap();
        assert!(!unread().await, "her own doing is not new to her");
        say(desk, &alice, &number, "It is the Zebra at gate 4.").await;
        chat::end(desk, &grace, &number, false).await.unwrap();
        assert!(unread().await);
    }
}

#[tokio::test]
async fn the_estimate_is_what_the_last_ones_waited() {
    for test in demo().await {
        let desk = &test.desk;
        let agent = attend(desk, "grace").await;
        chat::available(desk, &agent, None, Some(20)).await.unwrap();
        let people = ["alice", "bruno", "rosa", "kieran", "callum"];
        for (place, handle) in (0_i64..).zip(people) {
            let early = desk_at(&test, NOW + place * MINUTE).await;
            chat::available(&early, &agent, Some(true), None).await.unwrap();
            let number = begin(&early, &person(desk, handle).await).await;
            let late = desk_at(&test, NOW + place * MINUTE + (place + 1) * 30 * SECOND).await;
            chat::accept(&late, &agent, Some(&number)).await.unwrap();
            chat::end(&late, &agent, &number, false).await.unwrap();
        }
        let later = desk_at(&test, NOW + HOUR).await;
        chat::available(&later, &agent, Some(true), None).await.unwrap();
        let alice = person(desk, "alice").await;
        let Eligibility::Open(ways) = chat::customer_page(&later, &alice).await.unwrap().eligibility else {
            panic!("it is open")
        };
        assert_eq!(ways[0].minutes, Some(2), "the middle one of 30, 60, 90, 120 and 150 seconds");
        let number = begin(&later, &alice).await;
        let waited = desk_at(&test, NOW + HOUR + MINUTE).await;
        assert_eq!(see(&waited, &alice, &number).await.stage, Stage::Waiting { place: 1, minutes: Some(1) });
    }
}

#[tokio::test]
async fn k08_k04_a_chat_is_there_for_those_who_take_part_and_for_nobody_else() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let alice = person(desk, "alice").await;
        let number = begin(desk, &alice).await;
        // bruno sees alice's tickets and is not in her chat; iris only reads; jonas answers the print queues.
        for handle in ["bruno", "chloe", "dmitri", "farid", "iris", "jonas"] {
            let other = person(desk, handle).await;
            let sign = || PresenceReport { typing: Some(true), ..PresenceReport::default() };
            assert_eq!(
                refusal(chat::conversation(desk, &other, &number, None, 9).await),
                Refusal::NotFound,
                "{handle}"
            );
            assert_eq!(
                refusal(chat::report_presence(desk, &other, &number, sign()).await),
                Refusal::NotFound,
                "{handle}"
            );
            assert_eq!(refusal(chat::reply(desk, &other, &number, words("x")).await), Refusal::NotFound, "{handle}");
            assert_eq!(refusal(chat::end(desk, &other, &number, true).await), Refusal::NotFound, "{handle}");
            let taken = refusal(chat::accept(desk, &other, Some(&number)).await);
            assert_eq!(taken, Refusal::NotFound, "{handle}");
            let moved = refusal(chat::transfer(desk, &other, &number, "grace", "").await);
            assert_eq!(moved, Refusal::NotFound, "{handle}");
            match chat::inbox(desk, &other, Which::Waiting).await {
                Ok(inbox) => assert_eq!((inbox.rows.len(), inbox.waiting), (0, 0), "{handle}"),
                Err(error) => assert!(matches!(error, Error::Refused(Refusal::Forbidden(Because::AgentsOnly)))),
            }
            assert_eq!(desk::menu::counts(desk, &other).await.unwrap().chats, 0, "{handle}");
        }
        assert_eq!(forbidden(chat::accept(desk, &alice, Some(&number)).await), Because::AgentsOnly);
        assert_eq!(forbidden(chat::accept(desk, &alice, None).await), Because::AgentsOnly);
        assert_eq!(forbidden(chat::transfer(desk, &alice, &number, "grace", "").await), Because::AgentsOnly);
        let iris = person(desk, "iris").await;
        assert_eq!(forbidden(chat::available(desk, &iris, Some(true), None).await), Because::ReadOnly);
        assert_eq!(forbidden(chat::available(desk, &alice, Some(true), None).await), Because::AgentsOnly);
        for nonsense in ["", "0", "PT-999999", "x' OR 1=1", "PT-1001"] {
            assert_eq!(
                refusal(chat::conversation(desk, &grace, nonsense, None, 9).await),
                Refusal::NotFound,
                "{nonsense}"
            );
        }
        let inbox = chat::inbox(desk, &grace, Which::Waiting).await.unwrap();
        assert_eq!((inbox.rows[0].number.as_str(), inbox.waiting, inbox.mine), (number.as_str(), 1, 0));
        assert_eq!(inbox.rows[0].last, "The scanner does not pair.");
    }
}

#[tokio::test]
async fn what_happens_on_the_ticket_happens_to_the_chat() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, nadia) = (attend(desk, "grace").await, attend(desk, "nadia").await);
        let alice = person(desk, "alice").await;
        let number = begin(desk, &alice).await;
        let answered = Reply { key: "a".into(), ..words("From the ticket's page.") };
        reply(desk, &grace, &number, answered).await.unwrap();
        let talk = see(desk, &alice, &number).await;
        assert_eq!((talk.stage, talk.agent.map(|who| who.slug).as_deref()), (Stage::Open, Some("grace")));
        follow::follow(desk, &grace, &number, "nadia", true).await.unwrap();
        let queue = TicketChange { queue: Some("print".into()), ..TicketChange::default() };
        change::change(desk, &nadia, &number, &queue).await.unwrap();
        assert_eq!(see(desk, &alice, &number).await.queue, "Field service / Print");
        close::close(desk, &alice, &number).await.unwrap();
        assert!(see(desk, &alice, &number).await.stage.is_over());
        // An answer after the end is one on the ticket.
        reply(desk, &alice, &number, words("Still broken.")).await.unwrap();
        let over = see(desk, &grace, &number).await;
        assert!(over.stage.is_over() && !over.closed);
        let before = kinds(desk, &number).await.len();
        chat::end(desk, &grace, &number, true).await.unwrap();
        assert_eq!(kinds(desk, &number).await.len(), before);
    }
}

#[tokio::test]
async fn chats_that_nobody_ends_end_by_themselves() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let (left, talked) = (begin(desk, &alice).await, begin(desk, &bruno).await);
        chat::accept(desk, &grace, Some(&talked)).await.unwrap();
        let at = async |after: i64| desk_at(&test, NOW + after).await;
        assert_eq!(chat::tidy(&at(MINUTE).await).await.unwrap(), 0, "a page that is loaded again takes no minute");
        // The agent has gone: it is told once, and somebody else may take it over.
        let gone = at(2 * MINUTE + SECOND).await;
        assert_eq!(chat::tidy(&gone).await.unwrap(), 1);
        assert_eq!(chat::tidy(&gone).await.unwrap(), 0);
        let talk = see(&gone, &bruno, &talked).await;
        assert!(talk.gone && lines(&talk).contains(&&TimelineEvent::ChatLost { agent: "Grace Okoye".into() }));
        let nadia = person(desk, "nadia").await;
        chat::accept(&gone, &nadia, Some(&talked)).await.unwrap();
        assert!(!see(&gone, &bruno, &talked).await.gone);
        let later = at(3 * MINUTE + SECOND).await;
        signal(&later, &nadia, &talked, PresenceReport { here: Some(true), ..PresenceReport::default() }).await;
        assert_eq!(chat::tidy(&later).await.unwrap(), 1);
        assert_eq!(see(&later, &alice, &left).await.stage, Stage::Ended { by: String::new() });
        let silent = at(34 * MINUTE).await;
        signal(&silent, &nadia, &talked, PresenceReport { here: Some(true), ..PresenceReport::default() }).await;
        assert_eq!(chat::tidy(&silent).await.unwrap(), 1);
        assert!(see(&silent, &bruno, &talked).await.stage.is_over());
    }
}

/// How often anything was written of who is in which chat.
async fn written(desk: &Desk) -> i64 {
    number_in(desk, "SELECT CAST(COALESCE(SUM(changes), 0) AS BIGINT) FROM chat_people").await
}

/// Says what is news, and waits until it is not only kept in memory.
async fn signal(desk: &Desk, person: &Person, number: &str, sign: PresenceReport) {
    let before = written(desk).await;
    chat::report_presence(desk, person, number, sign).await.unwrap();
    helpers::eventually("it is written", async || written(desk).await > before).await;
}

#[tokio::test]
async fn presence_is_written_seldom_and_reading_is_remembered() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let alice = person(desk, "alice").await;
        let number = begin(desk, &alice).await;
        let answer = say(desk, &grace, &number, "Which model is it?").await;
        let before = written(desk).await;
        let typing = || PresenceReport { typing: Some(true), here: Some(true), read: None };
        for _ in 0..20 {
            chat::report_presence(desk, &alice, &number, typing()).await.unwrap();
        }
        helpers::eventually("it is written", async || written(desk).await > before).await;
        assert_eq!(written(desk).await, before + 1, "twenty times is once");
        let seen = |talk: &ConversationPage| {
            talk.people.iter().map(|person| (person.who.slug.clone(), person.typing)).collect::<Vec<_>>()
        };
        let talk = chat::conversation(desk, &grace, &number, Some(&answer), 9).await.unwrap();
        assert!(seen(&talk).contains(&("alice".to_owned(), true)), "{:?}", talk.people);
        assert!(desk::menu::counts(desk, &alice).await.unwrap().unread > 0);
        let read = PresenceReport { typing: Some(false), read: Some(answer.clone()), ..PresenceReport::default() };
        signal(desk, &alice, &number, read).await;
        let talk = chat::conversation(desk, &grace, &number, Some(&answer), 9).await.unwrap();
        let own = talk.people.iter().find(|person| person.who.slug == "alice").unwrap();
        assert_eq!((own.typing, own.here, own.read.as_ref()), (false, true, Some(&answer)));
        let unread = "SELECT COUNT(*) FROM activities a JOIN tickets t ON t.id = a.ticket_id JOIN chats c ON c.ticket_id = t.id \
            WHERE a.user_id = c.customer_id AND a.unread";
        assert_eq!(number_in(desk, unread).await, 0, "what was read in the chat is read");
        for nonsense in ["nonsense", "\0"] {
            let sign = PresenceReport { read: Some(nonsense.into()), ..PresenceReport::default() };
            chat::report_presence(desk, &alice, &number, sign).await.unwrap();
        }
    }
}

async fn stream(desk: &Desk, handle: &str) -> Listener {
    let email = helpers::account(desk, handle).await.email;
    let token = helpers::token(desk, &email, false).await.text;
    listen(desk, &token, Start::default()).await.unwrap()
}

/// The next thing that is told of a chat; None when nothing comes for a while.
async fn next(listener: &mut Listener, desk_side: bool) -> Option<PresenceUpdate> {
    let wait = async {
        loop {
            if let StreamEvent::Chat { news, person } = listener.next().await? {
                assert_eq!(person.is_staff(), desk_side);
                return Some(news.update(&person).clone());
            }
        }
    };
    tokio::time::timeout(Duration::from_millis(1_200), wait).await.ok().flatten()
}

/// Everything until it is quiet.
async fn all(listener: &mut Listener, desk_side: bool) -> Vec<PresenceUpdate> {
    let mut updates = Vec::new();
    while let Some(signal) = next(listener, desk_side).await {
        updates.push(signal);
    }
    updates
}

#[tokio::test]
async fn k01_k04_those_in_a_chat_are_told_at_once_and_nobody_else_is() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let alice = person(desk, "alice").await;
        let mut own = stream(desk, "alice").await;
        let mut agent = stream(desk, "grace").await;
        let mut others = Vec::new();
        for handle in ["bruno", "dmitri", "ewa", "iris", "jonas"] {
            others.push((handle, stream(desk, handle).await));
        }
        let number = begin(desk, &alice).await;
        let update = next(&mut own, false).await.unwrap();
        assert_eq!((update.number.as_str(), update.fresh), (number.as_str(), true));
        assert!(matches!(update.stage, Stage::Waiting { place: 1, .. }));
        all(&mut own, false).await;
        all(&mut agent, true).await;
        chat::report_presence(
            desk,
            &alice,
            &number,
            PresenceReport { typing: Some(true), ..PresenceReport::default() },
        )
        .await
        .unwrap();
        let update = next(&mut agent, true).await.unwrap();
        assert!(!update.fresh && update.people.iter().any(|person| person.who.slug == "alice" && person.typing));
        chat::accept(desk, &grace, Some(&number)).await.unwrap();
        let accepted = all(&mut own, false).await;
        assert!(accepted.iter().any(|signal| signal.stage == Stage::Open && signal.fresh), "{accepted:?}");
        helpers::note(desk, &grace, &number, vec![]).await;
        let noted = all(&mut own, false).await;
        assert!(noted.iter().all(|signal| !signal.fresh), "a private note is no news: {noted:?}");
        say(desk, &grace, &number, "<img src=x onerror=alert(1)>").await;
        assert!(all(&mut own, false).await.iter().any(|signal| signal.fresh));
        for (handle, stream) in &mut others {
            let updates = all(stream, ["iris", "jonas"].contains(handle)).await;
            assert!(updates.is_empty(), "{handle}: {updates:?}");
        }
    }
}

#[tokio::test]
async fn agents_hear_of_the_line_as_far_as_they_may_accept() {
    for test in demo().await {
        let desk = &test.desk;
        attend(desk, "grace").await;
        let (mut agent, mut reader) = (stream(desk, "grace").await, stream(desk, "jonas").await);
        let mut customer = stream(desk, "bruno").await;
        let line = async |listener: &mut Listener| {
            let wait = async {
                loop {
                    if let StreamEvent::Line { news, person } = listener.next().await? {
                        return Some((news.waiting(&person), news.fresh(&person).is_some(), news.calls(&person)));
                    }
                }
            };
            tokio::time::timeout(Duration::from_millis(1_500), wait).await.ok().flatten()
        };
        let number = begin(desk, &person(desk, "alice").await).await;
        assert_eq!(line(&mut agent).await, Some((1, true, true)));
        assert_eq!(line(&mut reader).await, Some((0, false, false)));
        assert_eq!(line(&mut customer).await, None);
        let grace = person(desk, "grace").await;
        chat::accept(desk, &grace, Some(&number)).await.unwrap();
        assert_eq!(line(&mut agent).await, Some((0, false, true)));
    }
}

#[tokio::test]
async fn whoever_moves_up_in_the_line_hears_of_it() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let oldest = begin(desk, &person(desk, "alice").await).await;
        begin(&desk_at(&test, NOW + SECOND).await, &person(desk, "bruno").await).await;
        let mut second = stream(desk, "bruno").await;
        chat::accept(desk, &grace, Some(&oldest)).await.unwrap();
        let updates = all(&mut second, false).await;
        let last = updates.last().unwrap();
        assert!(matches!(last.stage, Stage::Waiting { place: 1, .. }) && !last.fresh, "{updates:?}");
    }
}

#[tokio::test]
async fn whoever_reads_along_is_not_mailed() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        let alice = person(desk, "alice").await;
        sql(desk, "DELETE FROM notices").await;
        sql(desk, "DELETE FROM mails").await;
        let number = begin(desk, &alice).await;
        let answer = say(desk, &grace, &number, "Which model is it?").await;
        let read = PresenceReport { read: Some(answer), ..PresenceReport::default() };
        signal(desk, &alice, &number, read).await;
        let later = desk_at(&test, NOW + MINUTE).await;
        desk::mail::flush_notifications(&later).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails").await, 0);
        say(&later, &grace, &number, "Are you still there?").await;
        desk::mail::flush_notifications(&desk_at(&test, NOW + 2 * MINUTE).await).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails").await, 1, "what nobody read is mailed");
    }
}

/// A few people of one desk talk at once; with PostgreSQL also through two processes.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_doubled_or_out_of_order() {
    for test in demo().await {
        let desk = &test.desk;
        let grace = attend(desk, "grace").await;
        chat::available(desk, &grace, None, Some(20)).await.unwrap();
        let second = desk_at(&test, NOW).await;
        let mut talks = Vec::new();
        for handle in ["alice", "bruno", "rosa", "kieran", "callum", "dmitri"] {
            let customer = person(desk, handle).await;
            let number = begin(desk, &customer).await;
            chat::accept(desk, &grace, Some(&number)).await.unwrap();
            for (side, who, desk) in [("c", customer, desk.clone()), ("a", grace.clone(), second.clone())] {
                let number = number.clone();
                talks.push(tokio::spawn(async move {
                    for turn in 0..12 {
                        let body = format!("{side}{turn}");
                        let once = || Reply { key: body.clone(), ..words(&body) };
                        chat::reply(&desk, &who, &number, once()).await.unwrap();
                        if turn % 3 == 0 {
                            chat::reply(&desk, &who, &number, once()).await.unwrap();
                        }
                    }
                    number
                }));
            }
        }
        let mut numbers = Vec::new();
        for talk in talks {
            numbers.push(talk.await.unwrap());
        }
        for number in numbers {
            let talk = see(desk, &grace, &number).await;
            for side in ["c", "a"] {
                let own: Vec<_> =
                    bodies(&talk).into_iter().filter(|body| body.starts_with(side) && body.len() < 4).collect();
                let expected: Vec<String> = (0..12).map(|turn| format!("{side}{turn}")).collect();
                assert_eq!(own, expected);
            }
        }
    }
}
