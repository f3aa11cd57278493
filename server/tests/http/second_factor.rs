//! Two-factor authentication, over HTTP.

use crate::support::{Answer, Site, Visitor, sites};

const ALICE: &str = "alice@harbourline.example";

/// Switches it on for alice and gives her recovery codes, which need no clock.
async fn on(site: &Site) -> (Visitor, Vec<String>) {
    let alice = site.sign_in("alice").await;
    let begun = alice.post_form("/account/second/begin", &[("old_password", desk::demo::PASSWORD)]).await;
    assert_eq!((begun.status, begun.location()), (303, "/account?done=second-begin#second"));
    let picture = alice.get("/account/second/picture").await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/svg+xml"));
    assert!(picture.text().contains("<svg"));
    let page = alice.get("/account?tab=security").await.text();
    let spelled = page.split("second-secret\">").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
    let person = desk::people::find(&site.desk, alice.cookie.as_ref().unwrap().split_once('=').unwrap().1).await;
    let uri = desk::people::second::uri(&site.desk, &person.unwrap().unwrap()).await.unwrap();
    assert!(uri.contains(&spelled), "the page spells what the picture says");
    let bytes = totp_rs::Secret::Encoded(spelled).to_bytes().unwrap();
    let totp = totp_rs::TOTP::new_unchecked(totp_rs::Algorithm::SHA1, 6, 1, 30, bytes);
    let code = totp.generate(u64::try_from(site.desk.now() / 1000).unwrap());
    let shown = alice.post_form("/account/second/confirm", &[("code", &code)]).await;
    assert_eq!(shown.status, 200, "the codes are shown at once");
    let page = shown.text();
    let list = page.split("recovery-codes\">").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
    let codes: Vec<String> = list.split("<li>").skip(1).map(|item| item[..19].to_owned()).collect();
    assert_eq!(codes.len(), 10, "{list}");
    assert!(!alice.get("/account?tab=security").await.text().contains(&codes[0]), "once");
    assert!(!site.content().await.holds(&codes[0]));
    (alice, codes)
}

/// The cookie of half a sign-in.
fn half(answer: &Answer) -> Option<String> {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let mut halves = cookies.filter(|cookie| cookie.starts_with("portico-half="));
    halves.next().map(|cookie| cookie.split(';').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_alone_opens_nothing() {
    for site in sites().await {
        let (_, codes) = on(&site).await;
        let form = [("login", ALICE), ("password", desk::demo::PASSWORD), ("next", "/activities")];
        let asked = site.visitor().post_form("/login", &form).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text().contains("action=\"/login/code\"") && asked.session().is_none());
        assert!(!asked.text().contains(desk::demo::PASSWORD));
        let half = half(&asked).unwrap();
        let visitor = site.visitor().with_cookie(Some(half.clone()));
        assert_eq!(visitor.list("").await.status, 401, "half a sign-in is no session");
        let as_session = site.visitor().with_cookie(Some(half.replace("portico-half", "portico")));
        assert_eq!(as_session.list("").await.status, 401);
        let wrong = visitor.post_form("/login/code", &[("code", "000000"), ("next", "/activities")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains(">/activities</textarea>"), "where it leads is kept");
        let right = visitor.post_form("/login/code", &[("code", &codes[0]), ("next", "/activities")]).await;
        assert_eq!((right.status, right.location()), (303, "/activities"));
        let entered = site.visitor().with_cookie(right.session());
        assert_eq!(entered.list("").await.status, 200);
        assert_eq!(visitor.post_form("/login/code", &[("code", &codes[1])]).await.status, 401, "used up");
        assert_eq!(site.visitor().post_form("/login/code", &[("code", &codes[1])]).await.status, 401);
        assert_eq!(site.visitor().get("/login/code").await.location(), "/login");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_it_on_signs_every_other_session_out() {
    for site in sites().await {
        let (elsewhere, bruno) = (site.sign_in("alice").await, site.sign_in("bruno").await);
        let (alice, _) = on(&site).await;
        assert_eq!(alice.list("").await.status, 200, "the session that did it goes on");
        assert_eq!(elsewhere.list("").await.status, 401);
        assert_eq!(bruno.list("").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_leads_on_past_other_halves() {
    let site = Site::start().await;
    let (_, codes) = on(&site).await;
    let wanted = "/tickets?q=label%20printer%2520";
    let form = [("login", ALICE), ("password", desk::demo::PASSWORD), ("next", wanted)];
    let asked = site.visitor().post_form("/login", &form).await;
    let mut fields = asked.text_areas();
    fields.push(("code".into(), codes[0].clone()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let cookies = format!("portico-half={}; portico-half=x; {}", "b".repeat(64), half(&asked).unwrap());
    let entered = site.visitor().with_cookie(Some(cookies)).post_form("/login/code", &pairs).await;
    assert_eq!((entered.status, entered.location()), (303, wanted));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_being_written_survives_both_steps() {
    let site = Site::start().await;
    let (_, codes) = on(&site).await;
    let form = [
        ("login", ALICE),
        ("password", desk::demo::PASSWORD),
        ("kept.page", "/tickets/new"),
        ("kept.action", "/tickets/new"),
        ("kept.field.subject", "Kept \"subject\""),
    ];
    let asked = site.visitor().post_form("/login", &form).await;
    let mut fields = asked.text_areas();
    fields.push(("code".into(), codes[0].clone()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let back = site.visitor().with_cookie(half(&asked)).post_form("/login/code", &pairs).await;
    assert_eq!(back.status, 200);
    assert!(back.text().contains("value=\"Kept &quot;subject&quot;\""), "the form is there again");
}
