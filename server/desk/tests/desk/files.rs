//! Attachments: kept by content, fetched by those who see the message.

use super::helpers::{eventually, load_ticket, note, person, raise, refusal, words};
use super::support::{NOW, demo};
use desk::conversation::{Reply, reply};
use desk::files::PdfReader;
use desk::files::{Store, fetch};
use desk::people::Person;
use desk::tickets::list::list;
use desk::{Clock, Desk};
use domain::Refusal;
use domain::tickets::HitSource;
use std::path::Path;
use tokio::io::AsyncReadExt;

#[tokio::test]
async fn a_file_comes_back_as_it_went_in() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let number = raise(desk, &alice).await;
        let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
        let mut incoming = test.files.receive().await.unwrap();
        for chunk in content.chunks(7_777) {
            incoming.write(chunk).await.unwrap();
        }
        let upload = incoming.finish("..\\scan of “bench 3”.PNG", "image/png").await.unwrap();
        reply(desk, &alice, &number, Reply { files: vec![upload], ..words("See the scan") }).await.unwrap();
        let page = load_ticket(desk, &bruno, &number).await;
        let [link] = &page.files[..] else { panic!("one file") };
        assert_eq!((link.name.as_str(), link.size, link.image), ("scan of “bench 3”.PNG", 300_000, true));
        let mut fetched = fetch(desk, &bruno, &link.id).await.unwrap();
        let mut back = Vec::new();
        fetched.content.read_to_end(&mut back).await.unwrap();
        assert!(back == content && fetched.size == 300_000 && fetched.media_type == "image/png");
    }
}

fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn equal_content_lies_on_the_disk_once() {
    for test in demo().await {
        let folder = testing::folder();
        let store = Store::open_folder(folder.path()).await.unwrap();
        let desk = Desk::open(test.db.clone(), store.clone(), Clock::fixed(NOW)).await.unwrap();
        let (alice, ewa) = (person(&desk, "alice").await, person(&desk, "ewa").await);
        let (hers, other) = (raise(&desk, &alice).await, raise(&desk, &ewa).await);
        // Side by side, as two browsers would.
        let (one, two) = tokio::join!(
            store.store_file("a.txt", "text/plain", b"the same"),
            store.store_file("b.csv", "text/csv", b"the same")
        );
        for (person, number, upload) in [(&alice, &hers, one.unwrap()), (&ewa, &other, two.unwrap())] {
            reply(&desk, person, number, Reply { files: vec![upload], ..words("") }).await.unwrap();
        }
        assert_eq!(files_below(folder.path()), 1);
        // One content, two attachments: whoever has the one does not have the other.
        let (hers, ewas) = (
            load_ticket(&desk, &alice, &hers).await.files.remove(0),
            load_ticket(&desk, &ewa, &other).await.files.remove(0),
        );
        assert_eq!((hers.name.as_str(), ewas.name.as_str()), ("a.txt", "b.csv"));
        assert_eq!(fetch(&desk, &alice, &hers.id).await.unwrap().media_type, "text/plain");
        for id in [ewas.id.as_str(), "", "unknown", "../a.txt", "nul\0", "' OR 1=1 --"] {
            assert_eq!(refusal(fetch(&desk, &alice, id).await), Refusal::NotFound, "{id}");
        }
    }
}

#[tokio::test]
async fn files_on_notes_are_the_desks_own() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, iris, grace) =
            (person(desk, "alice").await, person(desk, "iris").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let keep = async |name: &str| test.files.store_file(name, "text/plain", name.as_bytes()).await.unwrap();
        reply(
            desk,
            &alice,
            &number,
            Reply { files: vec![keep("first.txt").await, keep("second.txt").await], ..words("") },
        )
        .await
        .unwrap();
        note(desk, &grace, &number, vec![keep("secret.txt").await]).await;
        let names = async |person| {
            let files = load_ticket(desk, person, &number).await.files;
            files.into_iter().map(|file| file.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&iris).await, ["secret.txt", "second.txt", "first.txt"], "newest first");
        assert_eq!(names(&alice).await, ["second.txt", "first.txt"]);
        let secret = load_ticket(desk, &iris, &number).await.files.remove(0).id;
        fetch(desk, &iris, &secret).await.unwrap();
        assert_eq!(refusal(fetch(desk, &alice, &secret).await), Refusal::NotFound);
    }
}

