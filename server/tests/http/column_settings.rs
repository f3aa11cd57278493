//! Column settings of one's own list, over HTTP.

use crate::support::{Site, sites};

async fn set_by(site: &Site, slug: &str) -> String {
    site.one(&format!("SELECT list_columns || '|' || list_search FROM users WHERE slug = '{slug}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_kept_in_the_order_sent() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let fields = [("column", "age"), ("column", "subject"), ("in", "number"), ("back", "queue=print&cols=number")];
        let kept = alice.post_form("/tickets/columns", &fields).await;
        assert_eq!((kept.status, kept.header("location")), (303, "/tickets?queue=print"));
        assert_eq!(set_by(&site, "alice").await, "age,subject|number");
        assert_eq!(set_by(&site, "bruno").await, "|", "each person's own");
        let page = alice.get("/tickets").await.text();
        assert!(page.contains("col-age") && !page.contains("col-status"), "the page shows what was set");

        let moved = [("column", "age"), ("column", "subject"), ("down", "age"), ("in", "number")];
        let moved = alice.post_form("/tickets/columns", &moved).await;
        assert_eq!((moved.status, moved.header("location")), (303, "/tickets?open=columns"));
        assert_eq!(set_by(&site, "alice").await, "subject,age|number");

        let usual = [("column", "age"), ("reset", "1"), ("in", "number"), ("in", "subject")];
        let done = alice.script().post_form("/tickets/columns", &usual).await;
        assert_eq!((done.status, done.text()), (200, r#"{"Ok":{"to":"/tickets"}}"#.to_owned()));
        assert_eq!(set_by(&site, "alice").await, "|");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn widths_come_with_the_columns_or_alone() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let widths = async || site.one("SELECT list_widths FROM users WHERE slug = 'alice'").await;
        let form = [
            ("column", "number"),
            ("column", "subject"),
            ("sized", "number"),
            ("width", ""),
            ("sized", "subject"),
            ("width", "315"),
        ];
        assert_eq!(alice.post_form("/tickets/columns", &form).await.status, 303);
        assert_eq!(
            (set_by(&site, "alice").await.as_str(), widths().await.as_str()),
            ("number,subject|", "subject:312")
        );
        let page = alice.get("/tickets?closed=1").await.text();
        assert!(page.contains("col-subject is-linked w-312"), "the page has the width from its first byte");

        let alone = [("widths", "1"), ("sized", "number"), ("width", "9000")];
        assert_eq!(alice.script().post_form("/tickets/columns", &alone).await.status, 200);
        assert_eq!(set_by(&site, "alice").await, "number,subject|", "the columns stay");
        assert_eq!(widths().await, "subject:312,number:640");
        let others = [("column", "subject"), ("in", "number")];
        assert_eq!(alice.post_form("/tickets/columns", &others).await.status, 303);
        assert_eq!(widths().await, "subject:312,number:640", "columns alone change no width");

        for bad in [[("sized", "password_hash"), ("width", "96")], [("sized", "number"), ("width", "wide")]] {
            assert_eq!(alice.script().post_form("/tickets/columns", &bad).await.status, 422, "{bad:?}");
        }
        assert_eq!(widths().await, "subject:312,number:640");
        let usual = [("column", "subject"), ("reset", "1"), ("sized", "subject"), ("width", "312")];
        assert_eq!(alice.post_form("/tickets/columns", &usual).await.status, 303);
        assert_eq!(
            (set_by(&site, "alice").await.as_str(), widths().await.as_str()),
            ("|", ""),
            "the usual widths, too"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attributes_are_columns_too() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let kept = alice.post_form("/tickets/columns", &[("column", "subject"), ("column", "attr.serial")]).await;
        assert_eq!(kept.status, 303);
        assert_eq!(set_by(&site, "alice").await, "subject,attr.serial|");
        let page = alice.get("/tickets?closed=1&sort=-attr.serial").await;
        assert!(page.status == 200 && page.text().contains("Serial number") && page.text().contains("col-attribute"));
        let hidden = alice.get("/tickets?cols=subject,attr.internal_cost&sort=attr.area").await;
        assert_eq!(hidden.status, 422);
        assert!(!hidden.text().contains("Internal cost code"));
        // What is taken away is gone from the list that showed it.
        site.execute("UPDATE attributes SET in_list = FALSE").await;
        site.execute("UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
        let page = alice.get("/tickets?closed=1").await;
        assert!(page.status == 200 && !page.text().contains("Serial number"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_columns_are_refused_and_change_nothing() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        for fields in [
            vec![],
            vec![("column", "")],
            vec![("column", "password_hash")],
            vec![("column", "attr.nothing")],
            // Of a type that she does not see.
            vec![("column", "subject"), ("column", "attr.area")],
            vec![("column", "subject"), ("in", "notes")],
            vec![("column", "subject'; DROP TABLE users; --")],
        ] {
            let refused = alice.post_form("/tickets/columns", &fields).await;
            assert_eq!(refused.status, 422, "{fields:?}");
            let answer = alice.script().post_form("/tickets/columns", &fields).await;
            assert_eq!(answer.status, 422, "{fields:?}");
        }
        for back in
            ["//evil.example", "https://evil.example/", "\\\\evil.example", "x\r\nLocation: https://evil.example"]
        {
            let kept = alice.post_form("/tickets/columns", &[("column", "subject"), ("back", back)]).await;
            assert_eq!((kept.status, kept.header("location")), (303, "/tickets"), "{back}");
        }
        alice.post_form("/tickets/columns", &[("reset", "1")]).await;
        assert_eq!(set_by(&site, "alice").await, "|");
        let stranger = site.visitor().post_form("/tickets/columns", &[("column", "age")]).await;
        assert_eq!(stranger.status, 401);
    }
}
