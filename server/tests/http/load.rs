//! Many writers at once.

use crate::support::{Program, Site, Visitor, sites};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const WRITERS: usize = 64;
const LASTING: Duration = Duration::from_secs(10);

/// What a writer was told was done, and how long each write took.
#[derive(Default)]
struct Told {
    places: Vec<String>,
    times: Vec<Duration>,
}

async fn write(visitor: Visitor, writer: usize, number: String) -> Told {
    let mut told = Told::default();
    let begun = Instant::now();
    for turn in 0.. {
        if begun.elapsed() > LASTING {
            break;
        }
        let since = Instant::now();
        let body = format!("Writer {writer}, turn {turn}");
        let answer = if turn % 4 == 0 {
            let fields =
                [("subject", body.as_str()), ("type", "question"), ("queue", "software"), ("description", &body)];
            visitor.post_form("/tickets/new", &fields).await
        } else {
            visitor.answer_ticket(&number, &body).await
        };
        told.times.push(since.elapsed());
        assert_eq!(answer.status, 200, "{}", answer.text());
        told.places.push(answer.json()["Ok"]["to"].as_str().unwrap().to_owned());
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn m03_64_writers_wait_for_each_other_and_lose_nothing() {
    for site in sites().await {
        let program = Program::beside(&site);
        let mut writing = Vec::new();
        let mut visitors = Vec::new();
        for handle in ["alice", "bruno", "ines", "ewa", "dmitri", "petra", "rosa", "anders"] {
            let mut visitor = Visitor::new(&program.base);
            visitor.sign_in(&site.login(handle).await).await;
            visitors.push((visitor.raise("Load", "x").await, visitor));
        }
        for writer in 0..WRITERS {
            let (number, visitor) = visitors[writer % visitors.len()].clone();
            writing.push(tokio::spawn(write(visitor.apart().script(), writer, number)));
        }
        let mut all = Told::default();
        for writer in writing {
            let told = writer.await.unwrap();
            all.places.extend(told.places);
            all.times.extend(told.times);
        }
        all.times.sort();
        let p99 = all.times[all.times.len() * 99 / 100];
        println!("{}: {} writes, p50 {:?}, p99 {p99:?}", site.on, all.times.len(), all.times[all.times.len() / 2]);
        assert!(all.times.len() > 10 * WRITERS, "{} writes", all.times.len());
        assert!(p99 < Duration::from_secs(1), "p99 {p99:?}");
        everything_is_there(&site, &all.places).await;
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
