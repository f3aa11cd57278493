//! Waiting statuses over HTTP: what customers read of them, and the filters beside the dashboard's tabs.

use crate::events::Stream;
use crate::support::{Site, sites};
use domain::live::News;

/// What the desk calls it, and what customers read.
const OURS: &str = "Waiting for customer";
const THEIRS: &str = "Waiting for you";

async fn raised(site: &Site) -> String {
    let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
    let number = alice.raise("Labels without a date", "Since this morning.").await;
    assert_eq!(grace.answer_ticket(&number, "Which printer is it?").await.status, 303);
    number
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_never_reads_what_the_desk_calls_a_status() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = raised(&site).await;
        let mut stream = Stream::open(&alice, "/events").await;
        let changed = grace.post_form(&format!("/tickets/{number}/change"), &[("status", "waiting-customer")]).await;
        assert_eq!(changed.status, 303);
        let of_alice = [
            "/tickets?size=200".to_owned(),
            "/tickets?status=waiting-customer&open=status".to_owned(),
            format!("/tickets/{number}"),
            "/tickets/export?status=waiting-customer".to_owned(),
        ];
        for path in &of_alice {
            let (hers, ours) = (alice.get(path).await.text(), grace.get(path).await.text());
            assert!(hers.contains(THEIRS) && !hers.contains(OURS), "{}: {path}", site.on);
            assert!(ours.contains(OURS), "{}: {path}", site.on);
        }
        assert!(!alice.get("/activities").await.text().contains(OURS), "{}", site.on);
        let label = loop {
            let label = stream.news().into_iter().find_map(|news| match news {
                News::Ticket(touched) if touched.facts.status == "waiting-customer" => Some(touched.row.status.label),
                _ => None,
            });
            match label {
                Some(label) => break label,
                None => assert!(stream.read(std::time::Duration::from_secs(20)).await, "the stream goes on"),
            };
        };
        assert_eq!(label, THEIRS, "{}", site.on);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quick_filters_are_links_with_numbers_that_need_no_script() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = raised(&site).await;
        let query = "queue=software&sort=subject";
        let shown = alice.get(&format!("/tickets?{query}")).await.text().replace("&amp;", "&");
        assert!(shown.contains("href=\"/tickets?queue=software&unread=1&sort=subject\""), "the rest of the view stays");
        assert!(shown.contains("href=\"/tickets?queue=software&waiting=1&sort=subject\""), "{}", site.on);
        let before = alice.call("tickets/quick", &[("query", query)]).await.json();
        grace.post_form(&format!("/tickets/{number}/change"), &[("status", "waiting-customer")]).await;
        let after = alice.call("tickets/quick", &[("query", query)]).await.json();
        let count = |answer: &serde_json::Value| answer["waiting"]["count"].as_u64().unwrap();
        assert_eq!(count(&after), count(&before) + 1);
        let waiting = alice.list(&format!("{query}&waiting=1&size=200")).await.json();
        let listed = waiting["rows"].as_array().unwrap();
        assert_eq!(listed.len() as u64, count(&after));
        assert!(listed.iter().any(|row| row["number"] == number.as_str()));
        let page = alice.get(&format!("/tickets?{query}&waiting=1")).await.text().replace("&amp;", "&");
        assert!(page.contains("aria-current=\"true\""), "it says that it is on");
        assert!(page.contains("href=\"/tickets?queue=software&sort=subject\""), "and leads back");
        alice.answer_ticket(&number, "The one at gate 3.").await;
        assert_eq!(count(&alice.call("tickets/quick", &[("query", query)]).await.json()), count(&before));
    }
}
