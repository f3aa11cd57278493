//! A draft is sent once, from however many tabs.

use super::helpers::{desk_at, incident, load_ticket, number_in, person, raise, refusal, words};
use super::support::{NOW, TestDesk, demo};
use desk::Desk;
use desk::chat::{self, FirstMessage};
use desk::conversation::{Reply, reply, retract};
use desk::drafts::{Saved, open_drafts, read, receive, save, sweep};
use desk::files::Upload;
use desk::people::Person;
use desk::tickets::open;
use domain::Refusal;
use domain::conversation::TimelineEntry;
use domain::drafts::{DraftRef, SavedDraft};
use domain::tickets::draft::TicketDraft;
use domain::time::DAY;

fn of(draft: &str, revision: i64) -> DraftRef {
    DraftRef { draft: draft.into(), revision, ..DraftRef::default() }
}

/// An answer of this draft, sent from a tab of its own.
fn from_tab(tab: &str, draft_ref: DraftRef, body: &str) -> Reply {
    Reply { draft_ref, key: tab.into(), ..words(body) }
}

fn text(id: &str, revision: i64, text: &str) -> SavedDraft {
    SavedDraft { id: id.into(), revision, text: text.into(), ..SavedDraft::default() }
}

async fn kept(desk: &Desk, who: &Person, place: &str, unsent: &SavedDraft) -> i64 {
    match save(desk, who, place, unsent).await.unwrap() {
        Saved::Kept(revision) => revision,
        Saved::Newer(newer) => panic!("somebody was faster: {newer:?}"),
    }
}

async fn messages(desk: &Desk) -> i64 {
    number_in(desk, "SELECT COUNT(*) FROM messages").await
}

#[tokio::test]
async fn an_answer_in_two_tabs_is_one_message() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let seen = kept(desk, &alice, &number, &text("d-1", 0, "It jams")).await;
        assert_eq!(read(desk, &alice, &number).await.unwrap().id, "d-1");
        let before = messages(desk).await;
        let sent = reply(desk, &alice, &number, from_tab("two", of("d-1", seen), "It jams")).await.unwrap();
        let again = reply(desk, &alice, &number, from_tab("one", of("d-1", seen), " It jams\n")).await.unwrap();
        assert_eq!((again, messages(desk).await), (sent, before + 1));

        // What was written on in the other tab is neither lost nor taken for the same.
        for other in [words("It jams again"), Reply { files: vec![file(&test).await], ..words("It jams") }] {
            let late = Reply { draft_ref: of("d-1", seen), key: "late".into(), ..other };
            assert_eq!(refusal(reply(desk, &alice, &number, late).await), Refusal::Conflict);
        }
        for revision in [0, seen] {
            let late = save(desk, &alice, &number, &text("d-1", revision, "It jams")).await.unwrap();
            assert_eq!(late, Saved::Newer(SavedDraft::default()), "a draft that was sent is no draft any more");
        }
        assert_eq!(messages(desk).await, before + 1);
        reply(desk, &alice, &number, from_tab("one", of("d-2", 0), "It jams")).await.unwrap();
        reply(desk, &bruno, &number, from_tab("one", of("d-1", 0), "It jams")).await.unwrap();
        assert_eq!(messages(desk).await, before + 3, "another draft, and another person's");
    }
}

#[tokio::test]
async fn a_file_that_came_since_is_not_lost() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let first = receive(desk, &alice, &number, &[file(&test).await]).await.unwrap();
        let with = |ids: Vec<String>| DraftRef { uploads: ids, ..of("d-1", 0) };
        let ids = vec![first[0].id.clone()];
        let sent = reply(desk, &alice, &number, from_tab("two", with(ids.clone()), "See")).await.unwrap();
        let again = reply(desk, &alice, &number, from_tab("one", with(ids.clone()), "See")).await.unwrap();
        assert_eq!(again, sent, "its files have gone with it");
        let more = receive(desk, &alice, &number, &[file(&test).await]).await.unwrap();
        let more = with([ids, vec![more[0].id.clone()]].concat());
        assert_eq!(refusal(reply(desk, &alice, &number, from_tab("one", more, "See")).await), Refusal::Conflict);
        assert_eq!(load_ticket(desk, &alice, &number).await.unsent.files.len(), 1);
    }
}

#[tokio::test]
async fn eight_tabs_at_once_send_one_message() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let before = messages(desk).await;
        let sending = (0..8).map(|tab| {
            let (desk, alice, number) = (desk.clone(), alice.clone(), number.clone());
            tokio::spawn(async move {
                reply(&desk, &alice, &number, from_tab(&tab.to_string(), of("d-1", 0), "Once")).await.unwrap()
            })
        });
        let mut sent = Vec::new();
        for one in sending.collect::<Vec<_>>() {
            sent.push(one.await.unwrap());
        }
        sent.dedup();
        assert_eq!((sent.len(), messages(desk).await), (1, before + 1));
    }
}

