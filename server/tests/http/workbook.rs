//! Views of tickets and assets as XLSX files.

use crate::support::{Answer, sites};
use std::io::{Cursor, Read};

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A part of the workbook.
fn part(answer: &Answer, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes[..])).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn sheet(answer: &Answer) -> String {
    assert_eq!((answer.status, answer.header("content-type")), (200, MEDIA_TYPE), "{}", answer.status);
    part(answer, "xl/worksheets/sheet1.xml")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_holds_what_its_view_shows() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for query in ["closed=1", "queue=print", "q=nothing+is+called+so", "closed=1&cols=number,attr.needed_by,age"] {
            let answer = alice.get(&format!("/tickets/export?as=xlsx&{query}")).await;
            let rows: usize = answer.header("x-portico-rows").parse().unwrap();
            let csv = alice.get(&format!("/tickets/export?{query}")).await;
            assert_eq!(csv.header("x-portico-rows"), rows.to_string());
            assert_eq!(sheet(&answer).matches("<row ").count(), rows + 1, "{query}: the heads and a row for each");
            let disposition = answer.header("content-disposition");
            assert_eq!(disposition, "attachment; filename=\"portico-tickets-2026-06-01.xlsx\"");
        }
        let text =
            sheet(&alice.get("/tickets/export?as=xlsx&closed=1&cols=number,subject,created,attr.needed_by").await);
        assert!(text.contains("Needed by") && text.contains("Label printer prints blanks"));
        // A date is a number of days with a look of its own: 2026 lies between these.
        let days = text.split("</v>").filter_map(|cell| cell.rsplit_once("<v>")?.1.parse::<f64>().ok());
        assert!(days.filter(|days| (46_000.0..46_400.0).contains(days)).count() > 10, "{text}");
        assert_eq!(alice.get("/tickets/export?as=ods").await.status, 422);
        assert_eq!(site.visitor().get("/tickets/export?as=xlsx").await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_cell_of_a_workbook_is_a_formula() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for subject in [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "@SUM(A1)",
            "=HYPERLINK(\"http://evil.example\")",
            "{=1}",
            "x\u{1}y]]><f>1</f>",
        ] {
            alice.raise(subject, "x").await;
        }
        let text = sheet(&alice.get("/tickets/export?as=xlsx&all=1&closed=1").await);
        assert!(!text.contains("<f>") && !text.contains("<f ") && !text.contains("hyperlink"));
        assert!(text.contains("=1+1") && text.contains("&lt;f&gt;1&lt;/f&gt;"), "as text, unchanged");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a10_a_workbook_has_only_what_its_reader_sees() {
    for site in sites().await {
        let (dmitri, alice) = (site.sign_in("dmitri").await, site.sign_in("alice").await);
        let number = alice.raise("Only for Harbourline", "x").await;
        let theirs = sheet(&alice.get("/tickets/export?as=xlsx&closed=1&all=1").await);
        let others = sheet(&dmitri.get("/tickets/export?as=xlsx&closed=1&all=1").await);
        assert!(theirs.contains(&number) && !others.contains(&number) && !others.contains("Harbourline"));
        assert!(!theirs.contains("Internal cost code"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_make_a_workbook_too() {
    for site in sites().await {
        let (alice, ewa) = (site.sign_in("alice").await, site.sign_in("ewa").await);
        for query in ["", "category=printers", "q=nothing+is+called+so", "cols=name,f.model,f.warranty_until"] {
            let answer = alice.get(&format!("/assets/export?as=xlsx&{query}")).await;
            let rows: usize = answer.header("x-portico-rows").parse().unwrap();
            let csv = alice.get(&format!("/assets/export?{query}")).await;
            assert_eq!(csv.header("x-portico-rows"), rows.to_string());
            assert_eq!(sheet(&answer).matches("<row ").count(), rows + 1, "{query}: the heads and a row for each");
            let disposition = answer.header("content-disposition");
            assert_eq!(disposition, "attachment; filename=\"portico-assets-2026-06-01.xlsx\"");
        }
        let text = sheet(&alice.get("/assets/export?as=xlsx&cols=name,f.labels_printed,f.warranty_until").await);
        assert!(text.contains("Label printer, bench 4"));
        let numbers = text.split("</v>").filter_map(|cell| cell.rsplit_once("<v>")?.1.parse::<f64>().ok());
        let numbers: Vec<f64> = numbers.collect();
        assert!(numbers.iter().any(|number| *number >= 100_000.0), "{numbers:?}");
        assert!(numbers.iter().any(|day| (45_500.0..48_000.0).contains(day)), "a date is a number: {numbers:?}");
        // What others have, and what a role does not read, stands in nobody's file.
        let theirs = sheet(&ewa.get("/assets/export?as=xlsx&all=1").await);
        assert!(!theirs.contains("Label printer, bench 4") && !theirs.contains("Purchase price"));
        assert_eq!(alice.get("/assets/export?as=ods").await.status, 422);
        assert_eq!(site.visitor().get("/assets/export?as=xlsx").await.status, 401);
    }
}
