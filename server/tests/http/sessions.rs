//! Expired sessions: one ends while somebody types.

use crate::support::{Answer, Parts, Site, Visitor, sites};

const TYPED: &str = "First line <b>\n\nthird & \"last\"";

async fn interrupted(site: &Site, path: &str, parts: Parts) -> (Visitor, Answer) {
    let alice = site.sign_in("alice").await;
    site.advance(13 * 3_600_000);
    let answer = alice.post_parts(path, parts).await;
    (alice, answer)
}

/// Sends the sign-in page's form with everything it keeps.
async fn sign_in_again(visitor: &Visitor, page: &Answer, password: &str) -> Answer {
    let mut fields = page.text_areas();
    assert!(fields.iter().any(|(name, _)| name == "kept.action"), "{fields:?}");
    fields.push(("login".into(), "alice@harbourline.example".into()));
    fields.push(("password".into(), password.into()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post_form("/login", &pairs).await
}

fn kept<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_survives_the_end_of_its_session() {
    for site in sites().await {
        let parts = Parts::new().field("body", TYPED).field("key", "k1").file("log.txt", "text/plain", "hello");
        let files = site.content().await;
        let (alice, page) = interrupted(&site, "/tickets/PT-1020/messages", parts).await;
        assert_eq!(page.status, 401);
        assert!(page.text().contains("Files can’t be kept"), "the loss of the files is said");
        let fields = page.text_areas();
        assert_eq!(kept(&fields, "kept.action"), Some("/tickets/PT-1020/messages"));
        assert_eq!(kept(&fields, "kept.field.body"), Some(TYPED));
        assert_eq!(files.differences(&site.content().await), ["known_networks", "sessions"], "nobody's file is kept");

        let wrong = sign_in_again(&alice, &page, "wrong").await;
        assert_eq!(wrong.status, 422);
        assert_eq!(kept(&wrong.text_areas(), "kept.field.body"), Some(TYPED), "a wrong password loses nothing");

        let number = site.one("SELECT CAST(MAX(t.number) AS TEXT) FROM tickets t JOIN users u ON u.id = t.reporter_id WHERE u.slug = 'alice'").await;
        let own = format!("/tickets/PT-{number}/messages");
        let (alice, page) =
            interrupted(&site, &own, Parts::new().field("body", TYPED).file("log.txt", "text/plain", "hello")).await;
        let back = sign_in_again(&alice, &page, desk::demo::PASSWORD).await;
        assert_eq!(back.status, 200);
        let cookie = back.session();
        assert!(cookie.is_some(), "signed in");
        assert_eq!(kept(&back.text_areas(), "body"), Some(TYPED), "the form shows the text again");
        assert!(back.text().contains("Choose your files again"), "and says that the files are lost");
        assert!(back.text().contains(&format!("action=\"{own}\"")));
        let alice = alice.with_cookie(cookie);
        assert_eq!(alice.answer_ticket(&format!("PT-{number}"), TYPED).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_ticket_survives_the_end_of_its_session() {
    for site in sites().await {
        let parts = Parts::new().field("subject", "Kept \"subject\"").field("type", "question").field("queue", "plans");
        let (alice, page) =
            interrupted(&site, "/tickets/new", parts.field("description", TYPED).field("attr.version", "9.1")).await;
        assert_eq!(page.status, 401);
        let back = sign_in_again(&alice, &page, desk::demo::PASSWORD).await;
        assert_eq!(back.status, 200);
        assert_eq!(kept(&back.text_areas(), "description"), Some(TYPED));
        let text = back.text();
        assert!(text.contains("value=\"Kept &quot;subject&quot;\""), "the subject is back");
        assert!(text.contains("value=\"9.1\""), "the attribute is back");
        assert!(text.contains("<option value=\"plans\" selected"), "the queue is chosen");
        assert!(!text.contains("Choose your files again"), "no file was lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_form_leads_nowhere_else() {
    let site = Site::start().await;
    for (page, action) in
        [("//evil.example/", "/tickets/new"), ("/tickets/new", "https://evil.example/"), ("/\\evil.example", "/x")]
    {
        let form = [
            ("login", "alice@harbourline.example"),
            ("password", desk::demo::PASSWORD),
            ("kept.page", page),
            ("kept.action", action),
            ("kept.field.body", "x"),
        ];
        let answer = site.visitor().post_form("/login", &form).await;
        assert_eq!((answer.status, answer.location()), (303, "/"), "{page} {action}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_s_own_script_hears_that_the_session_ended() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await.script();
    site.advance(13 * 3_600_000);
    let answer = alice.answer_ticket("PT-1020", "x").await;
    assert_eq!((answer.status, answer.text().as_str()), (401, r#"{"Err":"SignedOut"}"#));
    assert_eq!(alice.list("").await.text(), r#""SignedOut""#);
}
