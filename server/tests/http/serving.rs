//! Slow clients (slowloris) and connection limits: half heads, bodies drop by drop, connection after connection.

use crate::support::{Answer, PATIENCE, Program, Site, sites};
use desk::write::Actor;
use portico_server::Settings;
use portico_server::serving::{Limits, MinDataRate};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{Barrier, Notify};
use tokio::time::timeout;

fn limits() -> Limits {
    Limits::of(65_536, 10_000)
}

async fn open(address: SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Whoever is turned away may find it closed already.
    let _ = stream.write_all(bytes.as_bytes()).await;
    stream
}

/// What comes until the other side closes.
async fn until_closed(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    // A reset is an end, too.
    assert!(reading.is_ok(), "it stays open");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_head_is_closed_in_its_time() {
    let limits = Limits { head: Duration::from_millis(300), ..limits() };
    let site = Site::within(Settings::default(), limits).await;
    for half in ["", "GET / HTTP/1.1\r\n", "POST /login HTTP/1.1\r\nHost: x\r\nX: "] {
        let answer = until_closed(open(site.address, half).await).await;
        assert!(!answer.contains("200 OK"), "{answer}");
    }
    // One that waits for its next request is closed alike; until then it is served.
    let idle = open(site.address, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(until_closed(idle).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_given_up() {
    let limits = Limits { body: MinDataRate { bytes: 64, every: Duration::from_millis(300) }, ..limits() };
    let site = Site::within(Settings::default(), limits).await;
    for kind in ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let head = format!(
            "POST /login HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\nlogin=a",
            site.address, site.base
        );
        let answer = until_closed(open(site.address, &head).await).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{kind}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_comes_slowly_but_steadily_is_read() {
    let limits = Limits { body: MinDataRate { bytes: 1, every: Duration::from_millis(400) }, ..limits() };
    let site = Site::within(Settings::default(), limits).await;
    let chunks = futures::stream::unfold(0, |n| async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let rest = "login=alice%40harbourline.example&password=wrong";
        rest.get(n * 8..rest.len().min(n * 8 + 8)).map(|part| (Ok::<_, std::io::Error>(part), n + 1))
    });
    let visitor = site.visitor().script();
    let request = visitor.posting("/login").header("Content-Type", "application/x-www-form-urlencoded");
    let answer = Answer::of(request.body(reqwest::Body::wrap_stream(chunks))).await;
    assert_eq!((answer.status, answer.text().contains("UnknownSignIn")), (422, true), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_too_many_connections_is_told_quickly_and_shuts_nobody_out() {
    let limits = Limits { per_address: 3, in_all: 100, ..limits() };
    let site = Site::within(Settings::default(), limits).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(open(site.address, "GET / HTTP/1.1\r\n").await);
    }
    let answer = until_closed(open(site.address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await).await;
    assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("Retry-After: 5\r\n"), "{answer}");
    drop(held);
    let served = async || {
        until_closed(open(site.address, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await
    };
    crate::support::eventually("a place is free again", || async { served().await.starts_with("HTTP/1.1 200 ") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_half_heads_of_one_stranger_shut_nobody_out() {
    let program = Program::within_files(256, 1_024);
    assert_eq!(program.open_files_max(), 1_024, "as many as the machine allows");
    rlimit::increase_nofile_limit(4_096).unwrap();
    let mut held = Vec::new();
    for _ in 0..1_020 {
        let mut stream = TcpStream::connect(program.address).await.unwrap();
        // Those that are turned away may be closed already.
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nX-Half: ").await;
        held.push(stream);
    }
    let other = TcpSocket::new_v4().unwrap();
    other.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut other = other.connect(program.address).await.unwrap();
    other.write_all(b"GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(until_closed(other).await.starts_with("HTTP/1.1 200 OK"), "somebody else is served");
    let own = open(program.address, "GET /login HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let answer = until_closed(own).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 503 "), "the stranger is not: {answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_may_hold_as_many_as_there_are() {
    let limits = Limits { per_address: 2, in_all: 5, ..limits() };
    let settings = Settings { trusted_proxies: vec![Ipv4Addr::LOCALHOST.into()], ..Settings::default() };
    let site = Site::within(settings, limits).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(open(site.address, "GET / HTTP/1.1\r\n").await);
    }
    assert_eq!(Answer::of(site.visitor().request(Method::GET, "/healthz")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_others_hold_for_long_is_busy_and_nothing_that_was_typed_is_lost() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("Held up", "Soon").await;
        let shorter = if site.desk.db().is_sqlite() { "PRAGMA busy_timeout = 50" } else { "SET lock_timeout = 50" };
        // PostgreSQL's connections are many: each of them is to wait no longer than this.
        let all = &Barrier::new(if site.desk.db().is_sqlite() { 1 } else { desk::db::WRITERS });
        let each = (0..if site.desk.db().is_sqlite() { 1 } else { desk::db::WRITERS }).map(|_| {
            site.desk.write(Actor::Portico, |w| async move {
                w.execute_unprepared(shorter).await?;
                all.wait().await;
                Ok(())
            })
        });
        futures::future::try_join_all(each).await.unwrap();
        let other = desk::db::connect(&site.url).await.unwrap();
        let (held, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let lock = tokio::spawn({
            let (held, release) = (held.clone(), release.clone());
            async move {
                let (other, held, release) = (&other, &held, &release);
                let writing = other.write(|tx| async move {
                    if !other.is_sqlite() {
                        tx.execute_unprepared("LOCK TABLE messages IN EXCLUSIVE MODE").await?;
                    }
                    held.notify_one();
                    release.notified().await;
                    Ok(())
                });
                writing.await
            }
        });
        held.notified().await;
        let refused = alice.answer_ticket(&number, "Held up").await;
        assert_eq!((refused.status, refused.header("retry-after")), (503, "5"), "{}: {}", site.on, refused.text());
        assert!(refused.text_areas().iter().any(|(_, text)| text == "Held up"), "the text is still there");
        assert_eq!(
            alice.script().answer_ticket(&number, "Held up").await.text(),
            r#"{"Err":{"Outage":{"cause":"Busy","id":""}}}"#
        );
        release.notify_one();
        lock.await.unwrap().unwrap();
        assert_eq!(alice.answer_ticket(&number, "Held up").await.status, 303);
    }
}
