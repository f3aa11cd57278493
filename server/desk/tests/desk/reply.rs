//! Replies and notes, and what they change on the ticket.

use super::helpers::{
    self, account, desk_at, events, incident, kept, kinds, listed, load_ticket, note, number_in, person, raise,
    refusal, say, set_status, status_of, words,
};
use super::support::{NOW, demo};
use desk::conversation::{Reply, reply};
use desk::events::event;
use desk::tickets::close::close;
use desk::{Clock, Desk, Rules};
use domain::conversation::{BODY_MAX, Cause, TimelineEntry, TimelineEvent};
use domain::refusal::Because;
use domain::tickets::Ticket;
use domain::time::{HOUR, MINUTE};
use domain::{Reason, Refusal};

#[tokio::test]
async fn the_first_answer_takes_the_ticket_and_opens_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        let number = raise(desk, &alice).await;
        say(desk, &alice, &number).await;
        assert_eq!(
            (status_of(desk, &number).await.as_str(), kinds(desk, &number).await.len()),
            ("new", 2),
            "her own words open nothing"
        );
        let later = desk_at(&test, NOW + HOUR).await;
        say(&later, &grace, &number).await;
        assert_eq!(kinds(desk, &number).await, ["opened", "answered", "answered", "assigned", "status"]);
        let ticket = kept(desk, &number).await;
        assert_eq!((ticket.assignee_id, status_of(desk, &number).await.as_str()), (Some(grace.id), "open"));
        let last = events(desk, &number).await.pop().unwrap();
        assert_eq!((ticket.last_event, ticket.last_public_event, ticket.changed_at), (last.id, last.id, NOW + HOUR));
        say(&later, &hugo, &number).await;
        assert_eq!(kinds(desk, &number).await[5..], ["answered"], "the second answer takes nothing away");
        assert_eq!(kept(desk, &number).await.assignee_id, Some(grace.id));
        assert!(load_ticket(desk, &grace, &number).await.subscribed);
    }
}

#[tokio::test]
async fn of_two_first_answers_one_takes_the_ticket() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, hugo) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "hugo").await);
        for _ in 0..5 {
            let number = raise(desk, &alice).await;
            tokio::join!(say(desk, &grace, &number), say(desk, &hugo, &number));
            let kinds = kinds(desk, &number).await;
            assert_eq!(kinds.len(), 5, "{kinds:?}");
            let newest = events(desk, &number).await.pop().unwrap().id;
            assert_eq!(kept(desk, &number).await.last_event, newest, "neither overwrites the other");
        }
    }
}

#[tokio::test]
async fn a_customers_answer_brings_the_ticket_back_to_the_desk() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        for (from, to, event) in [
            ("new", "new", None),
            ("open", "open", None),
            ("waiting-customer", "open", Some("status")),
            ("waiting-supplier", "waiting-supplier", None),
            ("solved", "open", Some("reopened")),
            ("closed", "open", Some("reopened")),
        ] {
            let number = raise(desk, &alice).await;
            set_status(desk, &grace, &number, from).await;
            let before = kinds(desk, &number).await.len();
            say(desk, &grace, &number).await;
            let of_agent = if from == "new" { "open" } else { from };
            assert_eq!(status_of(desk, &number).await, of_agent, "an agent's answer to a ticket that is {from}");
            set_status(desk, &grace, &number, from).await;
            let answered = kinds(desk, &number).await.len();
            say(desk, &bruno, &number).await;
            assert!(answered > before);
            assert_eq!(status_of(desk, &number).await, to, "from {from}");
            let expected: Vec<_> = ["answered"].into_iter().chain(event).collect();
            assert_eq!(kinds(desk, &number).await[answered..], expected, "from {from}");
            let ticket = kept(desk, &number).await;
            assert!(
                !ticket.closed && ticket.last_public_event == events(desk, &number).await.pop().unwrap().id,
                "from {from}"
            );
            assert!(listed(desk, &alice, &number).await.unwrap().unread, "alice hears of bruno's answer");
        }
    }
}

/// What a person may see of it, but for the moments and the markers of reading.
fn seen(ticket: Ticket) -> String {
    format!("{:?} {:?} {:?} {} {:?}", ticket.conversation, ticket.files, ticket.changed, ticket.earlier, ticket.status)
}

