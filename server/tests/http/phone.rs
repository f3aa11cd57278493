//! Call-backs over HTTP and without a script.

use crate::support::{Site, sites};

async fn slot(site: &Site, who: &str) -> String {
    let page = site.sign_in(who).await.get("/support/callback").await.text();
    let options = page.split("name=\"slot\"").nth(1).unwrap();
    let value = options.split("<option value=\"").find(|rest| rest.starts_with("20")).unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn asked(slot: &str) -> Vec<(&str, &str)> {
    vec![
        ("subject", "Please <b>call</b>"),
        ("queue", "software"),
        ("about", "</textarea><script>alert(7)</script>"),
        ("number", "+44 20 7946 0102"),
        ("slot", slot),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_asked_for_taken_and_done_without_a_script() {
    for site in sites().await {
        let (bruno, grace) = (site.sign_in("bruno").await, site.sign_in("grace").await);
        assert!(bruno.get("/support").await.text().contains("/support/callback"));
        let slot = slot(&site, "bruno").await;
        let sent = bruno.post_form("/support/callback", &asked(&slot)).await;
        assert_eq!((sent.status, sent.location()), (303, "/support/callback"), "{}", sent.text());
        assert_eq!(bruno.post_form("/support/callback", &asked(&slot)).await.status, 303, "sent twice");
        assert_eq!(site.count("calls").await, 1);
        let page = bruno.get("/support/callback").await.text();
        assert!(page.contains("+44 20 7946 0102") && page.contains("Please &lt;b&gt;call"), "{page}");
        let work = grace.get("/work").await.text();
        assert!(work.contains("Bruno Meyer") && !work.contains("<b>call"), "{work}");
        let address = work.split("action=\"/work/calls/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let (take, done) = (format!("/work/calls/{address}/take"), format!("/work/calls/{address}/done"));
        assert_eq!(bruno.script().post_form(&take, &[]).await.status, 403);
        assert_eq!(site.sign_in("dmitri").await.post_form(&take, &[]).await.status, 404);
        assert_eq!(grace.post_form(&take, &[]).await.location(), "/work");
        assert_eq!(site.sign_in("nadia").await.post_form(&take, &[]).await.status, 403);
        let refused = grace.post_form(&done, &[("note", "He was <i>out")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("He was &lt;i&gt;out"), "{}", refused.text());
        assert_eq!(grace.post_form(&done, &[("outcome", "reached"), ("note", "All well")]).await.location(), "/work");
        assert!(grace.get("/work").await.text().contains("No call-backs"));
        assert_eq!(grace.post_form(&format!("/work/calls/{address}/nonsense"), &[]).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_phone_on_the_plan_is_told_so_and_what_is_wrong_comes_back() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let page = ewa.get("/support/callback").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Standard") && page.text().contains("href=\"/tickets/new\""), "{}", page.text());
        assert_eq!(ewa.post_form("/support/callback", &asked("x")).await.status, 403);
        let bruno = site.sign_in("bruno").await;
        let mut wrong = asked("2020-01-01-1200");
        wrong[3].1 = "ring me; DROP TABLE calls";
        let refused = bruno.post_form("/support/callback", &wrong).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(text.contains("Enter a phone number") && text.contains("ring me; DROP TABLE calls"), "{text}");
        assert!(!text.contains("<script>alert"), "{text}");
        assert_eq!(site.count("calls").await, 0);
        assert_eq!(site.sign_in("grace").await.get("/support/callback").await.status, 404);
        assert_eq!(bruno.get("/work").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c05_chat_offers_a_call_only_to_those_who_get_one() {
    for site in sites().await {
        // At night chat is closed, and the page says what else there is.
        site.advance(14 * 60 * 60 * 1000);
        for (who, offered) in [("bruno", true), ("ewa", false), ("jack", false)] {
            let visitor = site.sign_in(who).await;
            let page = visitor.get("/chat").await.text();
            assert!(page.contains("href=\"/tickets/new\""), "{who}: {page}");
            assert_eq!(page.contains("/support/callback"), offered, "{who}: {page}");
            let refused = visitor.get("/support/callback").await.text().contains("include phone support");
            assert_eq!(refused, !offered, "{who}: the page itself says the same");
        }
        // Whoever may not raise cases is not offered one on the page of support either.
        assert!(!site.sign_in("chloe").await.get("/support").await.text().contains("/support/callback"));
    }
}
