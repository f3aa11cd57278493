//! Disconnects: browsers that leave in the middle of a request.

use crate::support::{PATIENCE, Site, eventually, sites};
use desk::random;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const DROPPED: usize = 10_000;
const AT_ONCE: usize = 50;

/// Requests of every kind: pages, questions, writes, files, the stream.
fn requests(cookie: &str, base: &str, number: &str) -> Vec<Vec<u8>> {
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n").into_bytes();
    let post = |path: &str, body: &str| {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nOrigin: {base}\r\n{kind}");
        format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
    };
    vec![
        get("/calls/tickets/list?query=closed%3D1"),
        get(&format!("/calls/tickets/show?number={number}&messages=20")),
        get("/events"),
        get("/calls/activities/list?page=1"),
        get(&format!("/tickets/{number}/mentions?find=a")),
        get("/tickets/export?closed=1&all=1"),
        post(&format!("/tickets/{number}/messages"), "body=Gone+before+the+answer"),
        post("/drafts", &format!("place={number}&revision=0&body=Half+said&html=")),
        post("/activities/read", "upto=0"),
        post("/login", "login=nobody&password=nothing"),
    ]
}

/// Sends a part of the request, or all of it, and goes after a moment without a word.
async fn drop_in_flight(site: &Site, request: &[u8]) {
    let [length, pause] = random::bytes::<2>();
    let part = request.len() * usize::from(length).min(192) / 192;
    let Ok(mut stream) = TcpStream::connect(site.address).await else { return };
    let _ = stream.write_all(&request[..part]).await;
    tokio::time::sleep(Duration::from_micros(u64::from(pause) * 40)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn m10_ten_thousand_requests_dropped_in_flight_leave_nothing_behind() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("Dropped", "x").await;
        let requests = requests(alice.cookie.as_deref().unwrap(), &site.base, &number);
        let dropping = (0..AT_ONCE).map(|first| {
            let (site, requests) = (&site, &requests);
            async move {
                for one in (first..DROPPED).step_by(AT_ONCE) {
                    drop_in_flight(site, &requests[one % requests.len()]).await;
                }
            }
        });
        futures::future::join_all(dropping).await;

        eventually("every stream ended", async || site.desk.live().listeners() == 0).await;
        let begun = Instant::now();
        let answer = alice.script().answer_ticket(&number, "Still here").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(alice.get("/tickets").await.status, 200);
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        if site.on == "PostgreSQL" {
            let open = "pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
            eventually("no transaction was open", async || site.count(open).await == 0).await;
        }
        let here = format!("tickets t ON t.id = x.ticket_id WHERE t.number = {}", &number[3..]);
        let said = site.count(&format!("messages x JOIN {here}")).await;
        let recorded = site.count(&format!("events x JOIN {here} AND x.kind IN ('opened', 'answered')")).await;
        assert_eq!(said, recorded, "a write is whole or not at all");
        println!("{said} messages arrived");
    }
}
