//! Passkeys and pictures over HTTP, with a device made of software.

#[path = "../../desk/tests/desk/virtual_authenticator.rs"]
mod virtual_authenticator;

use crate::support::{Answer, Parts, Visitor, sites, sites_with};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_server::Settings;
use reqwest::Method;
use virtual_authenticator::{VirtualAuthenticator, client};

const PASSWORD: (&str, &str) = ("old_password", desk::demo::PASSWORD);

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn field<'a>(asked: &'a serde_json::Value, name: &str) -> &'a str {
    asked[name].as_str().unwrap()
}

/// Adds a passkey for whoever is signed in, as the browser's script does.
async fn added(visitor: &Visitor, origin: &str) -> (VirtualAuthenticator, Answer) {
    let asked = visitor.post_form("/account/passkeys/begin", &[PASSWORD, ("name", "Phone")]).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let asked = asked.json();
    let device = VirtualAuthenticator::new(&URL_SAFE_NO_PAD.decode(field(&asked, "handle")).unwrap());
    let client = client("create", field(&asked, "challenge"), origin);
    let made = text(&device.made(field(&asked, "site")));
    let form = [("name", "Phone"), ("client", &text(&client)), ("device", &made)];
    let answer = visitor.post_form("/account/passkeys", &form).await;
    (device, answer)
}

