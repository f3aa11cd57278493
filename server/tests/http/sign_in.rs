//! Signing in and out.

use crate::support::{Answer, PATIENCE, Site, Visitor, sites, sites_with};
use portico_server::Settings;
use reqwest::Method;
use std::net::Ipv4Addr;
use std::time::Instant;
use url::form_urlencoded::Serializer;

/// A site behind a proxy on this machine, so that tests can come from any address.
async fn behind_proxy() -> Vec<Site> {
    sites_with(Settings { public_url: None, trusted_proxies: vec![Ipv4Addr::LOCALHOST.into()] }).await
}

async fn try_from(visitor: &Visitor, address: &str, login: &str, password: &str) -> Answer {
    let request = visitor.posting("/login").header("X-Forwarded-For", address);
    Answer::of(request.form(&[("login", login), ("password", password)])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn g01_signing_in_starts_a_new_session_and_ends_the_old_one() {
    for site in sites().await {
        let first = site.sign_in("alice").await;
        assert_eq!(first.list("").await.status, 200);
        let mut second = first.clone();
        second.sign_in("grace@portico.example").await;
        assert_ne!(first.cookie, second.cookie);
        assert_eq!(second.list("").await.status, 200);
        assert_eq!(first.list("").await.status, 401, "the old session is dead");
        assert_eq!(site.count("sessions").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g01_a_planted_session_is_not_taken_over() {
    let site = Site::start().await;
    let planted = format!("portico={}", "a".repeat(64));
    let mut victim = site.visitor().with_cookie(Some(planted.clone()));
    victim.sign_in("alice@harbourline.example").await;
    assert_ne!(victim.cookie, Some(planted.clone()));
    let attacker = site.visitor().with_cookie(Some(planted));
    assert_eq!(attacker.list("").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn g01_the_database_does_not_hold_what_the_cookie_holds() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let cookie = alice.cookie.unwrap();
        let (_, token) = cookie.split_once('=').unwrap();
        assert_eq!(token.len(), 64, "256 bits");
        assert!(!site.content().await.holds(token));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g02_a_cookie_is_worth_nothing_after_signing_out() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let file = site.one("SELECT public_id FROM attachments ORDER BY id LIMIT 1").await;
        let answer = alice.post_form("/logout", &[]).await;
        assert_eq!((answer.status, answer.location()), (303, "/login"));
        assert!(answer.header("set-cookie").contains("Max-Age=0"), "the browser forgets it too");
        let page = alice.get("/tickets").await;
        assert_eq!((page.status, page.location()), (303, "/login?next=%2Ftickets"));
        assert_eq!(alice.list("").await.status, 401);
        assert_eq!(alice.get(&format!("/files/{file}/x")).await.status, 401);
        assert_eq!(alice.answer_ticket("PT-1001", "still me").await.status, 401);
        assert_eq!(site.count("messages WHERE body = 'still me'").await, 0);
        assert_eq!(site.count("sessions").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_its_time_its_account_and_not_before() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let bruno = site.sign_in("bruno").await;
        site.advance(11 * 3_600_000);
        assert_eq!(alice.list("").await.status, 200, "a use lengthens it");
        site.advance(11 * 3_600_000);
        assert_eq!(alice.list("").await.status, 200);
        assert_eq!(bruno.list("").await.status, 401, "12 hours without a use end it");
        site.execute("UPDATE users SET active = false WHERE slug = 'alice'").await;
        assert_eq!(alice.list("").await.status, 401, "a disabled account is out at once");
        let answer = site.visitor().try_password("alice@harbourline.example", desk::demo::PASSWORD).await;
        assert_eq!(answer.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_unknown_and_disabled_get_the_same_answer() {
    for site in sites().await {
        site.execute("UPDATE users SET active = false WHERE slug = 'bruno'").await;
        let visitor = site.visitor().script();
        let wrong = visitor.try_password("alice@harbourline.example", "wrong").await;
        let unknown = visitor.try_password("nobody@harbourline.example", "wrong").await;
        let disabled = visitor.try_password("bruno@harbourline.example", desk::demo::PASSWORD).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.text(), r#"{"Err":{"Invalid":[{"field":"login","reason":"UnknownSignIn"}]}}"#);
        for other in [unknown, disabled] {
            assert_eq!((wrong.status, wrong.text()), (other.status, other.text()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_guarded() {
    let site =
        Site::with(Settings { public_url: Some("https://support.example".into()), trusted_proxies: vec![] }).await;
    let form = [("login", "alice@harbourline.example"), ("password", desk::demo::PASSWORD), ("remember", "1")];
    let from =
        |origin: &'static str| site.visitor().request(Method::POST, "/login").header("Origin", origin).form(&form);
    assert_eq!(
        Answer::of(site.visitor().posting("/login").form(&form)).await.status,
        403,
        "the Host header is not believed"
    );
    let answer = Answer::of(from("https://support.example")).await;
    assert_eq!(answer.status, 303);
    let cookie = answer.header("set-cookie");
    for part in ["__Host-portico=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=2592000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_own_paths_are_followed_after_signing_in() {
    let site = Site::start().await;
    for (next, to) in [
        ("/tickets?closed=1", "/tickets?closed=1"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let form = [("login", "alice@harbourline.example"), ("password", desk::demo::PASSWORD), ("next", next)];
        let answer = site.visitor().post_form("/login", &form).await;
        assert_eq!((answer.status, answer.location()), (303, to), "{next:?}");
    }
}

/// The value of the field `next` on a page that asks for a sign-in.
fn next_of(page: &Answer) -> String {
    let text = page.text();
    let hidden = text.split("name=\"next\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).unwrap();
    hidden.split('"').next().unwrap().replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_what_was_asked_for_comes_after_the_password() {
    let site = Site::start().await;
    for wanted in [
        "/?q=label%20printer",
        "/tickets?q=100%25&scope=all&closed=1",
        "/help?q=a%2Bb+c%26d",
        "/tickets?q=%C3%A9%2520",
        "/tickets/PT-1001?messages=200",
        "/?queue=a&queue=b&q=%22x%22%3Cb%3E",
    ] {
        let visitor = site.visitor();
        let page = visitor.get(&format!("/login?{}", next(wanted))).await;
        let form =
            [("login", "alice@harbourline.example"), ("password", desk::demo::PASSWORD), ("next", &next_of(&page))];
        let wrong = visitor.post_form("/login", &[form[0], ("password", "wrong"), form[2]]).await;
        assert_eq!((wrong.status, next_of(&wrong).as_str()), (422, wanted), "a wrong password loses nothing");
        let entered = visitor.post_form("/login", &form).await;
        assert_eq!((entered.status, entered.location()), (303, wanted));
        let known = visitor.with_cookie(entered.session()).get(&format!("/login?{}", next(wanted))).await;
        assert_eq!((known.status, known.location()), (303, wanted), "whoever has signed in elsewhere is led on");
    }
    let asked = site.visitor().get("/tickets?q=label%20printer").await;
    assert_eq!(asked.location(), format!("/login?{}", next("/tickets?q=label%20printer")));
}

fn next(wanted: &str) -> String {
    Serializer::new(String::new()).append_pair("next", wanted).finish()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_on_this_host_leaves_in_the_cookies_shuts_nobody_out() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let own = alice.cookie.clone().unwrap();
        let dead = format!("portico={}", "a".repeat(64));
        for line in [
            format!("portico=stale; {own}").into_bytes(),
            format!("{dead}; {own}; {dead}").into_bytes(),
            format!("{own}; portico=; portico").into_bytes(),
            [b"theme=\xfcber\xff; portico=\xe4; ".as_slice(), own.as_bytes()].concat(),
        ] {
            let asked = site.visitor().request(Method::GET, "/calls/tickets/list").query(&[("query", "")]);
            let cookie = reqwest::header::HeaderValue::from_bytes(&line).unwrap();
            let answer = Answer::of(asked.header("Cookie", cookie)).await;
            assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&line));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_cookie_before_the_new_one_does_not_lead_back_to_the_sign_in() {
    let site = Site::start().await;
    let stale = site.visitor().with_cookie(Some("portico=stale".into()));
    let entered = stale.try_password("alice@harbourline.example", desk::demo::PASSWORD).await;
    let both = site.visitor().with_cookie(Some(format!("portico=stale; {}", entered.session().unwrap())));
    assert_eq!(both.get("/").await.status, 200);
    assert_eq!(both.post_form("/logout", &[]).await.location(), "/login");
    assert_eq!(site.count("sessions").await, 0, "signing out ends the session behind the second cookie");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_every_session_that_the_browser_holds() {
    let site = Site::start().await;
    let (alice, again) = (site.sign_in("alice").await, site.sign_in("alice").await);
    let both = format!("{}; {}", alice.cookie.unwrap(), again.cookie.unwrap());
    site.visitor().with_cookie(Some(both)).post_form("/logout", &[]).await;
    assert_eq!(site.count("sessions").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn g08_twenty_tries_are_slowed_and_the_victim_gets_in_from_elsewhere() {
    for site in behind_proxy().await {
        let victim = "alice@harbourline.example";
        let visitor = site.visitor().script();
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(try_from(&visitor, "203.0.113.9", victim, "guess").await.status);
        }
        assert_eq!(statuses[..8], [422; 8]);
        assert_eq!(statuses[8..], [429; 12]);
        let right = try_from(&visitor, "203.0.113.9", victim, desk::demo::PASSWORD).await;
        assert_eq!(right.status, 429, "even the right password waits there");
        assert!(
            right.json()["Err"]["TooMany"]["seconds"].as_u64().is_some_and(|seconds| (1..=601).contains(&seconds)),
            "{}",
            right.text()
        );
        let elsewhere = try_from(&visitor, "198.51.100.7", victim, desk::demo::PASSWORD).await;
        assert_eq!(elsewhere.status, 200, "the victim is not locked out");
        site.advance(10 * 60_000 + 1);
        assert_eq!(try_from(&visitor, "203.0.113.9", victim, desk::demo::PASSWORD).await.status, 200, "nor for ever");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g08_guessing_from_a_hundred_places_is_slowed_and_the_owner_is_not_locked_out() {
    for site in behind_proxy().await {
        let victim = "alice@harbourline.example";
        let visitor = site.visitor().script();
        let home = "198.51.100.7";
        assert_eq!(try_from(&visitor, home, victim, desk::demo::PASSWORD).await.status, 200);
        let mut tried = 0;
        for n in 0..100 {
            let answer = try_from(&visitor, &format!("203.0.113.{n}"), victim, "guess").await;
            assert!(matches!(answer.status, 422 | 429), "{}", answer.status);
            tried += usize::from(answer.status == 422);
        }
        assert_eq!(tried, 30, "however many places they come from");
        assert_eq!(
            try_from(&visitor, home, victim, "mistyped").await.status,
            422,
            "the owner's own place is not slowed"
        );
        assert_eq!(try_from(&visitor, home, victim, desk::demo::PASSWORD).await.status, 200);
        let neighbour = try_from(&visitor, "203.0.113.5", "bruno@harbourline.example", desk::demo::PASSWORD).await;
        assert_eq!(neighbour.status, 200, "nor is another account");
        let travelling = "192.0.2.44";
        assert_eq!(try_from(&visitor, travelling, victim, desk::demo::PASSWORD).await.status, 429);
        site.advance(10 * 60_000 + 1);
        assert_eq!(try_from(&visitor, travelling, victim, desk::demo::PASSWORD).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g08_spray_over_1000_logins_from_one_address_is_slowed() {
    let site = behind_proxy().await.remove(0);
    let visitor = site.visitor().script();
    let mut tried = 0;
    for n in 0..1000 {
        let answer = try_from(&visitor, "203.0.113.9", &format!("person{n}@harbourline.example"), "Summer2026!").await;
        assert!(matches!(answer.status, 422 | 429), "{}", answer.status);
        tried += usize::from(answer.status == 422);
    }
    assert_eq!(tried, 60);
    let victim = try_from(&visitor, "198.51.100.7", "alice@harbourline.example", desk::demo::PASSWORD).await;
    assert_eq!(victim.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn g08_one_network_is_one_address() {
    let site = behind_proxy().await.remove(0);
    let visitor = site.visitor().script();
    let mut tried = 0;
    for n in 0..100 {
        // One customer of a provider has 2^64 of these.
        let answer = try_from(&visitor, &format!("2001:db8:1:2::{n:x}"), "alice@harbourline.example", "guess").await;
        tried += usize::from(answer.status == 422);
    }
    assert_eq!(tried, 8);
    let neighbour = try_from(&visitor, "2001:db8:1:3::1", "alice@harbourline.example", desk::demo::PASSWORD).await;
    assert_eq!(neighbour.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn g08_forwarded_addresses_are_believed_from_trusted_proxies_only() {
    let site = Site::start().await;
    let visitor = site.visitor().script();
    let mut tried = 0;
    for n in 0..20 {
        let answer = try_from(&visitor, &format!("203.0.113.{n}"), "alice@harbourline.example", "guess").await;
        tried += usize::from(answer.status == 422);
    }
    assert_eq!(tried, 8, "lies open no new account of tries");

    let site = behind_proxy().await.remove(0);
    let visitor = site.visitor().script();
    let mut tried = 0;
    for n in 0..20 {
        // What stands left of the proxy's own entry is what the visitor claimed.
        let answer = try_from(
            &visitor,
            &format!("203.0.113.{n}, 198.51.100.7, 127.0.0.1"),
            "alice@harbourline.example",
            "guess",
        )
        .await;
        tried += usize::from(answer.status == 422);
    }
    assert_eq!(tried, 8, "only the nearest untrusted address counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_long_and_unicode_passwords_work_and_one_megabyte_is_refused_fast() {
    for site in sites().await {
        let long = "correct horse battery staple ".repeat(6);
        for password in [&long[..64], &long, "Größe 漢字 🔋 e\u{301}", " spaces around "] {
            let hash = desk::people::password::hash(&tokio::sync::Semaphore::new(1), password).await.unwrap();
            site.execute(&format!("UPDATE users SET password_hash = '{hash}' WHERE slug = 'alice'")).await;
            assert_eq!(
                site.visitor().try_password("Alice@Harbourline.example ", password).await.status,
                303,
                "{password:?}"
            );
            let cut: String = password.chars().take(password.chars().count() - 1).collect();
            assert_eq!(
                site.visitor().try_password("alice@harbourline.example", &cut).await.status,
                422,
                "{password:?} is used whole"
            );
        }
        let begun = Instant::now();
        let answer = site.visitor().try_password("bruno@harbourline.example", &"x".repeat(1_000_000)).await;
        assert_eq!(answer.status, 422);
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remembered_session_that_is_used_goes_on_and_on() {
    let site = Site::start().await;
    let form = [("login", "alice@harbourline.example"), ("password", desk::demo::PASSWORD), ("remember", "1")];
    let entered = site.visitor().post_form("/login", &form).await;
    let alice = site.visitor().with_cookie(entered.session());
    let other = site.sign_in("bruno").await;
    assert_eq!(alice.get("/account").await.header("set-cookie"), "", "not at every step");
    for _ in 0..3 {
        site.advance(20 * 24 * 3_600_000);
        let page = alice.get("/account").await;
        assert_eq!(page.status, 200);
        let cookie = page.header("set-cookie");
        assert!(cookie.contains("Max-Age=2592000") && cookie.contains("HttpOnly"), "{cookie}");
        assert_eq!(page.session(), alice.cookie, "the same session");
    }
    assert_eq!(other.list("").await.status, 401);
    let bruno = site.sign_in("bruno").await;
    site.advance(2 * 3_600_000);
    assert_eq!(bruno.get("/account").await.header("set-cookie"), "", "unless it ends with the browser");
}
