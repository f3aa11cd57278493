//! Requests that are too large. The answer is a refusal, memory stays bounded, and others are served meanwhile.

use crate::support::{Answer, BOUNDARY_TYPE, PATIENCE, Parts, Program, Site, Visitor, raw, sites};
use desk::Rules;
use futures::stream;
use std::time::{Duration, Instant};

const MB: usize = 1024 * 1024;

/// A body of unknown length.
fn chunks(first: Vec<u8>, chunk: Vec<u8>, count: usize) -> reqwest::Body {
    let all = std::iter::once(first).chain(std::iter::repeat_n(chunk, count));
    reqwest::Body::wrap_stream(stream::iter(all.map(Ok::<_, std::io::Error>)))
}

/// The head of a post as bytes.
fn head(visitor: &Visitor, path: &str, more: &str) -> String {
    let host = visitor.base.trim_start_matches("http://");
    let cookie = visitor.cookie.clone().unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\nCookie: {cookie}\r\nConnection: close\r\n{more}\r\n",
        visitor.base
    )
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("no answer: {answer:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn f04_large_requests_cost_little_and_hinder_nobody() {
    let program = Program::start();
    let mut alice = Visitor::new(&program.base);
    alice.sign_in("alice@harbourline.example").await;
    let number = alice.raise("Room for files", "Some").await;
    let path = format!("/tickets/{number}/messages");
    let warm = Parts::new().field("body", "x").file("warm.bin", "application/octet-stream", vec![b'x'; 20 * MB]);
    assert_eq!(alice.post_parts(&path, warm).await.status, 303);
    let before = program.peak_memory();

    // Announced.
    let announced = head(&alice, &path, &format!("Content-Type: {BOUNDARY_TYPE}\r\nContent-Length: 4294967296\r\n"));
    assert_eq!(status(&raw(program.address, announced.as_bytes()).await), 413);

    // Chunked: a file without end. Meanwhile another connection is served.
    let start = Parts::new().file("endless.bin", "application/octet-stream", "").cut_off();
    let start = start[..start.len() - 2].to_vec();
    let other = alice.apart();
    let watching = tokio::spawn(async move {
        let mut slowest = Duration::ZERO;
        for _ in 0..50 {
            let begun = Instant::now();
            assert_eq!(other.list("").await.status, 200);
            slowest = slowest.max(begun.elapsed());
        }
        slowest
    });
    let request = alice.apart().script().posting(&path).header("Content-Type", BOUNDARY_TYPE);
    match Answer::try_of(request.body(chunks(start, vec![b'x'; 64 * 1024], 210 * 16))).await {
        Ok(answer) => assert_eq!((answer.status, answer.text().contains("TooLarge")), (413, true), "{}", answer.text()),
        Err(error) => assert!(error.is_request(), "cut off before its end: {error}"),
    }
    let slowest = watching.await.unwrap();
    // The endless one is still being sent.
    assert!(slowest < PATIENCE, "{slowest:?}");

    // A part whose head never ends, from somebody who has not even signed in.
    let start = b"------portico-test-9f3c1b\r\nX-Endless: ".to_vec();
    let request = Visitor::new(&program.base).script().posting("/login").header("Content-Type", BOUNDARY_TYPE);
    match Answer::try_of(request.body(chunks(start, vec![b'x'; 64 * 1024], 100 * 16))).await {
        Ok(answer) => assert_eq!(answer.status, 400),
        Err(error) => assert!(error.is_request(), "cut off before its end: {error}"),
    }

    // Twenty that never end, side by side, and each holds its connection open.
    let mut waiting = Vec::new();
    for _ in 0..20 {
        let slow = alice.apart();
        let start = Parts::new().file("slow.bin", "application/octet-stream", vec![b'x'; 4 * MB]).cut_off();
        let never = stream::once(async move { Ok::<_, std::io::Error>(start) });
        let body = reqwest::Body::wrap_stream(futures::StreamExt::chain(never, stream::pending()));
        let request = slow.posting(&path).header("Content-Type", BOUNDARY_TYPE).body(body);
        waiting.push(tokio::spawn(async move { Answer::try_of(request).await.map(|answer| answer.status) }));
    }
    for _ in 0..20 {
        let begun = Instant::now();
        assert_eq!(alice.get("/tickets").await.status, 200);
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    }
    waiting.iter().for_each(tokio::task::JoinHandle::abort);

    // Text where a file could be.
    let text = Parts::new().field("body", vec![b'x'; 50 * MB]);
    assert_eq!(alice.script().post_parts(&path, text).await.status, 413);

    // Logins of a megabyte, as many as an address can send.
    for n in 0..100 {
        let login = format!("{n}{}", "x".repeat(900_000));
        let status = Visitor::new(&program.base).script().try_password(&login, "x").await.status;
        assert!(matches!(status, 422 | 429), "{status}");
    }
    let grown = program.peak_memory().saturating_sub(before);
    assert!(grown < 128 * MB as u64, "{} MB more", grown / MB as u64);
    assert_eq!(alice.answer_ticket(&number, "Still here").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn f04_too_many_fields_and_too_long_heads_are_refused() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let before = site.content().await;
    let path = "/tickets/new";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let tiny = "a=1&".repeat(100_000);
    let urlencoded = format!("{}{tiny}", head(&alice, path, &format!("{form}Content-Length: {}\r\n", tiny.len())));
    let parts = (0..100_000).fold(Parts::new(), |parts, _| parts.field("a", "1")).finish();
    let multipart =
        head(&alice, path, &format!("Content-Type: {BOUNDARY_TYPE}\r\nContent-Length: {}\r\n", parts.len()));
    let long_name = format!("{}=1", "n".repeat(201));
    let long_name =
        format!("{}{long_name}", head(&alice, path, &format!("{form}Content-Length: {}\r\n", long_name.len())));
    let large = "x".repeat(MB);
    for (what, request, expected) in [
        ("100,000 fields", urlencoded.into_bytes(), 413),
        ("100,000 parts", [multipart.into_bytes(), parts].concat(), 413),
        ("a long name", long_name.into_bytes(), 413),
        ("a header of a megabyte", head(&alice, path, &format!("X-Large: {large}\r\n")).into_bytes(), 431),
        ("a cookie of a megabyte", head(&alice, path, &format!("Cookie: a={large}\r\n")).into_bytes(), 431),
        ("1000 headers", head(&alice, path, &"X-A: b\r\n".repeat(1000)).into_bytes(), 431),
        (
            "an address of 100 kB",
            format!("GET /tickets?q={} HTTP/1.1\r\nHost: x\r\n\r\n", &large[..100_000]).into_bytes(),
            414,
        ),
    ] {
        assert_eq!(status(&raw(site.address, &request).await), expected, "{what}");
        assert_eq!(alice.list("").await.status, 200, "after {what}");
    }
    before.assert_same(&site.content().await, "a refused request");
}

#[tokio::test(flavor = "multi_thread")]
async fn f04_chunked_text_is_counted() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await.script();
    let body = chunks(b"subject=".to_vec(), vec![b'x'; 64 * 1024], 40);
    let request = alice.posting("/tickets/new").header("Content-Type", "application/x-www-form-urlencoded").body(body);
    match Answer::try_of(request).await {
        Ok(answer) => assert_eq!(answer.status, 413),
        Err(error) => assert!(error.is_request(), "cut off before its end: {error}"),
    }
    assert_eq!(alice.list("").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn j08_long_texts_are_refused_by_name() {
    for site in sites().await {
        let alice = site.sign_in("alice").await.script();
        let number = alice.raise_or("J08").await;
        let before = site.content().await;
        let text = |count: usize| "ß".repeat(count);
        for (field, count, max) in
            [("subject", 251, 250), ("description", 50_001, 50_000), ("attr.version", 251, 250), ("key", 101, 100)]
        {
            let long = text(count);
            let mut fields = vec![("subject", "s"), ("type", "question"), ("queue", "software"), ("description", "d")];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, &long));
            let answer = alice.post_form("/tickets/new", &fields).await;
            assert_eq!(answer.status, 422, "{field}");
            assert_eq!(answer.json()["Err"]["Invalid"][0]["field"], field);
            assert!(answer.text().contains("TooLong"), "{field} of more than {max}: {}", answer.text());
        }
        let answer = alice.post_form(&format!("/tickets/{number}/messages"), &[("body", &text(50_001))]).await;
        assert_eq!(answer.status, 422);
        before.assert_same(&site.content().await, "a text that is too long");

        let digits = "9".repeat(400);
        for path in
            [format!("/tickets/{digits}"), format!("/tickets/PT-{digits}"), format!("/tickets/{}", "A".repeat(5000))]
        {
            assert_eq!(alice.get(&path).await.status, 404);
            assert_eq!(alice.post_form(&format!("{path}/messages"), &[("body", "x")]).await.status, 404);
        }
        assert_eq!(alice.show(&digits).await.status, 404);
        for messages in [digits.as_str(), "-1", "1.5", "18446744073709551616", "", "NaN"] {
            let answer = alice.call("tickets/show", &[("number", &number), ("messages", messages)]).await;
            assert_eq!(answer.status, 400, "messages={messages}: {}", answer.text());
        }
        let most = alice.call("tickets/show", &[("number", &number), ("messages", "18446744073709551615")]).await;
        assert_eq!(most.status, 200, "more than there are is all there are");
    }
}

