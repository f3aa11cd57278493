//! Saved views over plain forms, and rating a closed ticket.

use crate::support::{Visitor, sites};

async fn save(visitor: &Visitor, name: &str, query: &str) -> String {
    let saved = visitor.post_form("/views", &[("name", name), ("query", query)]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    saved.location().rsplit_once("view=").unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_saved_opened_changed_and_removed_without_a_script() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let slug = save(&alice, "Our printers", "queue=print&page=2&sort=subject").await;
        let whole = format!("/tickets?queue=print&sort=subject&view={slug}");
        let bare = alice.get(&format!("/tickets?view={slug}")).await;
        assert_eq!((bare.status, bare.location()), (303, whole.as_str()), "its name stands for its filters");
        let page = alice.get(&whole).await;
        assert!(page.status == 200 && page.text().contains("Our printers"));
        assert!(!page.text().contains("has unsaved changes"));
        // Everything taken off is a change, and not the view again.
        let without = alice.get(&format!("/tickets?scope=company&view={slug}")).await;
        assert!(without.status == 200 && without.text().contains("Our printers has unsaved changes"));
        let kept = [("query", "queue=field"), ("back", "queue=field")];
        let kept = alice.post_form(&format!("/views/{slug}/save"), &kept).await;
        assert_eq!((kept.status, kept.location()), (303, format!("/tickets?queue=field&view={slug}").as_str()));
        let renamed = alice.post_form(&format!("/views/{slug}/rename"), &[("name", "<b>Field</b>")]).await;
        assert_eq!((renamed.status, renamed.location()), (303, "/tickets?open=views"));
        let page = alice.get("/tickets?open=views").await.text();
        assert!(page.contains("&lt;b>Field&lt;/b>") || page.contains("&lt;b&gt;Field&lt;/b&gt;"), "{page}");
        assert!(!page.contains("<b>Field"));
        // The dashboard opens with it.
        alice.post_form(&format!("/views/{slug}/first"), &[]).await;
        let opened = alice.get("/").await;
        assert_eq!((opened.status, opened.location()), (303, format!("/tickets?queue=field&view={slug}").as_str()));
        assert_eq!(alice.get("/tickets").await.status, 200, "all tickets stay where they are");
        let gone =
            alice.post_form(&format!("/views/{slug}/remove"), &[("back", &format!("queue=field&view={slug}"))]).await;
        assert_eq!((gone.status, gone.location()), (303, "/tickets?queue=field&open=views"));
        assert_eq!(alice.get("/").await.status, 200);
        let left = alice.get(&whole).await;
        assert_eq!(left.status, 422, "an address that names what is gone");
        assert!(left.text().contains("wasn’t understood and was ignored: view"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_is_refused_comes_back_as_it_was_typed() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let name = "x".repeat(61);
        let sent = [("name", name.as_str()), ("query", "queue=print"), ("back", "queue=print")];
        let refused = alice.post_form("/views", &sent).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("At most 60 characters.") && refused.text().contains(&name));
        let before = site.content().await;
        for fields in [
            vec![("name", "x"), ("query", "sort=shoe")],
            vec![("name", "x"), ("query", "queue=workshop")],
            vec![("name", "x"), ("audience", "everyone")],
            vec![("name", "\0")],
        ] {
            assert_eq!(alice.post_form("/views", &fields).await.status, 422, "{fields:?}");
        }
        before.assert_same(&site.content().await, "a refused view");
        for back in ["//evil.example", "x\r\nLocation: https://evil.example", "https://evil.example/"] {
            let slug = save(&alice, "Back", "").await;
            let moved = alice.post_form(&format!("/views/{slug}/up"), &[("back", back)]).await;
            assert_eq!((moved.status, moved.location()), (303, "/tickets?open=views"), "{back}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a14_views_of_others_are_not_found() {
    for site in sites().await {
        let (alice, bruno, grace) =
            (site.sign_in("alice").await, site.sign_in("bruno").await, site.sign_in("grace").await);
        let slug = save(&alice, "Something secret", "q=secret").await;
        let before = site.content().await;
        for other in [&bruno, &grace] {
            for known in [slug.as_str(), "abcdefghijklmnopqrstuvwxyz", "x'--", "%00"] {
                for verb in ["rename", "save", "remove", "up", "down", "first", "later", "nonsense"] {
                    let fields = [("name", "Mine now"), ("query", "")];
                    let answer = other.post_form(&format!("/views/{known}/{verb}"), &fields).await;
                    assert_eq!(answer.status, 404, "{known}/{verb}");
                    assert!(!answer.text().contains("secret"));
                }
            }
            let theirs = other.get(&format!("/tickets?view={slug}")).await;
            let never = other.get("/tickets?view=abcdefghijklmnopqrstuvwxyz").await;
            assert_eq!((theirs.status, never.status), (422, 422));
            assert!(!theirs.text().contains("secret") && theirs.text().contains("ignored: view"));
        }
        before.assert_same(&site.content().await, "somebody else's view");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_ticket_is_rated_by_its_reporter() {
    for site in sites().await {
        let (alice, bruno, grace) =
            (site.sign_in("alice").await, site.sign_in("bruno").await, site.sign_in("grace").await);
        let number = alice.raise("A thing that was done", "Please do it.").await;
        let (page, action) = (format!("/tickets/{number}"), format!("/tickets/{number}/rating"));
        assert!(!alice.get(&page).await.text().contains("How did we do?"));
        grace.post_form(&format!("{page}/close"), &[]).await;
        assert!(alice.get(&page).await.text().contains("How did we do?"));
        for other in [&bruno, &grace] {
            assert!(!other.get(&page).await.text().contains("How did we do?"));
            assert_eq!(other.post_form(&action, &[("score", "5")]).await.status, 403);
        }
        let refused = alice.post_form(&action, &[("comment", "Half <b>a</b> thought")]).await;
        assert!(refused.status == 422 && refused.text().contains("Required"));
        assert!(
            refused.text_areas().iter().any(|(name, text)| name == "comment" && text.contains("Half <b>a</b> thought"))
        );
        let rated = alice.post_form(&action, &[("score", "2"), ("comment", "<script>alert(1)</script>")]).await;
        assert_eq!((rated.status, rated.location()), (303, page.as_str()));
        let seen = grace.get(&page).await.text();
        assert!(seen.contains("Bad (2 of 5)") && !seen.contains("<script>alert"));
        assert!(!bruno.get(&page).await.text().contains("2 of 5"), "a colleague is not told");
        assert_eq!(alice.post_form(&action, &[("score", "4")]).await.status, 303, "changed once");
        assert_eq!(alice.post_form(&action, &[("score", "5")]).await.status, 403);
    }
}
