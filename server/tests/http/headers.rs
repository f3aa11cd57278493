//! Headers of every answer.

use crate::support::{Answer, FORMS, PAGES, Parts, Site, Visitor, calls, raw};
use portico_server::Settings;
use reqwest::Method;
use std::collections::BTreeMap;

fn policy(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let directives = answer.header("content-security-policy").split(';').map(str::trim).filter(|part| !part.is_empty());
    directives
        .map(|directive| {
            let mut words = directive.split_whitespace().map(str::to_owned);
            (words.next().unwrap(), words.collect())
        })
        .collect()
}

fn assert_guarded(answer: &Answer, what: &str) {
    for name in
        ["content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "cache-control"]
    {
        assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{what}: one {name}, {:?}", answer.headers);
    }
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("permissions-policy"), "camera=(), microphone=(), geolocation=()", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    let policy = policy(answer);
    assert_eq!(policy.get("default-src"), Some(&vec!["'none'".to_owned()]), "{what}");
    assert_eq!(policy.get("frame-ancestors"), Some(&vec!["'none'".to_owned()]), "{what}");
    let all: Vec<&String> = policy.values().flatten().collect();
    for weak in ["'unsafe-inline'", "'unsafe-eval'", "*", "data:", "blob:", "http:", "https:", "'strict-dynamic'"] {
        assert!(!all.iter().any(|source| *source == weak), "{what}: {weak}");
    }
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert!(answer.headers.get(name).is_none(), "{what}: {name}");
    }
    if answer.header("content-type").starts_with("text/html") {
        assert_page(answer, &policy, what);
    }
}

/// A page runs only scripts that carry its own nonce.
fn assert_page(answer: &Answer, policy: &BTreeMap<String, Vec<String>>, what: &str) {
    let nonce = policy["script-src"]
        .iter()
        .find_map(|source| source.strip_prefix("'nonce-"))
        .unwrap_or_else(|| panic!("{what}: no nonce"));
    let nonce = nonce.trim_end_matches('\'');
    assert!(nonce.len() >= 20, "{what}: {nonce}");
    assert_eq!(policy["base-uri"], ["'none'"], "{what}");
    assert_eq!(policy["form-action"], ["'self'"], "{what}");
    assert_eq!(policy["style-src"], ["'self'"], "{what}");
    let text = answer.text();
    for script in text.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{what}: <script{tag}>");
    }
    assert!(!text.contains(" style=\"") && !text.contains("<style"), "{what}: styles come from files");
    assert!(!text.contains(" onclick=") && !text.contains("javascript:"), "{what}");
}

async fn everything(site: &Site, visitor: &Visitor) -> Vec<(String, Answer)> {
    let id = site.one("SELECT public_id FROM attachments ORDER BY id LIMIT 1").await;
    let mut answers = Vec::new();
    for number in ["PT-1001", "PT-9731", "nonsense"] {
        let reads = PAGES
            .iter()
            .chain(&FORMS)
            .map(|path| path.replace("{number}", number).replace("{file}", &format!("{id}/x")));
        for path in reads
            .chain(calls(number))
            .chain(["/calls/tickets/show".into(), "/calls/tickets/list?query=sort%3Dx".into()])
        {
            for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST, Method::PUT, Method::DELETE] {
                // Signing out would end the round.
                if path == "/logout" && method == Method::POST {
                    continue;
                }
                let what = format!("{method} {path}");
                answers.push((
                    what.clone(),
                    Answer::of(visitor.request(method.clone(), &path).header("Origin", &site.base)).await,
                ));
                if method == Method::POST {
                    answers.push((format!("{what} from elsewhere"), Answer::of(visitor.request(method, &path)).await));
                    answers.push((
                        format!("{what} with fields"),
                        visitor.post_form(&path, &[("body", " "), ("login", "x")]).await,
                    ));
                    let parts = Parts::new().field("body", " ").file("x", "text/plain", "");
                    answers.push((format!("{what} with parts"), visitor.post_parts(&path, parts).await));
                    answers.push((
                        format!("{what} as a script"),
                        visitor.script().post_form(&path, &[("body", " ")]).await,
                    ));
                }
            }
        }
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn e10_every_answer_is_guarded() {
    let site = Site::start().await;
    let mut statuses = BTreeMap::new();
    for handle in [None, Some("alice"), Some("grace")] {
        // The round before tried to sign in more often than an address may.
        site.advance(11 * 60_000);
        let visitor = match handle {
            Some(handle) => site.sign_in(handle).await,
            None => site.visitor(),
        };
        for (what, answer) in everything(&site, &visitor).await {
            assert!(answer.status < 500, "{what}: {}", answer.status);
            assert_guarded(&answer, &format!("{what} as {handle:?}: {}", answer.status));
            *statuses.entry(answer.status).or_insert(0) += 1;
        }
    }
    for status in [200, 303, 400, 401, 403, 404, 405, 422] {
        assert!(statuses.contains_key(&status), "{status} was met: {statuses:?}");
    }
    for (what, status, answer) in
        [("too large", 413, too_large(&site).await), ("too often", 429, too_often(&site).await)]
    {
        assert_eq!(answer.status, status, "{what}");
        assert_guarded(&answer, what);
    }
}

async fn too_large(site: &Site) -> Answer {
    site.advance(11 * 60_000);
    let alice = site.sign_in("alice").await;
    alice.post_form("/tickets/new", &[("subject", &"x".repeat(1024 * 1024))]).await
}

async fn too_often(site: &Site) -> Answer {
    site.advance(11 * 60_000);
    for _ in 0..8 {
        site.visitor().try_password("victim", "x").await;
    }
    site.visitor().try_password("victim", "x").await
}

#[tokio::test(flavor = "multi_thread")]
async fn e10_a_nonce_is_used_once() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let mut nonces = std::collections::BTreeSet::new();
    for _ in 0..20 {
        nonces.insert(alice.get("/tickets").await.header("content-security-policy").to_owned());
    }
    assert_eq!(nonces.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn e10_an_answer_of_ours_names_one_type() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    for (path, kind) in [
        ("/tickets", "text/html; charset=utf-8"),
        ("/tickets/PT-9731", "text/html; charset=utf-8"),
        ("/calls/tickets/offer", "application/x-portico"),
        ("/calls/tickets/show?number=PT-9731&messages=1", "application/x-portico"),
        ("/healthz", "text/plain; charset=utf-8"),
        ("/files/x/y", "text/plain; charset=utf-8"),
    ] {
        let answer = grace.get(path).await;
        assert_eq!(answer.header("content-type").replace("utf8", "utf-8"), kind, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g04_the_host_header_leads_nowhere() {
    let site =
        Site::with(Settings { public_url: Some("https://support.example".into()), trusted_proxies: vec![] }).await;
    for head in [
        "GET /tickets HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET /tickets HTTP/1.1\r\nHost: support.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/tickets HTTP/1.1\r\nHost: support.example\r\nConnection: close\r\n\r\n",
    ] {
        let answer = raw(site.address, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert!(!answer.contains("evil.example"), "{answer}");
    }
}
