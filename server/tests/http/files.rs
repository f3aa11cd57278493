//! Attachments over HTTP.

use crate::support::{Parts, Site, Visitor, sites};

/// Raises a ticket with these parts besides what it needs.
async fn raise(visitor: &Visitor, parts: Parts) -> crate::support::Answer {
    let parts = parts.field("subject", "With files").field("type", "question").field("queue", "software");
    visitor.post_parts("/tickets/new", parts.field("description", "See the files")).await
}

/// What a browser or a rude script sends as a file's name, and under which name it is kept; `None` where the request is not
/// understood.
const NAMES: [(&[u8], Option<&str>); 14] = [
    (b"../../../etc/passwd", Some("passwd")),
    (b"..\\\\..\\\\boot.ini", Some("boot.ini")),
    (b"/etc/shadow", Some("shadow")),
    (b"C:\\\\Users\\\\x.txt", Some("x.txt")),
    (b"a\0b.txt", None),
    (b"a\r\nX-Injected: yes\r\n.txt", None),
    (b".htaccess", Some("htaccess")),
    ("\u{200B}.htaccess".as_bytes(), Some("htaccess")),
    ("photo\u{202E}gnp.exe".as_bytes(), Some("photognp.exe")),
    ("📎 Größe.pdf".as_bytes(), Some("📎 Größe.pdf")),
    (b"a%22; filename=evil.html", Some("a%22; filename=evil.html")),
    (b"..", Some("file")),
    (b"a;b=c,d.txt", Some("a;b=c,d.txt")),
    (b"broken-\xff\xfe.txt", None),
];

#[tokio::test(flavor = "multi_thread")]
async fn f01_hostile_names_become_one_safe_header() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for (sent, kept) in NAMES {
            let content = format!("content of {}", String::from_utf8_lossy(sent));
            let answer = raise(&alice, Parts::new().file(sent, "text/html", &content)).await;
            if answer.status == 400 && kept.is_none() {
                continue;
            }
            assert_eq!(answer.status, 303, "{sent:?}: {}", answer.text());
            let newest = "FROM attachments ORDER BY id DESC LIMIT 1";
            let (id, name) = (
                site.one(&format!("SELECT public_id {newest}")).await,
                site.one(&format!("SELECT name {newest}")).await,
            );
            if let Some(kept) = kept {
                assert_eq!(name, kept);
            }
            let file = alice.get(&format!("/files/{id}/anything")).await;
            assert_eq!((file.status, file.text()), (200, content));
            assert_harmless(&file, &name);
        }
        let long = raise(&alice, Parts::new().file(format!("{}.pdf", "ü".repeat(300)), "application/pdf", "x")).await;
        assert_eq!(long.status, 303);
        let name = site.one("SELECT name FROM attachments ORDER BY id DESC LIMIT 1").await;
        assert!(name.chars().count() == 150 && name.ends_with(".pdf"), "{name}");
        kept_under_hashes(&site);
    }
}

fn assert_harmless(file: &crate::support::Answer, name: &str) {
    let lines: Vec<_> = file.headers.get_all("content-disposition").iter().collect();
    assert_eq!(lines.len(), 1, "{name}");
    let line = lines[0].to_str().unwrap();
    let (plain, encoded) =
        line.strip_prefix("attachment; filename=\"").and_then(|rest| rest.split_once("\"; filename*=UTF-8''")).unwrap();
    assert!(plain.chars().all(|c| c.is_ascii_alphanumeric() || "._- ".contains(c)), "{line}");
    assert!(encoded.chars().all(|c| c.is_ascii_alphanumeric() || "._-%".contains(c)), "{line}");
    assert_eq!(percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap(), name);
    assert!(file.headers.get("x-injected").is_none());
    assert_eq!(file.header("content-type"), "application/octet-stream");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert_eq!(file.header("cache-control"), "no-store");
}

