//! Malformed requests.

use crate::support::{Answer, BOUNDARY_TYPE, Parts, Site, Visitor, raw, sites};
use reqwest::Method;

async fn post(visitor: &Visitor, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    let mut request = visitor.posting("/tickets/new");
    if !kind.is_empty() {
        request = request.header("Content-Type", kind);
    }
    Answer::of(request.body(body.into())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_forms_are_400() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let before = site.content().await;
    let form = || {
        Parts::new()
            .field("subject", "s")
            .field("type", "question")
            .field("queue", "software")
            .field("description", "d")
    };
    let text = String::from_utf8(form().finish()).unwrap();
    for (what, kind, body) in [
        ("no boundary", "multipart/form-data", form().finish()),
        ("another boundary", "multipart/form-data; boundary=other", form().finish()),
        ("cut off after a part", BOUNDARY_TYPE, form().cut_off()),
        ("cut off in a part", BOUNDARY_TYPE, form().cut_off()[..200].to_vec()),
        (
            "cut off in a file",
            BOUNDARY_TYPE,
            form().file("a.bin", "text/plain", vec![0; 100_000]).cut_off()[..50_000].to_vec(),
        ),
        ("nothing at all", BOUNDARY_TYPE, Vec::new()),
        ("no disposition", BOUNDARY_TYPE, text.replace("Content-Disposition", "Content-Other").into_bytes()),
        ("JSON", "application/json", br#"{"subject":"s"}"#.to_vec()),
        ("plain text", "text/plain", b"subject=s".to_vec()),
        ("no type", "", b"subject=s".to_vec()),
        ("an odd type", "multipart/form-data/x;;;=", b"subject=s".to_vec()),
    ] {
        for visitor in [&alice, &alice.script()] {
            let answer = post(visitor, kind, body.clone()).await;
            assert_eq!(answer.status, 400, "{what}: {}", answer.text());
        }
        assert_eq!(post(&alice.script(), kind, body).await.text(), r#"{"Err":"Malformed"}"#, "{what}");
    }
    before.assert_same(&site.content().await, "a broken form");
    let incoming = std::fs::read_dir(site.folder.path().join("files/incoming")).unwrap().count();
    assert_eq!(incoming, 0, "nothing half is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_text_and_zero_bytes_are_no_fault_of_ours() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let bad: &[u8] = b"a\xff\xfe\0b\xed\xa0\x80c\x1b[31m\r\n\x07d";
        let parts = Parts::new()
            .field("subject", bad)
            .field("type", "question")
            .field("queue", "software")
            .field("description", bad);
        let parts = parts.field("attr.version", bad).field(b"attr.\0\xff", bad).field("key", bad).field(bad, bad);
        let raised = alice.post_parts("/tickets/new", parts).await;
        // A field's name is a header, which holds no control characters.
        assert!(matches!(raised.status, 303 | 400), "{}", raised.text());
        let parts = Parts::new()
            .field("subject", bad)
            .field("type", "question")
            .field("queue", "software")
            .field("description", bad);
        let raised = alice.post_parts("/tickets/new", parts.field("attr.version", bad).field("key", bad)).await;
        assert_eq!(raised.status, 303, "{}", raised.text());
        let shown = alice.show(raised.location().trim_start_matches("/tickets/")).await.json();
        assert_eq!(shown["subject"], "a\u{fffd}\u{fffd}b\u{fffd}\u{fffd}\u{fffd}c[31m d");
        let again = alice.post_form(raised.location(), &[]).await;
        assert_eq!(again.status, 405);

        for field in [
            "subject",
            "type",
            "queue",
            "company",
            "priority",
            "description",
            "key",
            "attr.version",
            "attr.%00",
            "%FF%00",
            "note",
            "body",
            "status",
            "assignee",
        ] {
            for path in [
                "/tickets/new",
                &format!("{}/messages", raised.location()),
                &format!("{}/change", raised.location()),
                "/login",
            ] {
                let body = format!(
                    "{field}=a%00%FF%ED%A0%80%0D%0A%1Bb&subject=s%00&type=question&queue=software&description=%00d"
                );
                let request =
                    alice.posting(path).header("Content-Type", "application/x-www-form-urlencoded").body(body);
                let answer = Answer::of(request).await;
                assert!(answer.status < 500, "{path} {field}: {}", answer.text());
            }
        }
        for path in [
            "/tickets/%00",
            "/tickets/%FF",
            "/tickets/PT-1001%00",
            "/tickets?q=%00",
            "/tickets?q=%FF%FE",
            "/tickets?%00=%00&sort=%00",
            "/tickets?shown=framed%0d%0aX:y",
            "/%00",
            "/%FF%FE",
            "/files/%00/%00",
            "/files/%FF/x",
            "/files/abc/%FF",
            "/calls/%00",
            "/calls/tickets/list?query=%00%FF",
            "/calls/tickets/show?number=%00&messages=1",
            "/calls/tickets/show?number=%FF&messages=%FF",
            "/pkg/%00/%FF",
            "/login?next=%00%FF",
        ] {
            for visitor in [alice.clone(), site.visitor()] {
                for method in [Method::GET, Method::HEAD] {
                    let answer = Answer::of(visitor.request(method.clone(), path)).await;
                    assert!(answer.status < 500, "{method} {path}: {} {}", answer.status, answer.text());
                }
                let answer = visitor.post_form(path, &[("body", "x")]).await;
                assert!(answer.status < 500, "POST {path}: {} {}", answer.status, answer.text());
            }
        }
        for verb in ["messages", "close", "reopen", "subscribe", "unsubscribe", "change"] {
            for number in ["%00", "%FF", "PT-1001%00", "..", "%2e%2e", "PT-1001%2F..", "0", "-1"] {
                let answer = alice.post_form(&format!("/tickets/{number}/{verb}"), &[("body", "x")]).await;
                assert!((400..500).contains(&answer.status), "{number}/{verb}: {}", answer.status);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_heads_are_refused() {
    let site = Site::start().await;
    let cookie = site.sign_in("alice").await.cookie.unwrap();
    for (what, bytes) in [
        ("a broken cookie", b"GET /tickets HTTP/1.1\r\nHost: x\r\nCookie: portico=\xff\xfe\r\nConnection: close\r\n\r\n".to_vec()),
        ("an odd cookie", b"GET /tickets HTTP/1.1\r\nHost: x\r\nCookie: portico; =; portico=; portico='--\r\nConnection: close\r\n\r\n".to_vec()),
        ("a broken Accept", b"GET /tickets HTTP/1.1\r\nHost: x\r\nAccept: \xff\r\nConnection: close\r\n\r\n".to_vec()),
        ("no Host", b"POST /tickets/new HTTP/1.0\r\nOrigin: http://x\r\n\r\n".to_vec()),
        ("a broken Origin", b"POST /tickets/new HTTP/1.1\r\nHost: x\r\nOrigin: \xff\r\nConnection: close\r\n\r\n".to_vec()),
        ("a star", b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()),
        ("a tunnel", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()),
        ("a trace", b"TRACE /tickets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()),
        ("two lengths", b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcde".to_vec()),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n".to_vec()),
    ] {
        let answer = raw(site.address, &bytes).await;
        let status: u16 = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(400);
        assert!((300..500).contains(&status), "{what}: {answer}");
        assert!(!answer.contains("alice") && !answer.contains(&cookie), "{what}: {answer}");
    }
    let twice = format!(
        "GET /calls/tickets/list?query= HTTP/1.1\r\nHost: x\r\nCookie: a=b; {cookie}\r\nConnection: close\r\n\r\n"
    );
    assert!(raw(site.address, twice.as_bytes()).await.starts_with("HTTP/1.1 200"), "among other cookies ours is found");
}
