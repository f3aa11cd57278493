//! The frame around every page, over HTTP.

use crate::support::{Visitor, sites};

/// The same browser with one more cookie.
fn with(visitor: &Visitor, cookie: &str) -> Visitor {
    let session = visitor.cookie.clone().unwrap_or_default();
    visitor.with_cookie(Some(format!("{session}; {cookie}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn d_the_rail_holds_the_newest_activities_and_no_notes() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("The lamp", "It is dark.").await;
        assert_eq!(grace.answer_ticket(&number, "Have you tried the <switch>?").await.status, 303);
        let page = alice.get("/plan").await.text();
        let rail = page.split(r#"class="newest""#).nth(1).unwrap().split("</ul>").next().unwrap();
        assert!(rail.contains(&format!("/tickets/{number}")) && rail.contains("is-unread"), "{rail}");
        assert!(rail.contains("Have you tried the &lt;switch&gt;?"), "{rail}");
        let note = [("body", "Between ourselves"), ("note", "1")];
        assert_eq!(grace.post_form(&format!("/tickets/{number}/messages"), &note).await.status, 303);
        assert!(!alice.get("/plan").await.text().contains("Between ourselves"));
        assert!(!alice.get("/activities").await.text().contains("Between ourselves"));
        assert!(alice.get("/activities").await.text().contains("Have you tried the &lt;switch&gt;?"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d_the_demo_line_is_shut_and_the_rail_folded_by_forms() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        assert!(alice.get("/plan").await.text().contains("demo-banner"));
        let shut = alice.post_form("/frame", &[("demo", "shut"), ("back", "/plan?company=harbourline")]).await;
        assert_eq!((shut.status, shut.location()), (303, "/plan?company=harbourline"));
        assert!(shut.header("set-cookie").starts_with("portico_demo=shut; Path=/"), "{}", shut.header("set-cookie"));
        assert!(!with(&alice, "portico_demo=shut").get("/plan").await.text().contains("demo-banner"));
        let folded = alice.post_form("/frame", &[("rail", "folded"), ("back", "/")]).await;
        assert!(folded.header("set-cookie").starts_with("portico_rail=folded"));
        assert!(with(&alice, "portico_rail=folded").get("/plan").await.text().contains("frame-folded"));

        let away = alice.post_form("/frame", &[("demo", "shut"), ("back", "//evil.example")]).await;
        assert_eq!(away.location(), "/", "no way to another site");
        let odd = alice.post_form("/frame", &[("rail", "x; Domain=evil"), ("back", "/")]).await;
        assert!(odd.status >= 400 && odd.header("set-cookie").is_empty(), "{}", odd.status);
        assert_eq!(site.visitor().post_form("/frame", &[("demo", "shut")]).await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d_whoever_wants_it_sees_nothing_blink() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        assert!(!alice.get("/plan").await.text().contains("frame-still"));
        let chosen = [("messages", "mail"), ("blink", "off")];
        assert_eq!(alice.post_form("/account/notifications", &chosen).await.status, 303);
        assert!(alice.get("/plan").await.text().contains("frame-still"));
        assert!(alice.get("/account/notifications").await.text().contains(r#"name="blink" value="off" checked"#));
        assert_eq!(alice.post_form("/account/notifications", &chosen[..1]).await.status, 303);
        assert!(!alice.get("/plan").await.text().contains("frame-still"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d_the_account_has_a_page_for_each_part() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let [profile, security] = ["/account", "/account?tab=security"].map(|path| alice.get(path));
        let (profile, security) = (profile.await.text(), security.await.text());
        let has = |page: &str, action: &str| page.contains(&format!(r#"action="{action}""#));
        for action in ["/account", "/account/picture", "/account/email"] {
            assert!(has(&profile, action) && !has(&security, action), "{action}");
        }
        for action in ["/account/password", "/account/second/begin", "/account/sessions/all"] {
            assert!(has(&security, action) && !has(&profile, action), "{action}");
        }
        let done = alice.get("/account?done=password").await.text();
        assert!(has(&done, "/account/password"), "what was done is said beside it");
        let wrong = alice
            .post_form("/account/password", &[("old_password", "x"), ("password", "harbour cranes at dawn")])
            .await;
        assert!(wrong.status == 422 && has(&wrong.text(), "/account/password"));
    }
}
