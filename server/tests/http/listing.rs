//! The dashboard's parameters.

use crate::support::{Answer, Visitor, sites};
use reqwest::Method;

async fn page(visitor: &Visitor, name: &str, value: &str) -> Answer {
    Answer::of(visitor.request(Method::GET, "/tickets").query(&[(name, value)])).await
}

/// A known parameter and values it does not have.
const BAD: [(&str, &[&str]); 20] = [
    ("scope", &["theirs", "MINE", "mine ", "{\"$ne\":1}", "[\"mine\"]", "1 OR 1=1", ""]),
    ("closed", &["yes", "2", "true", "1;", "[1]"]),
    ("unread", &["yes", "2", "-1", "1 OR 1=1"]),
    ("waiting", &["me", "2", "true", "{\"$ne\":1}"]),
    (
        "sort",
        &[
            "name'); --",
            "-name'); DROP TABLE tickets; --",
            "company_id",
            "--changed",
            "changed,number",
            "{\"column\":\"subject\"}",
            "changed desc",
            "id",
        ],
    ),
    ("page", &["0", "-1", "1.5", "1e3", "1000001", "4294967296", "99999999999999999999", "[1]", "one", "NaN", ""]),
    ("size", &["0", "1", "26", "201", "100000", "-25", "25;--", "[25]"]),
    ("q", &["\0"]),
    ("queue", &["nonsense", "PRINT", "print'--", "1", "print,field", "\0", "workshop"]),
    ("type", &["nonsense", "internal-task", "{\"$ne\":1}"]),
    ("status", &["nonsense", "1 OR 1=1", "Open"]),
    ("assignee", &["nonsense", "me", "iris", "alice", "NONE", "%"]),
    ("company", &["nonsense", "quayside", "1", "%"]),
    ("period", &["yesterday", "7", "-7d", "7d ", "7d;--", "99999999999d"]),
    (
        "from",
        &["2026-02-30", "yesterday", "2026-1-1", "+2026-01-01", "99999-01-01", "0000-00-00", "2026-01-01T00:00:00Z"],
    ),
    ("to", &["2026-13-01", "now()", "1e9"]),
    ("on", &["closed", "changed_at", ""]),
    (
        "filter",
        &[
            "nonsense",
            "1 OR 1=1",
            "queue=print",
            "queue:print and",
            "(queue:print",
            "queue:nonsense",
            "queue:print or queue:workshop",
            "company:quayside",
            "reporter:dmitri",
            "status.kind:done",
            "subject~\"x",
            "subject~\"\0\"",
            "created:yesterday",
            "attr.password_hash:x",
        ],
    ),
    ("cols", &["", "subject,", "subject,subject", "password_hash", "subject;--", "*"]),
    ("in", &["", "password_hash", "subject,", "notes"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn j01_bad_values_are_named_on_a_422_page() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let plain = alice.list("").await.json();
        for (name, values) in BAD {
            for value in values {
                let answer = page(&alice, name, value).await;
                let said = format!("ignored: {name}.");
                assert_eq!(answer.status, 422, "{name}={value}");
                assert!(answer.text().contains(&said), "{name}={value}");
                assert!(
                    answer.text().contains("Label printer prints blanks"),
                    "{name}={value}: the list stands at its default"
                );
                let query: String = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
                let call = alice.list(&query).await;
                assert_eq!(
                    (call.status, call.json()["refused"].clone()),
                    (200, serde_json::json!([name])),
                    "{name}={value}"
                );
                assert_eq!(call.json()["rows"], plain["rows"], "{name}={value}");
            }
        }
        let several = alice.get("/tickets?page=x&sort=y&size=z&closed=1").await;
        assert_eq!(several.status, 422);
        assert!(several.text().contains("ignored: page, sort, size."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn j01_good_and_unknown_ones_are_taken() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for query in [
            "utm_source=x",
            "scope[]=mine",
            "page%5B%5D=x",
            "filter[sort]=name",
            "a=b&a=c",
            "=",
            "&&&",
            "?",
            "%",
            "sort=number&sort=-created",
            "size=200",
        ] {
            let answer = alice.get(&format!("/tickets?{query}")).await;
            assert_eq!(answer.status, 200, "{query}");
        }
        for column in ["number", "subject", "created", "changed", "status", "priority"] {
            for sign in ["", "-"] {
                let list = alice.list(&format!("sort={sign}{column}&closed=1&size=200")).await.json();
                assert_eq!(list["refused"], serde_json::json!([]), "{sign}{column}");
                assert!(list["rows"].as_array().unwrap().len() > 10);
            }
        }
        let last = page(&alice, "page", "1000000").await;
        assert_eq!(last.status, 200, "a page past the end is an empty one");
    }
}

/// What a search might be taken for by either database.
const SEARCHES: [&str; 34] = [
    "'",
    "\"",
    "\"\"",
    "\"blanks",
    "*",
    "bl*",
    "**",
    "^blanks",
    "NEAR",
    "NEAR(a b)",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "NOT blanks",
    "words:blanks",
    "company:company1",
    "{words} : blanks",
    "-blanks",
    "+blanks",
    "(blanks",
    "blanks)",
    "blanks & roll",
    "blanks:*",
    "!blanks",
    "<->",
    "@company1",
    "%",
    "_",
    "\\",
    "Ⓐ ⅷ ² ª",
    "İİİİ ß ﬀ",
    "e\u{301}\u{202e} 漢字 🔋",
    "x'; DROP TABLE tickets; --",
];

#[tokio::test(flavor = "multi_thread")]
async fn j01_any_text_may_be_searched_for() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let long = [&"ẞ".repeat(200), &"a ".repeat(100), &"🔋".repeat(200)].map(|text| text.clone());
        let refused = page(&alice, "q", &"x".repeat(201)).await;
        assert_eq!(refused.status, 422);
        for search in SEARCHES.into_iter().chain(long.iter().map(String::as_str)) {
            for visitor in [&alice, &grace] {
                let answer = page(visitor, "q", search).await;
                assert_eq!(answer.status, 200, "{search}: {}", answer.text());
            }
        }
        assert_eq!(
            alice.list("q=BLANKS prin").await.json()["total"]["count"],
            1,
            "words match by their beginning, in any case"
        );
        assert_eq!(alice.list("q=lanks").await.json()["total"]["count"], 0, "and not in their middle");
        assert_eq!(alice.list("q=umlauts größe&closed=1").await.json()["total"]["count"], 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_names_the_ways_out() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let text = async |query: &str| alice.get(&format!("/tickets?{query}")).await.text();
        let subjects = text("q=zzqqxxvv&period=7d").await;
        assert!(subjects.contains("No subjects match “zzqqxxvv”."), "{subjects}");
        for way in ["Search messages instead", "Remove the search for “zzqqxxvv”", "Remove Period: Last 7 days"] {
            assert!(subjects.contains(way), "{way}");
        }
        assert!(subjects.contains("in=messages"), "the link looks in messages");
        for other in ["q=zzqqxxvv&in=messages", "q=zzqqxxvv&in=number", "period=7d&from=2001-01-01&to=2001-01-02"] {
            assert!(!text(other).await.contains("Search messages instead"), "{other}");
        }
        let days = text("from=2001-01-01&to=2001-01-02").await;
        assert!(days.contains("Remove Period: 1 Jan 2001 to 2 Jan 2001"), "days as people write them");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn j01_calls_with_strange_arguments_are_no_fault_of_ours() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let deep = format!("query={}", "[".repeat(5000));
        for query in [
            "",
            "query",
            "query=",
            "query[]=a",
            "query[a][b]=c",
            "query[0]=a&query[1]=b",
            "query=a&query=b",
            "other=1",
            "query=%7B%22a%22%3A%5B1%5D%7D",
            "%00=%00",
            "query=%FF",
            "query=page%3D0%26sort%3Dname%2527%2529",
            &deep,
        ] {
            for call in ["list", "show", "offer"] {
                let answer = alice.get(&format!("/calls/tickets/{call}?{query}")).await;
                assert!(matches!(answer.status, 200 | 400), "{call}?{query}: {} {}", answer.status, answer.text());
                assert!(
                    !answer.text().contains("deserial") && !answer.text().contains("missing field"),
                    "{call}?{query}: {}",
                    answer.text()
                );
            }
        }
        for path in ["/calls/nonsense", "/calls/tickets/list/x", "/calls/tickets/", "/calls/tickets/LIST"] {
            let answer = alice.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            assert!(
                !answer.text().contains("server function"),
                "{path} tells nothing of how we are built: {}",
                answer.text()
            );
            assert_eq!(site.visitor().get(path).await.status, 401, "{path}");
        }
    }
}
