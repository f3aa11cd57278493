//! Password reset, over HTTP.

use crate::support::{Answer, MailServer, PATIENCE, Site, Visitor, eventually, raw, sites, sites_with};
use portico_server::Settings;
use portico_server::mail::{Options, Worker};
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

const ALICE: &str = "alice@harbourline.example";
const NEW: &str = "harbour cranes at dawn";

/// The link of the only mail of this kind that waits.
async fn link(site: &Site) -> String {
    eventually("the mail", || async { site.count("mails WHERE kind = 'reset'").await > 0 }).await;
    let data = site.one("SELECT data FROM mails WHERE kind = 'reset'").await;
    let begin = data.find("/reset/").unwrap();
    data[begin..begin + 7 + 64].to_owned()
}

async fn forgot(visitor: &Visitor, email: &str) -> Answer {
    visitor.post_form("/forgot", &[("email", email)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn g05_known_unknown_and_disabled_addresses_get_the_same_answer() {
    for site in sites().await {
        site.execute("UPDATE users SET active = false WHERE slug = 'bruno'").await;
        let mut answers = Vec::new();
        let synthetic = "dmitri@quayside.portico.example";
        let nobody = "nobody@harbourline.example";
        for email in [ALICE, nobody, "bruno@harbourline.example", "dmitri", synthetic, "hr\0@x", "' OR 1=1 --"] {
            let answer = forgot(&site.visitor(), email).await;
            assert_eq!((answer.status, answer.location()), (303, "/forgot?sent=1"), "{email}");
            let mut headers: Vec<String> = answer.headers.keys().map(|name| name.to_string()).collect();
            headers.sort();
            answers.push((headers, answer.text()));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        let page = site.visitor().get("/forgot?sent=1").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Check your inbox"));
        for page in [page, site.visitor().get("/forgot").await] {
            let text = page.text();
            assert!(
                text.contains("If you sign in with a username, ask your account manager or the support team"),
                "{text}"
            );
        }
        link(&site).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g05_the_answer_waits_for_nothing() {
    let site = behind_proxy().await.remove(0);
    let mut times = [Vec::new(), Vec::new()];
    for n in 0..100_u32 {
        for (place, email) in [ALICE, "nobody@harbourline.example"].into_iter().enumerate() {
            let request = site.visitor().posting("/forgot").header("X-Forwarded-For", format!("203.0.{n}.{place}"));
            let begun = Instant::now();
            assert_eq!(Answer::of(request.form(&[("email", email)])).await.status, 303);
            times[place].push(begun.elapsed());
        }
    }
    let [known, unknown] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    let apart = known.abs_diff(unknown);
    assert!(apart < Duration::from_millis(5) || apart * 2 < known, "{known:?} {unknown:?}");
}

async fn behind_proxy() -> Vec<Site> {
    sites_with(Settings { trusted_proxies: vec![Ipv4Addr::LOCALHOST.into()], ..Settings::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn g05_one_address_cannot_have_the_desk_write_mails_without_end() {
    let site = Site::start().await;
    let visitor = site.visitor();
    let mut statuses = Vec::new();
    for n in 0..40 {
        statuses.push(forgot(&visitor, &format!("person{n}@harbourline.example")).await.status);
    }
    assert_eq!(statuses[..30], [303; 30]);
    assert_eq!(statuses[30..], [429; 10]);
    let page = forgot(&visitor, ALICE).await;
    assert!(page.text().contains(&format!("value=\"{ALICE}\"")), "what was typed stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn g06_looking_at_a_link_uses_nothing_up_and_setting_a_password_does() {
    for site in sites().await {
        let old = site.sign_in("alice").await;
        forgot(&site.visitor(), ALICE).await;
        let link = link(&site).await;
        // A mail scanner, twice, then the person in a browser that has never been here.
        for _ in 0..2 {
            let page = site.visitor().get(&link).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.header("referrer-policy"), "same-origin");
            assert!(page.header("content-security-policy").contains("default-src 'none'"), "nothing from elsewhere");
            assert!(page.text().contains(&format!("action=\"{link}\"")));
        }
        let weak = site.visitor().post_form(&link, &[("password", "password123")]).await;
        assert_eq!(weak.status, 422);
        assert!(weak.text().contains("Too easy to guess") && !weak.text().contains("password123"));
        let answer = site.visitor().post_form(&link, &[("password", NEW)]).await;
        assert_eq!((answer.status, answer.location()), (303, "/"));
        let fresh = site.visitor().with_cookie(answer.session());
        assert_eq!(fresh.list("").await.status, 200, "signed in");
        assert_eq!(old.list("").await.status, 401, "and out everywhere else");
        let again = site.visitor().post_form(&link, &[("password", NEW)]).await;
        assert_eq!(again.status, 404);
        assert!(again.text().contains("Get a new link") && again.session().is_none());
        assert_eq!(site.visitor().get(&link).await.status, 404);
        assert_eq!(site.visitor().try_password(ALICE, NEW).await.status, 303);
        assert!(!site.content().await.holds(&link[7..]) || site.count("mails WHERE data <> ''").await > 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g06_what_is_no_link_leads_to_a_new_one() {
    let site = Site::start().await;
    let long = format!("/reset/{}", "a".repeat(10_000));
    for path in ["/reset", "/reset/", "/reset/0", "/reset/%00", "/reset/%25", "/reset/*", "/reset/%FF", &long] {
        let page = site.visitor().get(path).await;
        assert_eq!(page.status, 404, "{path:.40}");
        assert!(page.text().contains("action=\"/forgot\""), "{path:.40}");
    }
    for path in ["/reset/0", "/reset/%00", "/reset/*"] {
        assert_eq!(site.visitor().post_form(path, &[("password", NEW)]).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g04_no_header_gets_into_a_link() {
    let site = Site::start().await;
    let request = site
        .visitor()
        .posting("/forgot")
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example");
    assert_eq!(Answer::of(request.form(&[("email", ALICE)])).await.status, 303);
    link(&site).await;
    assert!(!site.one("SELECT data FROM mails").await.contains("evil"), "a link is a path until it is sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn g11_one_megabyte_is_refused_fast() {
    let site = Site::start().await;
    forgot(&site.visitor(), ALICE).await;
    let link = link(&site).await;
    let begun = Instant::now();
    let answer = site.visitor().post_form(&link, &[("password", &"x".repeat(1_000_000))]).await;
    assert_eq!(answer.status, 422);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn g04_the_mailed_link_begins_with_the_public_address_whatever_host_was_asked() {
    const BASE: &str = "https://support.example";
    let settings = Settings { public_url: Some(BASE.into()), ..Settings::default() };
    for site in sites_with(settings).await {
        let heads = [
            "POST /forgot HTTP/1.1\r\nHost: evil.example",
            "POST http://evil.example/forgot HTTP/1.1\r\nHost: evil.example",
            "POST /forgot HTTP/1.1\r\nHost: support.example\r\nHost: evil.example",
            "POST /forgot HTTP/1.1\r\nHost: support.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher",
        ];
        for (head, who) in heads.into_iter().zip(["alice", "bruno", "chloe", "olga"]) {
            let body = format!("email={who}%40harbourline.example");
            let rest = format!(
                "Origin: {BASE}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let answer = raw(site.address, format!("{head}\r\n{rest}").as_bytes()).await;
            assert!(!answer.contains("evil.example"), "{answer}");
        }
        eventually("the mails", || async { site.count("mails WHERE kind = 'reset'").await >= 3 }).await;
        let server = MailServer::start(&[]).await;
        let options = Options {
            smtp_url: Some(server.url.clone()),
            smtp_ca: None,
            smtp_name: None,
            from: Some("Support <support@support.example>".into()),
            outbox: site.folder.path().join("outbox"),
            base: BASE.into(),
            patience: Duration::from_millis(500),
        };
        let worker = Worker::start(site.desk.clone(), &options).unwrap();
        let asked = site.count("mails WHERE kind = 'reset'").await;
        eventually("they arrive", || async { server.received().len() >= asked }).await;
        for mail in server.received() {
            assert!(mail.text().contains(&format!("{BASE}/reset/")), "{}", mail.text());
            assert!(!mail.message.contains("evil.example") && !mail.message.contains("gopher"));
        }
        worker.stop().await;
    }
}
