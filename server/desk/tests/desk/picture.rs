//! Profile pictures.

use super::helpers::{account as user, events_of, load_ticket, person, raise, refusal};
use super::support::{TestDesk, demo};
use data_encoding::HEXLOWER;
use desk::files::Upload;
use desk::people::account::account;
use desk::people::picture::{fetch_picture, remove_picture, set_picture};
use domain::conversation::TimelineEntry;
use domain::{Reason, Refusal};
use tokio::io::AsyncReadExt;

/// A picture of 3 × 2 dots.
const PNG: [u8; 73] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0, 18, 22, 241,
    77, 0, 0, 0, 16, 73, 68, 65, 84, 120, 218, 99, 56, 33, 39, 7, 65, 12, 112, 22, 0, 65, 0, 6, 25, 212, 68, 238, 25,
    0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

async fn sent(test: &TestDesk, content: &[u8]) -> Upload {
    test.files.store_file("me.png", "image/png", content).await.unwrap()
}

#[tokio::test]
async fn a_picture_is_made_anew_and_shown_beside_the_name() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let file = sent(&test, &PNG).await;
        for _ in 0..2 {
            set_picture(desk, &alice, &file).await.unwrap();
        }
        assert_eq!(events_of(desk, alice.id, "picture_changed").await, 1);
        assert_ne!(user(desk, "alice").await.picture, Some(file.sha256.to_vec()), "not what was sent");
        let address = account(desk, &alice).await.unwrap().picture.unwrap();
        let mut picture = fetch_picture(desk, &person(desk, "bruno").await, &address).await.unwrap();
        let mut content = Vec::new();
        picture.content.read_to_end(&mut content).await.unwrap();
        assert_eq!((picture.media_type.as_str(), &content[..3]), ("image/jpeg", &[0xff, 0xd8, 0xff][..]));
        let number = raise(desk, &alice).await;
        let shown = load_ticket(desk, &person(desk, "grace").await, &number).await;
        assert_eq!(shown.reporter.picture.as_ref(), Some(&address));
        let said = shown.conversation.iter().filter_map(|entry| match entry {
            TimelineEntry::Message(message) => Some(&message.author),
            _ => None,
        });
        assert!(said.clone().count() > 0 && said.clone().all(|author| author.picture.as_ref() == Some(&address)));
        remove_picture(desk, &alice).await.unwrap();
        assert_eq!(refusal(fetch_picture(desk, &alice, &address).await.map(drop)), Refusal::NotFound);
        assert_eq!(account(desk, &alice).await.unwrap().picture, None);
    }
}

#[tokio::test]
async fn e09_whatever_is_no_picture_is_refused() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        for content in
            [&b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"[..], b"<html>", b"\x89PNG\r\n\x1a\n"]
        {
            let refused = refusal(set_picture(desk, &alice, &sent(&test, content).await).await);
            assert_eq!(refused.about("picture"), Some(&Reason::NotAPicture));
        }
        for odd in ["", "\0", "..", &"0".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
            assert_eq!(refusal(fetch_picture(desk, &alice, odd).await.map(drop)), Refusal::NotFound, "{odd}");
        }
        // The content of an attachment is nobody's picture.
        let file = sent(&test, &PNG).await;
        let hex = HEXLOWER.encode(&file.sha256);
        assert_eq!(refusal(fetch_picture(desk, &alice, &hex).await.map(drop)), Refusal::NotFound);
    }
}
