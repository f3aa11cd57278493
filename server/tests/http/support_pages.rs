//! Support pages and the business hours behind them, over HTTP.

use crate::support::sites;

#[tokio::test(flavor = "multi_thread")]
async fn b04_the_page_marks_the_letters_that_differ() {
    for site in sites().await {
        site.execute("UPDATE seats SET email = 'alic\u{435}@harbourline.example' WHERE slug = 'alice'").await;
        let page = site.sign_in("alice").await.get("/support/check").await.text();
        for expected in [
            "<mark class=\"differs\">\u{435}",
            "<mark class=\"differs\">e",
            "is a Cyrillic letter that only looks like a Latin one (U+0435)",
            "kind=correct&amp;contact=alice",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
        site.execute("UPDATE seats SET email = '<b>alice</b>@harbourline.example' WHERE slug = 'alice'").await;
        let page = site.sign_in("alice").await.get("/support/check").await.text();
        assert!(!page.contains("<b>alice"), "an address is text");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b06_a_client_hears_why_and_nobody_hears_of_others() {
    for site in sites().await {
        let farid = site.sign_in("farid").await;
        let page = farid.get("/support/check").await.text();
        assert!(page.contains("a 3PL client of Smallpier Storage") && !page.contains("/plan/requests/new"));
        for login in ["ewa@smallpier.example", "nobody"] {
            assert_eq!(farid.get(&format!("/support/check?for={login}")).await.status, 404);
        }
        let nobody = site.visitor().get("/support/check").await;
        assert_eq!((nobody.status, nobody.location()), (303, "/login?next=%2Fsupport%2Fcheck"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_are_a_plain_form_for_administrators() {
    for site in sites().await {
        let admin = site.sign_in("admin").await;
        let days = "2031-01-02 <b>Stocktaking</b>";
        let fields = [
            ("zone", "Europe/London"),
            ("first.0", "0"),
            ("last.0", "4"),
            ("from.0", "08:00"),
            ("until.0", "17:30"),
            ("days", days),
        ];
        let kept = admin.post_form("/admin/calendars/chat", &fields).await;
        assert_eq!((kept.status, kept.location()), (303, "/admin/calendars/chat?done=1"));
        let page = admin.get(kept.location()).await.text();
        assert!(page.contains("2031-01-02 &lt;b&gt;Stocktaking") && page.contains("Saved."));
        let wrong = [("zone", "Mars/Olympus"), ("from.0", "8"), ("days", "someday")];
        let refused = admin.post_form("/admin/calendars/chat", &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("value=\"Mars/Olympus\"") && refused.text().contains("someday"));
        for (handle, status) in [("alice", 404), ("grace", 403)] {
            let visitor = site.sign_in(handle).await;
            assert_eq!(visitor.get("/admin/calendars/chat").await.status, status);
            assert_eq!(visitor.post_form("/admin/calendars/chat", &fields).await.status, status);
        }
    }
}