#[tokio::test]
async fn a_note_is_nothing_to_customers() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace, iris) =
            (person(desk, "alice").await, person(desk, "grace").await, person(desk, "iris").await);
        let number = raise(desk, &alice).await;
        let (ticket, page) = (kept(desk, &number).await, seen(load_ticket(desk, &alice, &number).await));
        let later = desk_at(&test, NOW + 30 * 1000).await;
        let file = test.files.store_file("secret-plan.txt", "text/plain", b"secret").await.unwrap();
        note(&later, &grace, &number, vec![file]).await;
        let noted = kept(desk, &number).await;
        let newest = events(desk, &number).await.pop().unwrap();
        assert_eq!((newest.kind.as_str(), newest.public), ("noted", false));
        assert_eq!(
            noted,
            desk::tickets::ticket::Model { last_event: newest.id, ..ticket },
            "only the agents' marker moves"
        );
        assert_eq!(status_of(desk, &number).await, "new", "a note is no answer");
        assert_eq!(seen(load_ticket(desk, &alice, &number).await), page);
        for agent in [&grace, &iris] {
            let shown = seen(load_ticket(desk, agent, &number).await);
            assert!(shown.contains("Only for us") && shown.contains("secret-plan"), "{}", agent.name);
        }
        // With few messages shown, those left out are counted without the note.
        say(&later, &alice, &number).await;
        let short = |ticket: Ticket| (ticket.conversation.len(), ticket.earlier);
        let of = |person| desk::tickets::show::show(desk, person, &number, 1);
        assert_eq!(short(of(&alice).await.unwrap()), (1, 1));
        assert_eq!(short(of(&grace).await.unwrap()), (1, 2));
    }
}

#[tokio::test]
async fn customers_write_no_notes() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let sent = Reply { note: true, ..words("psst") };
        assert_eq!(refusal(reply(desk, &alice, &number, sent).await), Refusal::Forbidden(Because::AgentsOnly));
        assert_eq!(kinds(desk, &number).await, ["opened"]);
    }
}

#[tokio::test]
async fn an_answer_has_words_or_files() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let long = "x".repeat(BODY_MAX + 1);
        for (body, reason) in
            [("", Reason::Missing), (" \r\n\0", Reason::Missing), (&long, Reason::TooLong { max: BODY_MAX })]
        {
            let refused = reply(desk, &alice, &number, words(body)).await;
            assert_eq!(refusal(refused), Refusal::field("body", reason));
        }
        let files = vec![test.files.store_file("only.txt", "text/plain", b"a file").await.unwrap()];
        let id = reply(desk, &alice, &number, Reply { files: files.clone(), ..words("") }).await.unwrap();
        let conversation = load_ticket(desk, &alice, &number).await.conversation;
        let Some(TimelineEntry::Message(message)) = conversation.last() else { panic!("a message") };
        assert_eq!((&message.id, message.body.as_str(), message.files.len()), (&id, "", 1));
        let refused = reply(desk, &alice, &number, Reply { files, ..words(&long) }).await;
        assert_eq!(refusal(refused), Refusal::field("body", Reason::TooLong { max: BODY_MAX }));
        assert_eq!(kinds(desk, &number).await, ["opened", "answered"]);
    }
}

#[tokio::test]
async fn a_key_makes_one_message_of_many_requests() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let (number, other) = (raise(desk, &alice).await, raise(desk, &alice).await);
        let keyed = |body: &str| Reply { key: "k".into(), ..words(body) };
        let id = reply(desk, &grace, &number, keyed("Once")).await.unwrap();
        let happened = kinds(desk, &number).await;
        assert_eq!(reply(desk, &grace, &number, keyed("Once")).await.unwrap(), id);
        assert_eq!(refusal(reply(desk, &grace, &number, keyed("Twice")).await), Refusal::Conflict);
        let as_note = Reply { note: true, ..keyed("Once") };
        assert_eq!(refusal(reply(desk, &grace, &number, as_note).await), Refusal::Conflict, "a note is other content");
        assert_eq!(kinds(desk, &number).await, happened);
        assert_ne!(reply(desk, &grace, &other, keyed("Once")).await.unwrap(), id, "another ticket, another message");
        assert_ne!(reply(desk, &alice, &number, keyed("Once")).await.unwrap(), id, "another person");

        let before = number_in(desk, "SELECT COUNT(*) FROM messages").await;
        let mut tasks = Vec::new();
        for _ in 0..16 {
            let (desk, alice, number) = (desk.clone(), alice.clone(), number.clone());
            let sent = Reply { key: "side by side".into(), ..words("Once") };
            tasks.push(tokio::spawn(async move { reply(&desk, &alice, &number, sent).await.unwrap() }));
        }
        let mut ids = std::collections::BTreeSet::new();
        for task in tasks {
            ids.insert(task.await.unwrap());
        }
        assert_eq!((ids.len(), number_in(desk, "SELECT COUNT(*) FROM messages").await), (1, before + 1));
    }
}

