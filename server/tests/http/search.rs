//! The search as strangers and customers might use it: what one may not read is not found, not counted, not hinted at.

use crate::support::{Parts, sites};

/// Every field there is.
const EVERYWHERE: &str = "in=number,subject,messages,attributes,files&closed=1";

#[tokio::test(flavor = "multi_thread")]
async fn a10_no_search_of_a_customer_finds_a_note_or_its_file() {
    for site in sites().await {
        let (grace, alice, dmitri) =
            (site.sign_in("grace").await, site.sign_in("alice").await, site.sign_in("dmitri").await);
        let number = alice.raise("About the search", "A flibbertigibbet").await;
        let note = Parts::new().field("body", "A zyzzyva, between us").field("note", "1");
        let note = note.file("hushpuppies.txt", "text/plain", "quincunx");
        assert_eq!(grace.post_parts(&format!("/tickets/{number}/messages"), note).await.status, 303);
        while desk::files::read_waiting(&site.desk, &desk::files::PdfReader::default()).await.unwrap() > 0 {}
        for word in [
            "zyzzyva",
            "zyzzyv",
            "zyzzyvas",
            "hushpuppies",
            "hushpupies",
            "quincunx",
            "quincunks",
            "flibbertigibbet+zyzzyva",
        ] {
            let query = format!("{EVERYWHERE}&q={word}");
            let found = alice.list(&query).await;
            let (list, text) = (found.json(), found.text());
            assert_eq!((&list["total"]["count"], &list["meant"]), (&0.into(), &serde_json::Value::Null), "{word}");
            for secret in ["zyzzyva,", "hushpuppies.", "between us"] {
                assert!(!text.contains(secret), "{word}: {text}");
            }
            let export = alice.get(&format!("/tickets/export?{query}")).await.text();
            assert!(!export.contains(&number), "{word}: {export}");
            let values =
                alice.call("tickets/offered", &[("query", &query), ("facet", "Queue"), ("find", "")]).await.json();
            let held =
                values["values"].as_array().unwrap().iter().map(|value| value["holds"]["count"].as_u64().unwrap());
            assert_eq!(held.sum::<u64>(), 0, "{word}");
        }
        for word in ["zyzzyva", "hushpup", "quincunx", "quincunks"] {
            let list = grace.list(&format!("{EVERYWHERE}&q={word}")).await.json();
            assert_eq!(list["total"]["count"], 1, "{word}");
        }
        // A04: another company's words are neither found, counted nor proposed, and nothing of theirs looks alike.
        for word in ["flibbertigibbet", "flibertigibbet"] {
            assert_eq!(alice.list(&format!("{EVERYWHERE}&q={word}")).await.json()["total"]["count"], 1, "{word}");
            let list = dmitri.list(&format!("{EVERYWHERE}&q={word}")).await.json();
            assert_eq!((&list["total"]["count"], &list["meant"]), (&0.into(), &serde_json::Value::Null), "{word}");
        }
        let alike = async |visitor: &crate::support::Visitor| {
            visitor.call("tickets/similar", &[("subject", "About my search")]).await.json().as_array().unwrap().len()
        };
        assert_eq!((alike(&alice).await, alike(&dmitri).await), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn j02_words_of_any_kind_are_words() {
    let strange = [
        "\"",
        "*",
        "a*",
        "(",
        "a AND",
        "NOT",
        "NEAR(a b)",
        "a:b",
        "{subject}:a",
        "'",
        "' OR 1=1 --",
        "\\",
        "%",
        "_",
        "<b>",
        "&amp;",
        "𝒳",
        "\u{202e}abc",
        "a\u{301}",
        "🙂",
        "''''''",
        "& | ! <->",
        ":*",
        "c1",
        "o",
        "r1",
        "az",
        "0",
    ];
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let long = "x".repeat(200);
        for text in strange.into_iter().chain([long.as_str()]) {
            for visitor in [&alice, &grace] {
                let request = visitor.request(reqwest::Method::GET, "/tickets");
                let request =
                    request.query(&[("in", "number,subject,messages,attributes,files"), ("closed", "1"), ("q", text)]);
                let answer = crate::support::Answer::of(request).await;
                assert_eq!(answer.status, 200, "{text}");
                assert!(!answer.text().contains("<b></mark>") && !answer.text().contains("<mark><b>"), "{text}");
            }
            let alike = alice.call("tickets/similar", &[("subject", &format!("{text} {text} printer label"))]).await;
            assert_eq!(alike.status, 200, "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f06_a_document_that_would_grow_is_cut_and_its_message_stands() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("A heavy document", "See below").await;
        // Not documents at all, whatever their names say; real ones that grow are tested beside what reads them.
        for (name, content) in [
            ("bomb.docx", b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0".to_vec()),
            ("nested.gz", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
            ("deep.html", "<a>".repeat(300_000).into_bytes()),
            ("half.xml", b"<x><![CDATA[".to_vec()),
            ("zeros.txt", vec![0; 3_000_000]),
        ] {
            let parts = Parts::new().field("body", name).file(name, "application/octet-stream", content);
            assert_eq!(alice.post_parts(&format!("/tickets/{number}/messages"), parts).await.status, 303, "{name}");
        }
        while desk::files::read_waiting(&site.desk, &desk::files::PdfReader::default()).await.unwrap() > 0 {}
        let found = alice.list("in=files&q=bomb").await.json();
        assert_eq!(found["total"]["count"], 1);
        assert_eq!(alice.get(&format!("/tickets/{number}")).await.status, 200);
    }
}