#[tokio::test]
async fn a_new_ticket_in_two_tabs_is_one_ticket() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let seen = kept(desk, &alice, "new-7", &text("d-1", 0, "Nothing comes out.")).await;
        let draft =
            |subject: &str| TicketDraft { draft_ref: DraftRef { window: 7, ..of("d-1", seen) }, ..incident(subject) };
        let number = open::open(desk, &alice, &draft("Printer"), &[], "two").await.unwrap();
        let tickets = number_in(desk, "SELECT COUNT(*) FROM tickets").await;
        assert_eq!(open::open(desk, &alice, &draft("Printer"), &[], "one").await.unwrap(), number);
        assert_eq!(refusal(open::open(desk, &alice, &draft("Scanner"), &[], "one").await), Refusal::Conflict);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM tickets").await, tickets);
        let answer = from_tab("one", of("d-1", 0), "Nothing comes out.");
        assert_eq!(refusal(reply(desk, &alice, &number, answer).await), Refusal::Conflict, "it became no message");
    }
}

#[tokio::test]
async fn a_chat_in_two_tabs_says_it_once() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        chat::available(desk, &grace, Some(true), None).await.unwrap();
        let first = |draft: &str, tab: &str, body: &str| FirstMessage {
            company: String::new(),
            body: body.into(),
            html: String::new(),
            files: Vec::new(),
            draft_ref: DraftRef { window: 3, ..of(draft, i64::MAX) },
            key: tab.into(),
        };
        let number = chat::start(desk, &alice, first("d-1", "two", "It does not pair")).await.unwrap();
        let before = messages(desk).await;
        assert_eq!(chat::start(desk, &alice, first("d-1", "one", "It does not pair")).await.unwrap(), number);
        assert_eq!(messages(desk).await, before);
        // One that runs takes the next first message in, once as well, and its draft with it.
        kept(desk, &alice, "new-3", &text("d-2", 0, "Still not")).await;
        for tab in ["three", "four"] {
            assert_eq!(chat::start(desk, &alice, first("d-2", tab, "Still not")).await.unwrap(), number);
        }
        assert_eq!(messages(desk).await, before + 1);
        assert_eq!(open_drafts(desk, &alice).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_message_taken_back_is_the_same_draft_again() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let first = reply(desk, &alice, &number, from_tab("one", of("d-1", 0), "Oh")).await.unwrap();
        retract(desk, &alice, &number, &first).await.unwrap();
        let back = read(desk, &alice, &number).await.unwrap();
        assert_eq!((back.id.as_str(), back.text.as_str()), ("d-1", "Oh"));
        let second = reply(desk, &alice, &number, from_tab("two", of("d-1", 0), "Oh")).await.unwrap();
        assert_ne!(second, first);
        let again = reply(desk, &alice, &number, from_tab("three", of("d-1", back.revision), "Oh")).await.unwrap();
        assert_eq!(again, second);
        let said = load_ticket(desk, &alice, &number).await.conversation;
        assert_eq!(
            said.iter()
                .filter(|entry| matches!(entry, TimelineEntry::Message(message) if message.body == "Oh"))
                .count(),
            1
        );
    }
}

#[tokio::test]
async fn what_was_written_on_is_a_draft_of_its_own() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let seen = kept(desk, &alice, &number, &text("d-1", 0, "One")).await;
        kept(desk, &alice, &number, &text("d-1", seen, "One and two")).await;
        reply(desk, &alice, &number, from_tab("one", of("d-1", seen), "One")).await.unwrap();
        let left = read(desk, &alice, &number).await.unwrap();
        assert_eq!(left.text, "One and two");
        assert_ne!(left.id, "d-1", "which was sent");
        kept(desk, &alice, &number, &text(&left.id, left.revision, "Two")).await;
        reply(desk, &alice, &number, from_tab("two", of(&left.id, i64::MAX), "Two")).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_sent_is_known_as_long_as_drafts_are_kept() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        reply(desk, &alice, &number, from_tab("one", of("d-1", 0), "Once")).await.unwrap();
        let known = "SELECT COUNT(*) FROM sent_drafts";
        sweep(&desk_at(&test, NOW + 59 * DAY).await).await.unwrap();
        assert_eq!(number_in(desk, known).await, 1);
        sweep(&desk_at(&test, NOW + 61 * DAY).await).await.unwrap();
        assert_eq!(number_in(desk, known).await, 0);
    }
}

async fn file(test: &TestDesk) -> Upload {
    test.files.store_file("a.txt", "text/plain", b"a").await.unwrap()
}
