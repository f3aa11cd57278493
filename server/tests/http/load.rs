//! Concurrent writers over HTTP.

use crate::support::{Program, Site, Visitor, sites};
use std::collections::BTreeSet;

/// `make bench` has 64 of them write for a minute, and measures how long each waits.
const WRITERS: usize = 8;
const TURNS: usize = 60;

/// Where the writer was told that each write stands.
async fn write(visitor: Visitor, writer: usize, number: String) -> Vec<String> {
    let mut places = Vec::new();
    for turn in 0..TURNS {
        let body = format!("Writer {writer}, turn {turn}");
        let answer = if turn % 4 == 0 {
            let fields =
                [("subject", body.as_str()), ("type", "question"), ("queue", "software"), ("description", &body)];
            visitor.post_form("/tickets/new", &fields).await
        } else {
            visitor.answer_ticket(&number, &body).await
        };
        assert_eq!(answer.status, 200, "{}", answer.text());
        places.push(answer.json()["Ok"]["to"].as_str().unwrap().to_owned());
    }
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn m03_writers_at_once_lose_nothing() {
    for site in sites().await {
        let program = Program::beside(&site);
        let mut writing = Vec::new();
        // Each ticket has two of them.
        for (place, handle) in ["alice", "ines", "ewa", "dmitri"].into_iter().enumerate() {
            let mut visitor = Visitor::new(&program.base);
            visitor.sign_in(&site.login(handle).await).await;
            let number = visitor.raise("Load", "x").await;
            for writer in [2 * place, 2 * place + 1] {
                writing.push(tokio::spawn(write(visitor.apart().script(), writer, number.clone())));
            }
        }
        assert_eq!(writing.len(), WRITERS);
        let mut places = Vec::new();
        for writer in writing {
            places.extend(writer.await.unwrap());
        }
        assert_eq!(places.len(), WRITERS * TURNS);
        everything_is_there(&site, &places).await;
    }
}

async fn everything_is_there(site: &Site, places: &[String]) {
    let messages: BTreeSet<String> = site.column("SELECT public_id FROM messages").await.into_iter().collect();
    let tickets: BTreeSet<String> = site.numbers().await.into_iter().collect();
    for place in places {
        let (number, message) = place
            .trim_start_matches("/tickets/")
            .split_once("#m-")
            .unwrap_or((place.trim_start_matches("/tickets/"), ""));
        assert!(tickets.contains(number), "{place}");
        assert!(message.is_empty() || messages.contains(message), "{place}");
    }
    let different: BTreeSet<&String> = places.iter().collect();
    assert_eq!(different.len(), places.len(), "every write has a place of its own");
    assert_eq!(site.count("messages WHERE body LIKE 'Writer %'").await, places.len());
    assert_eq!(
        site.count("tickets t WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = t.id)").await,
        0,
        "none is half"
    );
}

/// A page is put together on many threads: none may miss what another one has already put away.
#[tokio::test(flavor = "multi_thread")]
async fn many_pages_at_once_are_all_whole() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let pages = (0..16).map(|_| {
            let (alice, number) = (alice.apart(), number.clone());
            tokio::spawn(async move {
                for _ in 0..25 {
                    for path in ["/tickets", "/tickets?open=queue", &format!("/tickets/{number}")] {
                        let answer = alice.get(path).await;
                        assert_eq!(answer.status, 200, "{path}");
                        assert!(answer.text().contains("</html>"), "{path}");
                    }
                }
            })
        });
        for page in pages.collect::<Vec<_>>() {
            page.await.unwrap();
        }
    }
}