#[tokio::test]
async fn content_that_nothing_names_is_swept_out_once_it_is_old() {
    for test in demo().await {
        let folder = testing::folder();
        let store = Store::open_folder(folder.path()).await.unwrap();
        let desk = Desk::open(test.db.clone(), store.clone(), Clock::fixed(NOW)).await.unwrap();
        let alice = person(&desk, "alice").await;
        let number = raise(&desk, &alice).await;
        let sent = store.store_file("sent.txt", "text/plain", b"sent").await.unwrap();
        let waiting = store.store_file("waiting.txt", "text/plain", b"waiting").await.unwrap();
        store.store_file("orphan.txt", "text/plain", b"orphan").await.unwrap();
        let young = store.store_file("young.txt", "text/plain", b"young").await.unwrap();
        reply(&desk, &alice, &number, Reply { files: vec![sent], ..words("") }).await.unwrap();
        desk::drafts::receive(&desk, &alice, &number, &[waiting]).await.unwrap();
        std::fs::write(folder.path().join("incoming/half"), b"half").unwrap();
        assert_eq!(desk::files::sweep(&desk).await.unwrap(), 0, "all is young");
        age(folder.path());
        // The same content comes in again.
        store.store_file("young.txt", "text/plain", b"young").await.unwrap();
        assert_eq!(desk::files::sweep(&desk).await.unwrap(), 2, "the orphan and the half");
        assert_eq!(files_below(folder.path()), 3);
        drop(young);
    }
}

/// Makes everything two days older.
fn age(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path);
        } else {
            let then = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 24 * 60 * 60);
            std::fs::File::open(&path).unwrap().set_modified(then).unwrap();
        }
    }
}

#[tokio::test]
async fn files_that_hold_text_are_found_once_they_are_read() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, grace) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "grace").await);
        while desk::files::read_waiting(desk, &PdfReader::default()).await.unwrap() > 0 {}
        let log = test.files.store_file("scanner.log", "text/plain", b"gate 9: flibbertigibbet").await.unwrap();
        let secret = test.files.store_file("secret.txt", "text/plain", b"zyzzyva of the workshop").await.unwrap();
        let picture = test.files.store_file("shot.png", "image/png", b"flibbertigibbet in pixels").await.unwrap();
        let number = raise(desk, &alice).await;
        let said = |note, files| Reply { note, files, ..words("See the file.") };
        reply(desk, &alice, &number, said(false, vec![log.clone(), picture])).await.unwrap();
        reply(desk, &grace, &number, said(true, vec![secret])).await.unwrap();
        let finds = async |person: &Person, text: &str| {
            let found = list(desk, person, &format!("in=number,files&q={text}")).await.unwrap();
            found.rows.into_iter().map(|row| row.number).collect::<Vec<_>>()
        };
        assert_eq!(finds(&alice, "flibbertigibbet").await, Vec::<String>::new(), "not read yet");
        assert_eq!(finds(&alice, "scanner").await.join(" "), number, "its name is known at once");
        assert_eq!(desk::files::read_waiting(desk, &PdfReader::default()).await.unwrap(), 3);
        assert_eq!(desk::files::read_waiting(desk, &PdfReader::default()).await.unwrap(), 0);
        assert_eq!(finds(&alice, &format!("flibb+gate+{number}")).await.join(" "), number);
        assert_eq!(finds(&alice, "pixels").await, Vec::<String>::new());
        assert_eq!(finds(&alice, "zyzzyva").await, Vec::<String>::new());
        assert_eq!(finds(&grace, "zyzzyva").await.join(" "), number);
        assert_eq!(finds(&dmitri, "flibbertigibbet").await, Vec::<String>::new());
        let row = list(desk, &alice, "in=files&q=flibb").await.unwrap().rows.remove(0);
        assert_eq!(row.found.map(|found| found.place), Some(HitSource::File("scanner.log".into())));
        // Another ticket with the same content finds it at once; a closed one keeps it.
        let again = raise(desk, &alice).await;
        reply(desk, &alice, &again, said(false, vec![log])).await.unwrap();
        assert_eq!(finds(&alice, "flibbertigibbet").await.len(), 2);
        desk::tickets::close::close(desk, &alice, &number).await.unwrap();
        assert_eq!(finds(&alice, "flibbertigibbet").await.join(" "), again);
        assert_eq!(list(desk, &alice, "in=files&closed=1&q=flibb").await.unwrap().total.count, 2);
    }
}

#[tokio::test]
async fn whoever_keeps_reading_reads_what_has_come() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let log = test.files.store_file("scanner.log", "text/plain", b"gate 9: flibbertigibbet").await.unwrap();
        let number = raise(desk, &alice).await;
        reply(desk, &alice, &number, Reply { files: vec![log], ..words("See the file.") }).await.unwrap();
        let reading = tokio::spawn(desk::files::keep_reading(desk.clone(), PdfReader::default()));
        let is_found = async || list(desk, &alice, "in=files&q=flibbertigibbet").await.unwrap().total.count == 1;
        eventually("it is found", is_found).await;
        reading.abort();
    }
}
