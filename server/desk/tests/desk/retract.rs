//! Taking a message back within ten seconds.

use super::helpers::{
    desk_at, kept, kinds, listed, load_ticket, note, number_in, person, raise, refusal, say, status_of, words,
};
use super::support::{NOW, demo};
use desk::conversation::{Reply, reply, retract};
use desk::drafts::{Saved, save};
use desk::files::fetch;
use domain::Refusal;
use domain::conversation::{Message, TimelineEntry};
use domain::drafts::{DraftRef, SavedDraft, UNDO};
use domain::refusal::Because;
use domain::tickets::Ticket;

fn messages(ticket: &Ticket) -> Vec<Message> {
    let said = ticket.conversation.iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some(message.clone()),
        TimelineEntry::Line(_) => None,
    });
    said.collect()
}

#[tokio::test]
async fn a_message_taken_back_is_gone_for_all_and_a_draft_for_its_author() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        load_ticket(desk, &bruno, &number).await;
        let before = kept(desk, &number).await;
        let files = vec![test.files.store_file("plan.txt", "text/plain", b"plan").await.unwrap()];
        let id = reply(desk, &alice, &number, Reply { files, ..words("Oh no") }).await.unwrap();
        assert!(listed(desk, &bruno, &number).await.unwrap().unread);
        let hers = messages(&load_ticket(desk, &alice, &number).await);
        assert_eq!(hers.iter().map(|message| message.undo).collect::<Vec<_>>(), [false, true], "not what opened it");
        let file = hers[1].files[0].id.clone();
        retract(desk, &alice, &number, &id).await.unwrap();
        retract(desk, &alice, &number, &id).await.unwrap();
        let ticket = load_ticket(desk, &alice, &number).await;
        assert_eq!((messages(&ticket).len(), ticket.files.len()), (1, 0));
        assert_eq!((ticket.unsent.text.as_str(), ticket.unsent.files[0].name.as_str()), ("Oh no", "plan.txt"));
        assert_eq!(refusal(fetch(desk, &bruno, &file).await), Refusal::NotFound);
        assert!(!listed(desk, &bruno, &number).await.unwrap().unread, "nothing new for him");
        assert_eq!(kinds(desk, &number).await, ["opened", "answered", "retracted"], "twice clicked, once done");
        let after = kept(desk, &number).await;
        assert_eq!((after.last_event, after.last_public_event), (before.last_event, before.last_public_event));
        let draft_ref = DraftRef { uploads: vec![ticket.unsent.files[0].id.clone()], ..DraftRef::default() };
        reply(desk, &alice, &number, Reply { draft_ref, ..words("Better") }).await.unwrap();
        assert_eq!(load_ticket(desk, &bruno, &number).await.files[0].name, "plan.txt");
    }
}

#[tokio::test]
async fn after_ten_seconds_and_for_others_it_stays() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let (number, other) = (raise(desk, &alice).await, raise(desk, &alice).await);
        let id = say(desk, &alice, &number).await;
        for (person, number) in [(&bruno, &number), (&grace, &number), (&alice, &other)] {
            assert_eq!(refusal(retract(desk, person, number, &id).await), Refusal::NotFound, "{}", person.name);
        }
        let opening = messages(&load_ticket(desk, &alice, &number).await)[0].id.clone();
        for id in [opening.as_str(), "unknown", "nul\0", ""] {
            assert_eq!(refusal(retract(desk, &alice, &number, id).await), Refusal::NotFound, "{id}");
        }
        let last = desk_at(&test, NOW + UNDO).await;
        assert!(messages(&load_ticket(&last, &alice, &number).await)[1].undo);
        let late = desk_at(&test, NOW + UNDO + 1).await;
        assert!(!messages(&load_ticket(&late, &alice, &number).await)[1].undo);
        assert_eq!(refusal(retract(&late, &alice, &number, &id).await), Refusal::Forbidden(Because::TooLate));
        retract(&last, &alice, &number, &id).await.unwrap();
    }
}

#[tokio::test]
async fn a_note_comes_back_as_a_note_and_what_was_begun_since_stays() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let id = note(desk, &grace, &number, vec![]).await;
        let begun = SavedDraft { text: "And then".into(), ..SavedDraft::default() };
        assert!(matches!(save(desk, &grace, &number, &begun).await.unwrap(), Saved::Kept(_)));
        let before = kept(desk, &number).await;
        retract(desk, &grace, &number, &id).await.unwrap();
        let unsent = load_ticket(desk, &grace, &number).await.unsent;
        assert_eq!(unsent.text, "Only for us: ask the workshop.\n\nAnd then");
        assert_eq!(unsent.fields, [("note".to_owned(), "1".to_owned())]);
        let after = kept(desk, &number).await;
        assert_eq!(
            (after.changed_at, after.last_public_event),
            (before.changed_at, before.last_public_event),
            "no trace for customers"
        );
        let public = "SELECT COUNT(*) FROM events WHERE kind = 'retracted' AND public";
        assert_eq!(number_in(desk, public).await, 0);
    }
}

#[tokio::test]
async fn what_happened_meanwhile_stays_new() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        load_ticket(desk, &bruno, &number).await;
        let first = say(desk, &grace, &number).await;
        assert_eq!(status_of(desk, &number).await, "open");
        retract(desk, &grace, &number, &first).await.unwrap();
        assert_eq!(status_of(desk, &number).await, "open", "a line of its own told of it");
        assert!(listed(desk, &bruno, &number).await.unwrap().unread, "that it was assigned is new");
        load_ticket(desk, &bruno, &number).await;
        let second = say(desk, &grace, &number).await;
        say(desk, &alice, &number).await;
        retract(desk, &grace, &number, &second).await.unwrap();
        assert!(listed(desk, &bruno, &number).await.unwrap().unread, "her answer is new");
    }
}

#[tokio::test]
async fn pictures_in_the_text_are_files_to_be_sent_along_again() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let picture = test.files.store_file("größe 1.png", "image/png", b"png").await.unwrap();
        let html = "<p>See <strong>this</strong> <img src=\"cid:gr%C3%B6%C3%9Fe%201.png\" alt=\"it\"></p>";
        let sent = Reply { html: html.into(), files: vec![picture], ..words("See this") };
        let id = reply(desk, &alice, &number, sent).await.unwrap();
        let shown = messages(&load_ticket(desk, &alice, &number).await).pop().unwrap();
        assert!(shown.html.as_ref().is_some_and(|html| html.contains(&shown.files[0].id)), "{:?}", shown.html);
        retract(desk, &alice, &number, &id).await.unwrap();
        let unsent = load_ticket(desk, &alice, &number).await.unsent;
        assert!(
            unsent.html.contains("cid:gr%C3%B6%C3%9Fe%201.png") && !unsent.html.contains("/files/"),
            "{}",
            unsent.html
        );
        let draft_ref =
            DraftRef { uploads: vec![unsent.files[0].id.clone()], revision: unsent.revision, ..DraftRef::default() };
        reply(desk, &alice, &number, Reply { html: unsent.html, draft_ref, ..words(&unsent.text) }).await.unwrap();
        let again = messages(&load_ticket(desk, &alice, &number).await).pop().unwrap();
        assert!(again.html.is_some_and(|html| html.contains(&again.files[0].id)), "the same picture, sent again");
    }
}
