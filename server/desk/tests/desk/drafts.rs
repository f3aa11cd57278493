//! Drafts: found again everywhere, overwritten by nobody, and gone with the message. Files that come ahead of it.

use super::helpers::{desk_at, incident, load_ticket, number_in, person, raise, refusal, words};
use super::support::{NOW, TestDesk, demo};
use desk::conversation::{Reply, reply};
use desk::drafts::{Saved, discard, has_room, open_drafts, read, receive, remove, save, sweep};
use desk::files::{Upload, fetch};
use desk::tickets::{open, show};
use domain::conversation::TimelineEntry;
use domain::drafts::{DRAFT_MAX, DraftRef, NEW_MAX, SavedDraft, WAITING_BYTES_MAX, WAITING_MAX};
use domain::files::FILES_MAX;
use domain::tickets::draft::TicketDraft;
use domain::time::DAY;
use domain::{Reason, Refusal};

fn text(text: &str, revision: i64) -> SavedDraft {
    SavedDraft { revision, text: text.into(), ..SavedDraft::default() }
}

async fn file(test: &TestDesk, name: &str) -> Upload {
    test.files.store_file(name, "text/plain", name.as_bytes()).await.unwrap()
}

fn begun(revision: i64, uploads: &[&str]) -> DraftRef {
    DraftRef { revision, uploads: uploads.iter().map(|id| (*id).to_owned()).collect(), ..DraftRef::default() }
}

fn revision(saved: Saved) -> i64 {
    match saved {
        Saved::Kept(revision) => revision,
        Saved::Newer(newer) => panic!("somebody was faster: {newer:?}"),
    }
}

#[tokio::test]
async fn a_draft_is_found_again_with_everything_in_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let html = "<p>Half <b>said</b></p>".to_owned();
        let fields = vec![("note".to_owned(), String::new()), ("attr.impact".to_owned(), "Größe\r\n2".to_owned())];
        let written = SavedDraft { html: html.clone(), fields, ..text("Half said\0", 0) };
        let first = revision(save(desk, &alice, &number, &written).await.unwrap());
        let [waiting] = &receive(desk, &alice, &number, &[file(&test, "a.txt").await]).await.unwrap()[..] else {
            panic!()
        };
        let found = load_ticket(desk, &alice, &number).await.unsent;
        assert_eq!((found.text.as_str(), &found.html, found.revision), ("Half said", &html, first));
        assert_eq!(found.fields[1], ("attr.impact".to_owned(), "Größe\n2".to_owned()));
        assert_eq!(found.files, std::slice::from_ref(waiting));
        assert_eq!(read(desk, &alice, &number).await.unwrap(), found);
        assert_eq!(load_ticket(desk, &bruno, &number).await.unsent, SavedDraft::default(), "nobody else's affair");
        assert_eq!(read(desk, &alice, "new").await.unwrap(), SavedDraft::default(), "another place");

        discard(desk, &alice, &number, &begun(found.revision, &[&waiting.id])).await.unwrap();
        assert_eq!(load_ticket(desk, &alice, &number).await.unsent, SavedDraft::default());
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM uploads").await, 0);
    }
}

#[tokio::test]
async fn of_two_windows_neither_overwrites_the_other() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let first = revision(save(desk, &alice, &number, &text("One", 0)).await.unwrap());
        let Saved::Newer(newer) = save(desk, &alice, &number, &text("Other", 0)).await.unwrap() else { panic!("lost") };
        assert_eq!((newer.text.as_str(), newer.revision), ("One", first));
        let second = revision(save(desk, &alice, &number, &text("Both", first)).await.unwrap());
        assert!(second > first);
        let Saved::Newer(newer) = save(desk, &alice, &number, &text("Late", first)).await.unwrap() else {
            panic!("lost")
        };
        assert_eq!(newer.text, "Both");

        // Side by side.
        let saving = (0..8).map(|n| {
            let (desk, alice, number) = (desk.clone(), alice.clone(), number.clone());
            tokio::spawn(async move { save(&desk, &alice, &number, &text(&format!("{n}"), second)).await.unwrap() })
        });
        let mut kept = 0;
        for saved in saving.collect::<Vec<_>>() {
            kept += usize::from(matches!(saved.await.unwrap(), Saved::Kept(_)));
        }
        assert_eq!(kept, 1);

        // Sent in one window: the other learns that it is gone.
        let last = read(desk, &alice, &number).await.unwrap().revision;
        reply(desk, &alice, &number, Reply { draft_ref: begun(first, &[]), ..words("Sent elsewhere") }).await.unwrap();
        assert_eq!(read(desk, &alice, &number).await.unwrap().revision, last, "what is newer than what was sent stays");
        reply(desk, &alice, &number, Reply { draft_ref: begun(last, &[]), ..words("Sent") }).await.unwrap();
        let Saved::Newer(newer) = save(desk, &alice, &number, &text("More", last)).await.unwrap() else {
            panic!("a draft that was sent came back")
        };
        assert_eq!(newer, SavedDraft::default());
    }
}

