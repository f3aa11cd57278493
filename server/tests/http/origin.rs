//! Posts from other sites, reads that change nothing, and no sharing across origins.

use crate::support::{Answer, BOUNDARY_TYPE, FORMS, PAGES, Parts, Site, Visitor, calls, raw, sites};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, REFERER};
use std::collections::{BTreeSet, HashMap, VecDeque};

/// Bodies that a page of another site can send without asking: what each route needs to do its work, in three codings.
fn bodies() -> [(&'static str, Vec<u8>); 3] {
    let fields = [
        ("login", "alice@harbourline.example"),
        ("password", desk::demo::PASSWORD),
        ("subject", "From elsewhere"),
        ("type", "question"),
        ("queue", "software"),
        ("description", "From elsewhere"),
        ("body", "From elsewhere"),
        ("priority", "urgent"),
        ("assignee", ""),
    ];
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let plain: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}\r\n")).collect();
    let parts = fields.iter().fold(Parts::new(), |parts, (name, value)| parts.field(name, value));
    [
        ("application/x-www-form-urlencoded", pairs.join("&").into_bytes()),
        (BOUNDARY_TYPE, parts.file("a.txt", "text/plain", "From elsewhere").finish()),
        ("text/plain", plain.concat().into_bytes()),
    ]
}