impl Visitor {
    /// Raises a ticket, whatever kind of answer the visitor wants.
    async fn raise_or(&self, subject: &str) -> String {
        let fields = [("subject", subject), ("type", "question"), ("queue", "software"), ("description", "x")];
        let answer = self.post_form("/tickets/new", &fields).await;
        answer.json()["Ok"]["to"].as_str().unwrap().trim_start_matches("/tickets/").to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c27_who_sends_too_fast_waits_and_keeps_the_text() {
    let site = Site::ruled(Rules { messages_per_minute: 3, ..Rules::default() }).await;
    let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
    let number = alice.raise("One by one", "Some").await;
    for n in 0..2 {
        assert_eq!(alice.answer_ticket(&number, &format!("Line {n}")).await.status, 303);
    }
    let before = site.count("messages").await;
    let refused = alice.answer_ticket(&number, "The one too many").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "60"));
    let page = refused.text();
    assert!(page.contains("The one too many</textarea>") && page.contains("You’re sending too fast"), "{page}");
    let fields = [("subject", "Another"), ("type", "question"), ("queue", "software"), ("description", "Kept as well")];
    let refused = alice.script().post_form("/tickets/new", &fields).await;
    assert_eq!((refused.status, refused.text()), (429, r#"{"Err":{"TooFast":{"seconds":60}}}"#.to_owned()));
    assert_eq!(site.count("messages").await, before);
    for n in 0..5 {
        assert_eq!(grace.answer_ticket(&number, &format!("Line {n}")).await.status, 303, "agents are not counted");
    }
    site.advance(60_000);
    assert_eq!(alice.answer_ticket(&number, "The one too many").await.status, 303);
}