#[tokio::test]
async fn new_tickets_are_begun_side_by_side() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let named = |subject: &str| vec![("subject".to_owned(), subject.to_owned())];
        let printer = SavedDraft { id: "p-1".into(), fields: named("Printer"), ..text("Nothing comes out", 0) };
        let first = revision(save(desk, &alice, "new-7", &printer).await.unwrap());
        let long = "Word ".repeat(40);
        revision(save(desk, &alice, "new-8", &SavedDraft { fields: named(" "), ..text(&long, 0) }).await.unwrap());
        revision(save(desk, &alice, "new", &text("Of a page without windows", 0)).await.unwrap());
        let number = raise(desk, &alice).await;
        revision(save(desk, &alice, &number, &text("An answer", 0)).await.unwrap());
        let waiting = receive(desk, &alice, "new-7", &[file(&test, "7.txt").await]).await.unwrap();
        assert_eq!(
            read(desk, &alice, "new-7").await.unwrap(),
            SavedDraft { revision: first, files: waiting.clone(), ..printer }
        );
        assert!(read(desk, &alice, "new-8").await.unwrap().files.is_empty());

        let mut begun_by_her = open_drafts(desk, &alice).await.unwrap();
        begun_by_her.sort_by(|one, other| one.place.cmp(&other.place));
        let listed: Vec<_> = begun_by_her.iter().map(|one| (one.place.as_str(), one.about.as_str())).collect();
        let beginning = &long[..80];
        assert_eq!(listed, [("new", "Of a page without windows"), ("new-7", "Printer"), ("new-8", beginning)]);
        assert_eq!(open_drafts(desk, &bruno).await.unwrap(), []);
        assert_eq!(read(desk, &bruno, "new-7").await.unwrap(), SavedDraft::default(), "a number opens nothing");

        let sent = |window| TicketDraft {
            draft_ref: DraftRef { window, ..begun(first, &[&waiting[0].id]) },
            description: "Nothing comes out".into(),
            ..incident("Printer")
        };
        let gone = Refusal::field("attachment", Reason::FileGone);
        assert_eq!(refusal(open::open(desk, &alice, &sent(8), &[], "").await), gone, "a file of another window");
        open::open(desk, &alice, &sent(7), &[], "").await.unwrap();
        assert_eq!(open_drafts(desk, &alice).await.unwrap().len(), 2, "the others stand");
    }
}

#[tokio::test]
async fn nobody_begins_tickets_without_end() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        for window in 1..=NEW_MAX {
            revision(save(desk, &alice, &format!("new-{window}"), &text("Begun", 0)).await.unwrap());
        }
        let full = Refusal::field("body", Reason::TooManyDrafts { max: NEW_MAX });
        assert_eq!(refusal(save(desk, &alice, "new-999", &text("One more", 0)).await), full);
        let last = read(desk, &alice, "new-1").await.unwrap().revision;
        let last = revision(save(desk, &alice, "new-1", &text("Written on", last)).await.unwrap());
        discard(desk, &alice, "new-1", &begun(last, &[])).await.unwrap();
        revision(save(desk, &alice, "new-999", &text("One more", 0)).await.unwrap());
    }
}

#[tokio::test]
async fn files_that_came_ahead_go_with_the_message() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        let seen = revision(save(desk, &alice, &number, &text("See", 0)).await.unwrap());
        let sent = [file(&test, "1.txt").await, file(&test, "2.txt").await, file(&test, "3.txt").await];
        let waiting = receive(desk, &alice, &number, &sent).await.unwrap();
        remove(desk, &alice, &waiting[1].id).await.unwrap();
        let twice = begun(seen, &[&waiting[0].id, &waiting[0].id]);
        let with_key =
            || Reply { draft_ref: twice.clone(), key: "k".into(), files: vec![sent[2].clone()], ..words("") };
        let id = reply(desk, &alice, &number, with_key()).await.unwrap();
        assert_eq!(
            reply(desk, &alice, &number, with_key()).await.unwrap(),
            id,
            "sent twice, though the files are gone"
        );
        let ticket = load_ticket(desk, &alice, &number).await;
        let Some(TimelineEntry::Message(message)) = ticket.conversation.last() else { panic!("a message") };
        let names: Vec<_> = message.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["1.txt", "3.txt"]);
        assert_eq!(ticket.unsent.files, waiting[2..], "what was left out waits still");
        assert_eq!((ticket.unsent.revision, ticket.unsent.text.as_str()), (0, ""));
        assert!(fetch(desk, &person(desk, "bruno").await, &message.files[0].id).await.is_ok());

        let ahead = receive(desk, &alice, "new", &sent[..1]).await.unwrap();
        assert_eq!(read(desk, &alice, "new").await.unwrap().files, ahead);
        let draft = TicketDraft { draft_ref: begun(0, &[&ahead[0].id]), ..incident("With a file") };
        let raised = open::open(desk, &alice, &draft, &[], "").await.unwrap();
        assert_eq!(load_ticket(desk, &alice, &raised).await.files[0].name, "1.txt");
    }
}