/// The fields that a device's answer travels in.
async fn signed(visitor: &Visitor, device: &mut VirtualAuthenticator, origin: &str) -> Vec<(String, String)> {
    let asked = visitor.post_form("/login/passkey/begin", &[]).await.json();
    let client = client("get", field(&asked, "challenge"), origin);
    let (about, signature) = device.sign(field(&asked, "site"), &client);
    let fields = [
        ("credential", text(&device.credential)),
        ("handle", text(&device.handle)),
        ("client", text(&client)),
        ("device", text(&about)),
        ("signature", text(&signature)),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into()
}

async fn enter(visitor: &Visitor, fields: &[(String, String)], more: &[(&str, &str)]) -> Answer {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    visitor.post_form("/login/passkey", &fields.chain(more.iter().copied()).collect::<Vec<_>>()).await
}

const WANTED: &str = "/tickets?q=label%20printer%2520";

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_leads_where_the_sign_in_was_to_lead() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let wrong = alice.post_form("/account/passkeys/begin", &[("old_password", "wrong")]).await;
        assert_eq!((wrong.status, wrong.text().as_str()), (422, "That’s not your password."));
        let (mut device, answer) = added(&alice, &site.base).await;
        assert_eq!((answer.status, answer.location()), (303, "/account?done=passkey#passkeys"));
        let visitor = site.visitor();
        let fields = signed(&visitor, &mut device, &site.base).await;
        let right = enter(&visitor, &fields, &[("next", WANTED), ("remember", "1")]).await;
        assert_eq!((right.status, right.location()), (303, WANTED));
        assert!(right.header("set-cookie").contains("Max-Age"));
        assert_eq!(visitor.with_cookie(right.session()).list("").await.status, 200);
        let again = enter(&visitor, &fields, &[("next", WANTED)]).await;
        assert_eq!((again.status, again.session()), (422, None));
        let wanted = format!("value=\"{WANTED}\"");
        assert!(again.text().contains("We don’t recognise this passkey") && again.text().contains(&wanted));
        assert!(!again.text().contains(&fields[4].1), "what the device said does not come back");
        // What was being written when the session ended is there again.
        let kept = [("kept.page", "/tickets/new"), ("kept.action", "/tickets/new"), ("kept.field.subject", "Kept")];
        let fields = signed(&visitor, &mut device, &site.base).await;
        let back = enter(&visitor, &fields, &kept).await;
        assert!(back.status == 200 && back.session().is_some() && back.text().contains("value=\"Kept\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g04_the_public_address_alone_says_what_passkeys_are_bound_to() {
    let settings = Settings { public_url: Some("https://support.example:8443".into()), ..Settings::default() };
    for site in sites_with(settings).await {
        let form = [("login", "alice@harbourline.example"), ("password", desk::demo::PASSWORD)];
        let own = |path: &str| {
            let asked = site.visitor().request(Method::POST, path).header("Origin", "https://support.example:8443");
            asked.header("Host", "evil.example")
        };
        let asked = Answer::of(own("/login/passkey/begin").header("X-Forwarded-Host", "evil.example")).await;
        assert_eq!(field(&asked.json(), "site"), "support.example");
        assert_eq!(Answer::of(own("/login").form(&form)).await.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_page_asked_for_is_refused() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let (_, refused) = added(&alice, "http://evil.example").await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("We don’t recognise this passkey"));
        let (mut device, _) = added(&alice, &site.base).await;
        let visitor = site.visitor();
        let fields = signed(&visitor, &mut device, "http://evil.example").await;
        assert_eq!(enter(&visitor, &fields, &[]).await.status, 422);
        for odd in [vec![], vec![("credential".to_owned(), "%%%".to_owned())], vec![("client".into(), "e30".into())]] {
            assert_eq!(enter(&visitor, &odd, &[]).await.status, 422);
        }
        let bruno = site.sign_in("bruno").await;
        let id = site.one("SELECT public_id FROM passkeys").await;
        for verb in ["rename", "remove", "nonsense"] {
            let path = format!("/account/passkeys/{id}/{verb}");
            assert_eq!(bruno.post_form(&path, &[("name", "Mine")]).await.status, 404, "{verb}");
        }
        assert_eq!(alice.post_form(&format!("/account/passkeys/{id}/remove"), &[]).await.status, 303);
        let fields = signed(&visitor, &mut device, &site.base).await;
        assert_eq!(enter(&visitor, &fields, &[]).await.status, 422, "removed");
    }
}

/// A picture of one dot.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

#[tokio::test(flavor = "multi_thread")]
async fn e09_a_picture_is_a_picture_whatever_was_sent() {
    for site in sites().await {
        let (alice, bruno) = (site.sign_in("alice").await, site.sign_in("bruno").await);
        let svg = Parts::new().file("me.png", "image/png", "<svg onload=alert(1)>");
        let refused = alice.post_parts("/account/picture", svg).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("We can’t read this picture"));
        assert_eq!(alice.post_form("/account/picture", &[]).await.status, 422, "none at all");
        let sent = alice.post_parts("/account/picture", Parts::new().file("me.html", "text/html", GIF)).await;
        assert_eq!((sent.status, sent.location()), (303, "/account?done=picture"));
        let page = alice.get("/account").await.text();
        let path = format!("/pictures/{}", page.split("/pictures/").nth(1).unwrap().split('"').next().unwrap());
        let shown = bruno.get(&path).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
        assert!(shown.header("content-security-policy").contains("sandbox"));
        assert!(shown.header("cache-control").starts_with("private"));
        assert_eq!(site.visitor().get(&path).await.status, 401);
        assert_eq!(alice.post_form("/account/picture/remove", &[]).await.status, 303);
        assert_eq!(bruno.get(&path).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_somebody_without_mail_is_shown_once() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let form = [("first_name", "Wiktor"), ("username", "wiktor"), ("company", "quayside"), ("role", "employee")];
        let shown = grace.post_form("/admin/people", &form).await;
        assert_eq!(shown.status, 200);
        let link = shown.text().split("/reset/").nth(1).unwrap()[..64].to_owned();
        assert!(!grace.get("/admin/people/wiktor").await.text().contains(&link), "once");
        let entered =
            site.visitor().post_form(&format!("/reset/{link}"), &[("password", "harbour cranes at dawn")]).await;
        assert_eq!(entered.status, 303);
        assert_eq!(site.count("mails").await, 0);
        let again = grace.post_form("/admin/people/wiktor/reset", &[]).await;
        assert!(again.status == 200 && again.text().contains(&format!("{}/reset/", site.base)));
        assert_eq!(site.count("mails").await, 0);
    }
}