#[tokio::test]
async fn the_conversation_tells_what_happened_in_order() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let after = async |minutes: i64| desk_at(&test, NOW + minutes * MINUTE).await;
        say(&after(1).await, &grace, &number).await;
        note(&after(2).await, &grace, &number, vec![]).await;
        set_status(&after(3).await, &grace, &number, "waiting-customer").await;
        say(&after(4).await, &alice, &number).await;
        close(&after(5).await, &alice, &number).await.unwrap();
        say(&after(6).await, &alice, &number).await;
        let transcript = |ticket: Ticket| {
            let entries = ticket.conversation.into_iter().map(|entry| match entry {
                TimelineEntry::Message(message) => {
                    format!("{}{}", if message.note { "note of " } else { "" }, message.author.full)
                }
                TimelineEntry::Line(line) => match line.what {
                    TimelineEvent::Closed => format!("closed by {}", line.who),
                    TimelineEvent::Reopened => format!("reopened by {}", line.who),
                    TimelineEvent::Status { to } => format!("{to} by {}", line.who),
                    TimelineEvent::Assigned { to } => format!("to {}", to.unwrap_or_default()),
                    TimelineEvent::Caused { by: Cause::Reply, what } => match *what {
                        TimelineEvent::Status { to } => format!("{to} by the reply of {}", line.who),
                        TimelineEvent::Reopened => format!("reopened by the reply of {}", line.who),
                        TimelineEvent::Assigned { to } => format!("to {} by a reply", to.unwrap_or_default()),
                        other => format!("{other:?}"),
                    },
                    other => format!("{other:?}"),
                },
            });
            entries.collect::<Vec<_>>()
        };
        let everything = [
            "Alice Kowalska",
            "Grace Okoye",
            "to Grace Okoye by a reply",
            "Open by the reply of Grace Okoye",
            "note of Grace Okoye",
            "Waiting for customer by Grace Okoye",
            "Alice Kowalska",
            "Open by the reply of Alice Kowalska",
            "closed by Alice Kowalska",
            "Alice Kowalska",
            "reopened by the reply of Alice Kowalska",
        ];
        assert_eq!(transcript(load_ticket(desk, &grace, &number).await), everything);
        let public: Vec<_> = everything.into_iter().filter(|line| !line.starts_with("note")).collect();
        let public: Vec<_> = public.iter().map(|line| line.replace("for customer", "for you")).collect();
        assert_eq!(transcript(load_ticket(desk, &alice, &number).await), public);
    }
}

#[tokio::test]
async fn a_disabled_author_stays_on_what_they_wrote() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &bruno).await;
        helpers::sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'bruno'").await;
        assert!(!account(desk, "bruno").await.active);
        assert_eq!(load_ticket(desk, &alice, &number).await.reporter.full, "Bruno Meyer");
        let [event::Model { actor_id: Some(actor), .. }] = events(desk, &number).await[..] else { panic!("one event") };
        assert_eq!(actor, bruno.id);
    }
}

#[tokio::test]
async fn c27_a_customer_sends_so_many_in_a_minute_and_agents_as_many_as_they_like() {
    for test in demo().await {
        let rules = Rules { messages_per_minute: 3, ..Rules::default() };
        let open =
            async |now| Desk::open_with(test.db.clone(), test.files.clone(), Clock::fixed(now), rules).await.unwrap();
        let desk = &open(NOW).await;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let once = || Reply { key: "once".into(), ..words("Said once") };
        let said = reply(desk, &alice, &number, once()).await.unwrap();
        assert_eq!(reply(desk, &alice, &number, once()).await.unwrap(), said, "sent again, it counts once");
        assert!(matches!(refusal(reply(desk, &alice, &number, words(" ")).await), Refusal::Invalid(_)));
        say(desk, &alice, &number).await;
        let before = kinds(desk, &number).await;
        let too_fast = || Refusal::TooFast { seconds: 60 };
        assert_eq!(refusal(reply(desk, &alice, &number, words("One more")).await), too_fast());
        let another = desk::tickets::open::open(desk, &alice, &incident("Another one"), &[], "").await;
        assert_eq!(refusal(another), too_fast(), "new tickets count as well");
        assert_eq!(refusal(close(desk, &alice, &number).await), too_fast(), "and whatever else tells others of it");
        assert_eq!(kinds(desk, &number).await, before);
        say(desk, &bruno, &number).await;
        for _ in 0..5 {
            say(desk, &grace, &number).await;
        }
    }
}