#[tokio::test]
async fn a08_nobody_sends_or_removes_anothers_file() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let (number, other) = (raise(desk, &alice).await, raise(desk, &alice).await);
        let [hers] = &receive(desk, &alice, &number, &[file(&test, "hers.txt").await]).await.unwrap()[..] else {
            panic!()
        };
        let gone = Refusal::field("attachment", Reason::FileGone);
        for id in [hers.id.as_str(), "unknown", "nul\0", "' OR 1=1 --"] {
            let sent = Reply { draft_ref: begun(0, &[id]), ..words("Mine") };
            assert_eq!(refusal(reply(desk, &bruno, &number, sent).await), gone, "{id}");
            assert_eq!(refusal(remove(desk, &bruno, id).await), Refusal::NotFound, "{id}");
            assert_eq!(refusal(fetch(desk, &bruno, id).await), Refusal::NotFound, "{id}");
        }
        let elsewhere = Reply { draft_ref: begun(0, &[&hers.id]), ..words("Here") };
        assert_eq!(refusal(reply(desk, &alice, &other, elsewhere).await), gone, "it was sent for another ticket");
        assert_eq!(refusal(fetch(desk, &alice, &hers.id).await), Refusal::NotFound, "no message, no link");
        assert_eq!(
            show::show(desk, &alice, &number, 50).await.unwrap().unsent.files,
            std::slice::from_ref(hers),
            "intact"
        );
    }
}

#[tokio::test]
async fn f09_a_person_fills_their_own_room_and_no_more() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let full = Refusal::field("attachment", Reason::NoRoom { max: WAITING_BYTES_MAX });
        let small = file(&test, "small.txt").await;
        let huge = Upload { size: WAITING_BYTES_MAX, ..small.clone() };
        assert_eq!(refusal(receive(desk, &alice, &number, &[small.clone(), huge]).await), full);
        let many = vec![small.clone(); WAITING_MAX];
        let waiting = receive(desk, &alice, &number, &many).await.unwrap();
        assert_eq!(refusal(has_room(desk, &alice).await), full);
        assert_eq!(refusal(receive(desk, &alice, "new", &many[..1]).await), full, "in whatever place");
        let ids: Vec<&str> = waiting.iter().map(|file| file.id.as_str()).collect();
        let sent = reply(desk, &alice, &number, Reply { draft_ref: begun(0, &ids), ..words("All") }).await;
        assert_eq!(refusal(sent), Refusal::field("attachment", Reason::TooManyFiles { max: FILES_MAX }));
        assert!(has_room(desk, &bruno).await.is_ok() && receive(desk, &bruno, &number, &many).await.is_ok());
        remove(desk, &alice, &waiting[0].id).await.unwrap();
        assert_eq!(receive(desk, &alice, &number, &many[..1]).await.unwrap().len(), 1, "room again");
        let book = SavedDraft { html: "x".repeat(DRAFT_MAX + 1), ..SavedDraft::default() };
        let long = Refusal::field("body", Reason::TooLong { max: DRAFT_MAX });
        assert_eq!(refusal(save(desk, &alice, &number, &book).await), long);
    }
}

#[tokio::test]
async fn what_nobody_comes_back_to_is_swept_out() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        save(desk, &alice, &number, &text("Old", 0)).await.unwrap();
        receive(desk, &alice, &number, &[file(&test, "old.txt").await]).await.unwrap();
        let later = desk_at(&test, NOW + 61 * DAY).await;
        save(&later, &alice, "new", &text("Young", 0)).await.unwrap();
        sweep(desk).await.unwrap();
        assert_eq!(read(desk, &alice, &number).await.unwrap().files.len(), 1, "not yet");
        sweep(&later).await.unwrap();
        assert_eq!(read(desk, &alice, &number).await.unwrap(), SavedDraft::default());
        assert_eq!(read(desk, &alice, "new").await.unwrap().text, "Young");
    }
}