fn foreign_origins(site: &Site) -> Vec<Option<String>> {
    let port = site.address.port();
    vec![
        None,
        Some("null".into()),
        Some("http://evil.example".into()),
        Some(format!("{}.evil.example", site.base)),
        Some(format!("https://127.0.0.1:{port}")),
        Some("http://127.0.0.1:1".into()),
        Some(format!("http://evil.example@127.0.0.1:{port}")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_posts_from_other_sites_change_nothing() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let alice = site.sign_in("alice").await;
        let number = site.numbers().await.pop().unwrap();
        let before = site.content().await;
        let paths = FORMS
            .map(|path| path.replace("{number}", &number))
            .into_iter()
            .chain(calls(&number))
            .chain(["/".into(), "/nowhere".into()]);
        for path in paths {
            for (kind, body) in bodies() {
                for origin in foreign_origins(&site) {
                    for (visitor, accept) in
                        [(&grace, "text/html"), (&alice, "text/html"), (&grace, "application/json")]
                    {
                        refused(visitor, &path, kind, body.clone(), origin.as_deref(), accept).await;
                    }
                }
            }
        }
        before.assert_same(&site.content().await, "a foreign post");
    }
}

async fn refused(visitor: &Visitor, path: &str, kind: &str, body: Vec<u8>, origin: Option<&str>, accept: &str) {
    let mut request = visitor.request(Method::POST, path).header(CONTENT_TYPE, kind).header("Accept", accept);
    request = request.header(REFERER, "http://evil.example/page?x=1").header("Sec-Fetch-Site", "cross-site");
    if let Some(origin) = origin {
        request = request.header("Origin", origin);
    }
    let answer = Answer::of(request.body(body)).await;
    let what = format!("{path} {kind} {origin:?}: {} {:?}", answer.status, answer.headers);
    assert_eq!(answer.status, 403, "{what}");
    assert!(answer.headers.get("location").is_none(), "{what}");
    assert!(answer.headers.get("set-cookie").is_none(), "{what}");
    assert!(!answer.text().contains("__err") && !answer.text().contains("evil.example"), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_nothing_else_than_get_and_post_gets_past_the_origin_check() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    let before = site.content().await;
    for method in ["PUT", "PATCH", "DELETE", "PROPFIND", "POST"] {
        for path in ["/tickets/PT-1001/close", "/tickets/PT-1001", "/calls/tickets/list", "/logout"] {
            let answer =
                Answer::of(grace.request(method.parse().unwrap(), path).header("Origin", "http://evil.example")).await;
            assert_eq!(answer.status, 403, "{method} {path}");
            if method != "POST" {
                let answer =
                    Answer::of(grace.request(method.parse().unwrap(), path).header("Origin", &site.base)).await;
                assert_eq!(answer.status, 405, "{method} {path}");
            }
        }
    }
    before.assert_same(&site.content().await, "another method");
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_our_own_pages_may_post() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    let with_origin = grace.post_form("/tickets/PT-1001/subscribe", &[]).await;
    assert_eq!(with_origin.status, 303);
    let with_fetch_metadata =
        grace.request(Method::POST, "/tickets/PT-1001/unsubscribe").header("Sec-Fetch-Site", "same-origin");
    assert_eq!(Answer::of(with_fetch_metadata.form(&[("a", "b")])).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_calls_lead_nowhere() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    for path in calls("PT-1001")
        .into_iter()
        .chain(["/calls/tickets/show?number=PT-999999&messages=1".into(), "/calls/tickets/show".into()])
    {
        let request =
            grace.request(Method::GET, &path).header("Accept", "text/html").header(REFERER, "http://evil.example/page");
        let answer = Answer::of(request).await;
        assert!(answer.headers.get("location").is_none(), "{path}: {:?}", answer.headers);
        assert!(!(300..400).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("__err"), "{path}");
    }
}

/// Addresses that differ in the values of their parameters only: so many of each kind are followed. A list leads to every
/// other order and filter, and each of those to every ticket by a way of its own.
const OF_A_KIND: usize = 4;

fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{path} {names:?}")
}

/// Follows the links of the site from every page we know of.
async fn crawl(visitor: &Visitor, starts: Vec<String>) -> BTreeSet<String> {
    let (mut seen, mut waiting): (BTreeSet<String>, VecDeque<String>) = (BTreeSet::new(), starts.into());
    let mut kinds: HashMap<String, usize> = HashMap::new();
    while let Some(path) = waiting.pop_front().filter(|_| seen.len() < 1_000) {
        if kinds.get(&kind(&path)).is_some_and(|known| *known >= OF_A_KIND) || !seen.insert(path.clone()) {
            continue;
        }
        *kinds.entry(kind(&path)).or_default() += 1;
        let answer = visitor.get(&path).await;
        assert!(answer.status < 500, "{path}: {}", answer.status);
        let head = Answer::of(visitor.request(Method::HEAD, &path)).await;
        assert!(head.status < 500 && head.bytes.is_empty(), "{path}: {}", head.status);
        if answer.header("content-type").starts_with("text/html") {
            let text = answer.text();
            let links = ["href=\"/", "src=\"/", "action=\"/"].into_iter().flat_map(|mark| text.split(mark).skip(1));
            let links =
                links.filter_map(|rest| rest.split('"').next()).map(|rest| format!("/{}", rest.replace("&amp;", "&")));
            waiting.extend(links.filter(|link| !link.starts_with("//")));
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_reading_changes_nothing() {
    for site in sites().await {
        let admin = site.sign_in("admin").await;
        let number = site.numbers().await.pop().unwrap();
        let file = site.one("SELECT public_id FROM attachments ORDER BY id LIMIT 1").await;
        let pages = PAGES.map(|path| path.replace("{number}", &number).replace("{file}", &format!("{file}/x")));
        let forms = FORMS.map(|path| path.replace("{number}", &number));
        let before = site.content().await;
        let tickets = site.numbers().await.into_iter().map(|number| format!("/tickets/{number}"));
        let starts = pages.into_iter().chain(forms).chain(calls(&number)).chain(tickets).collect();
        let seen = crawl(&admin, starts).await;
        assert!(seen.len() > 150, "{} pages", seen.len());
        assert!(seen.iter().filter(|path| path.starts_with("/files/")).count() > 5, "files are fetched too");
        before.assert_same(&site.content().await, "reading");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_the_comparison_notices_a_write() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let before = site.content().await;
        assert_eq!(grace.answer_ticket("PT-1001", "A word").await.status, 303);
        let different = before.differences(&site.content().await).join(" ");
        for table in ["events", "messages", "tickets"] {
            assert!(different.contains(table), "{different}");
        }
    }
}

/// What opens a WebSocket and what opens an event stream.
const LINES: [&[(&str, &str)]; 4] = [
    &[
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ],
    &[("Upgrade", "WebSocket")],
    &[("Accept", "text/event-stream")],
    &[("Accept", "text/html, TEXT/Event-Stream;q=0.5")],
];

async fn visitor_is_refused(visitor: &Visitor, path: &str) -> bool {
    visitor.get(path).await.status == 403
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_no_other_origin_may_listen() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    let paths = PAGES.map(|path| path.replace("{number}", "PT-1001").replace("{file}", "x/y"));
    let paths = paths.into_iter().chain(FORMS.map(|path| path.replace("{number}", "PT-1001")));
    for path in paths.chain(calls("PT-1001")).chain(["/events".into(), "/ws".into()]) {
        for line in LINES {
            let ask = |method: Method| {
                let request = grace.request(method, &path);
                line.iter().fold(request, |request, (name, value)| request.header(*name, *value))
            };
            for origin in foreign_origins(&site).into_iter().flatten() {
                for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                    let answer = Answer::of(ask(method).header("Origin", &origin)).await;
                    assert_eq!(answer.status, 403, "{path} {line:?} {origin}");
                    assert!(answer.headers.get("upgrade").is_none());
                }
            }
            for ours in [ask(Method::GET), ask(Method::GET).header("Origin", &site.base)] {
                // Only the head: an event stream has no end.
                let status = ours.send().await.unwrap().status();
                // What she may not read is refused to her own pages, too.
                let hers = status != 403 || visitor_is_refused(&grace, &path).await;
                assert!(hers, "{path} {line:?}: our own pages, and programs");
            }
        }
    }
    let broken = format!(
        "GET /tickets HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nOrigin: \u{fffd}\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n",
        site.address,
        grace.cookie.clone().unwrap()
    );
    assert!(raw(site.address, broken.as_bytes()).await.starts_with("HTTP/1.1 403"), "an Origin that is no text");
}

#[tokio::test(flavor = "multi_thread")]
async fn h07_other_sites_sign_nobody_in_or_out() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let (mallory, password) = (site.login("alice").await, desk::demo::PASSWORD);
        let before = site.content().await;
        let ways = ["cross-site", "same-site", "none", ""];
        for (origin, way) in foreign_origins(&site).into_iter().flat_map(|origin| ways.map(|way| (origin.clone(), way)))
        {
            for (victim, path, fields) in [
                (&site.visitor(), "/login", &[("login", mallory.as_str()), ("password", password)][..]),
                (&grace, "/login", &[("login", mallory.as_str()), ("password", password)]),
                (&grace, "/logout", &[]),
            ] {
                let mut request = victim.request(Method::POST, path).form(fields);
                if let Some(origin) = &origin {
                    request = request.header("Origin", origin);
                }
                if !way.is_empty() {
                    request = request.header("Sec-Fetch-Site", way);
                }
                let answer = Answer::of(request).await;
                assert_eq!(answer.status, 403, "{path} {origin:?} {way}");
                assert!(answer.headers.get("set-cookie").is_none(), "{path} {origin:?} {way}");
            }
        }
        // A link or a picture only reads.
        let link = format!("/login?login={mallory}&password={password}");
        for path in [link.as_str(), "/logout", "/logout?now=1"] {
            for method in [Method::GET, Method::HEAD] {
                for victim in [&site.visitor(), &grace] {
                    let answer =
                        Answer::of(victim.request(method.clone(), path).header("Sec-Fetch-Site", "cross-site")).await;
                    assert!(answer.headers.get("set-cookie").is_none(), "{method} {path}");
                }
            }
        }
        before.assert_same(&site.content().await, "another site's form");
        assert!(grace.get("/tickets").await.text().contains("Grace"), "she is still signed in as herself");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_no_other_origin_may_read() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    let paths = PAGES.map(|path| path.replace("{number}", "PT-1001").replace("{file}", "x/y"));
    for path in paths.into_iter().chain(FORMS.map(|path| path.replace("{number}", "PT-1001"))).chain(calls("PT-1001")) {
        for method in [Method::GET, Method::OPTIONS, Method::POST] {
            let request = grace.request(method.clone(), &path).header("Origin", "http://evil.example");
            let request = request
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-any");
            let answer = Answer::of(request).await;
            let granted: Vec<_> =
                answer.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
            assert!(granted.is_empty(), "{method} {path}: {granted:?}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{method} {path}");
        }
    }
}