/// Nothing in the store is called as somebody wished.
fn kept_under_hashes(site: &Site) {
    let mut count = 0;
    for shelf in std::fs::read_dir(site.folder.path().join("files")).unwrap() {
        let shelf = shelf.unwrap();
        let shelf_name = shelf.file_name().into_string().unwrap();
        for file in std::fs::read_dir(shelf.path()).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            assert!(shelf_name.len() == 2 && hex(&shelf_name) && name.len() == 62 && hex(&name), "{shelf_name}/{name}");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn e09_active_content_is_only_ever_downloaded() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let content = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let document =
        "%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>";
    for (name, media_type, sent_as) in [
        ("a.svg", "image/svg+xml", "application/octet-stream"),
        ("a.html", "text/html", "application/octet-stream"),
        ("a.xml", "application/xml", "application/octet-stream"),
        ("a.pdf", "application/pdf", "application/octet-stream"),
        ("a.js", "text/javascript", "application/octet-stream"),
        ("a.png", "IMAGE/PNG; charset=x", "image/png"),
        ("b.png", "image/png\tx", "application/octet-stream"),
    ] {
        let content = if name == "a.pdf" { document } else { content };
        assert_eq!(raise(&alice, Parts::new().file(name, media_type, content)).await.status, 303);
        let id = site.one("SELECT public_id FROM attachments ORDER BY id DESC LIMIT 1").await;
        // Opened in a tab, not as part of a page.
        let opened = alice.request(reqwest::Method::GET, &format!("/files/{id}/{name}"));
        let opened = opened.header("Accept", "text/html,*/*").header("Sec-Fetch-Dest", "document");
        let file = crate::support::Answer::of(opened.header("Sec-Fetch-Mode", "navigate")).await;
        assert_eq!((file.status, file.text().as_str()), (200, content));
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("content-type"), sent_as, "{media_type}");
        assert!(file.header("content-disposition").starts_with("attachment;"));
        assert_eq!(file.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'; sandbox");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f03_every_file_of_a_form_is_looked_at() {
    for site in sites().await {
        let alice = site.sign_in("alice").await.script();
        let before = site.content().await;
        let large = vec![b'x'; 25_000_000 + 1];
        let parts = Parts::new().file("good.txt", "text/plain", "good").file("empty.txt", "text/plain", "");
        let parts = parts.file("large.bin", "text/plain", &large).file("also-empty.txt", "text/plain", "");
        let answer = raise(&alice, parts.clone()).await;
        assert_eq!(answer.status, 422);
        let expected = serde_json::json!([
            {"field": "attachment", "reason": {"FileEmpty": {"name": "empty.txt"}}},
            {"field": "attachment", "reason": {"FileTooLarge": {"name": "large.bin", "max": 25_000_000}}},
            {"field": "attachment", "reason": {"FileEmpty": {"name": "also-empty.txt"}}},
        ]);
        assert_eq!(answer.json()["Err"]["Invalid"], expected);

        let with_more = alice.post_parts("/tickets/new", parts.field("subject", "")).await;
        let fields: Vec<_> =
            with_more.json()["Err"]["Invalid"].as_array().unwrap().iter().map(|fault| fault["field"].clone()).collect();
        assert_eq!(
            fields,
            ["subject", "description", "type", "queue", "attachment", "attachment", "attachment"],
            "together with the rest"
        );

        let many =
            (0..22).fold(Parts::new(), |parts, n| parts.file(format!("{n}.txt"), "text/plain", format!("file {n}")));
        let answer = raise(&alice, many).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(r#"{"TooManyFiles":{"max":20}}"#), "{}", answer.text());
        assert_eq!(before.differences(&site.content().await), ["(files)"], "neither a ticket nor an attachment");
        let incoming = std::fs::read_dir(site.folder.path().join("files/incoming")).unwrap().count();
        assert_eq!(incoming, 0, "and nothing half");

        let twenty =
            (0..20).fold(Parts::new(), |parts, n| parts.file(format!("{n}.txt"), "text/plain", format!("file {n}")));
        assert_eq!(raise(&alice, twenty).await.status, 200, "twenty are fine");
        let none = Parts::new().file("", "application/octet-stream", "");
        assert_eq!(raise(&alice, none).await.status, 200, "an empty file control is no file");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f03_an_answer_s_files_are_looked_at_too() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let number = alice.raise("Files", "Later").await;
    let path = format!("/tickets/{number}/messages");
    let before = site.content().await;
    let parts =
        Parts::new().field("body", "kept text").file("a.txt", "text/plain", "a").file("b.txt", "text/plain", "");
    let answer = alice.post_parts(&path, parts.file("c.txt", "text/plain", "")).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text_areas().contains(&("body".into(), "kept text".into())), "what was typed is kept");
    assert!(before.differences(&site.content().await).iter().all(|table| ["(files)", "uploads"].contains(table)));
    assert!(
        answer.text().contains("a.txt") && answer.text().contains("name=\"upload\""),
        "and the file that was right"
    );
    let alone = alice.post_parts(&path, Parts::new().file("a.txt", "text/plain", "a")).await;
    assert_eq!(alone.status, 303, "a file alone is an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_form_that_comes_back_are_still_there() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let right = || Parts::new().field("type", "question").field("queue", "software").field("description", "See");
        let log = || right().file("log.txt", "text/plain", "log");
        let refused = alice.post_parts("/tickets/new", log().field("subject", " ")).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        let id = text.split("name=\"upload\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(
            text.contains("log.txt") && !text.contains("Choose your files again"),
            "nothing has to be chosen again"
        );
        let again = right().field("subject", "").field("upload", id).file("more.txt", "text/plain", "more");
        let refused = alice.post_parts("/tickets/new", again).await;
        let both = refused.text();
        assert_eq!((refused.status, both.matches("name=\"upload\"").count()), (422, 2), "also the second time");
        assert!(both.contains("log.txt") && both.contains("more.txt"));
        let raised = alice.post_parts("/tickets/new", right().field("subject", "At last").field("upload", id)).await;
        assert_eq!(raised.status, 303);
        assert_eq!(site.count("attachments WHERE name = 'log.txt'").await, 1);

        // One that is wrong is named, those that are right stay.
        let refused =
            alice.post_parts("/tickets/new", log().file("empty.txt", "text/plain", "").field("subject", "x")).await;
        let text = refused.text();
        assert!(text.contains("log.txt") && text.contains("empty.txt") && text.contains("Choose your files again"));
        // A script sends files ahead: of what it sends otherwise nothing waits.
        let before = site.count("uploads").await;
        assert_eq!(alice.script().post_parts("/tickets/new", log()).await.status, 422);
        assert_eq!(site.count("uploads").await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f08_strange_file_addresses_are_404() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let id = site.one("SELECT public_id FROM attachments ORDER BY id LIMIT 1").await;
        assert_eq!(grace.get(&format!("/files/{id}/x")).await.status, 200);
        let upper = id.to_uppercase();
        let long = "a".repeat(5000);
        for path in [
            format!("/files/{upper}/x"),
            format!("/files/{}/x", &id[..25]),
            format!("/files/{long}/x"),
            "/files/%25/x".into(),
            "/files/%27%20OR%201=1/x".into(),
            "/files/1/x".into(),
            format!("/files/{id}%00/x"),
            format!("/files/..%2f{id}/x"),
        ] {
            assert_eq!(grace.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(site.visitor().get(&format!("/files/{id}/x")).await.status, 401);
    }
}
