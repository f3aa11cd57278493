//! Mail out, over real SMTP.

use crate::support::{Answer, Authority, MailServer, Received, Site, Turn, eventually, sites};
use desk::mail::{OutboxMail, claim, enqueue};
use desk::write::Actor;
use desk::{Clock, Desk};
use domain::mail::MailKind;
use domain::time::{HOUR, MINUTE};
use portico_server::mail::{Options, Worker};
use reqwest::Method;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const BASE: &str = "https://desk.example";

fn options(site: &Site, smtp_url: Option<&str>) -> Options {
    Options {
        smtp_url: smtp_url.map(str::to_owned),
        smtp_ca: None,
        smtp_name: None,
        from: Some("Support <support@desk.example>".into()),
        outbox: site.folder.path().join("outbox"),
        base: BASE.into(),
        patience: Duration::from_millis(500),
    }
}

fn worker(site: &Site, server: &MailServer) -> Worker {
    Worker::start(site.desk.clone(), &options(site, Some(&server.url))).unwrap()
}

async fn posted(site: &Site, address: &str, kind: MailKind) {
    let letter = &OutboxMail {
        at: site.desk.now(),
        user_id: None,
        address: address.into(),
        name: "Ada Lovelace".into(),
        ticket_id: None,
        kind,
    };
    site.desk.write(Actor::Portico, |w| async move { enqueue(&w, letter.clone()).await }).await.unwrap();
}

async fn some_letter(site: &Site) {
    posted(site, "ada@example.com", MailKind::PasswordChanged).await;
}

async fn state(site: &Site) -> String {
    site.one("SELECT state FROM mails").await
}

/// Until no mail is due or under way any more.
async fn settled(site: &Site) {
    let now = site.desk.now();
    let pending = format!("mails WHERE state = 'waiting' AND (due_at <= {now} OR claim <> '')");
    eventually("every mail is tried", || async { site.count(&pending).await == 0 }).await;
}

fn ids(received: &[Received]) -> Vec<String> {
    received.iter().map(|mail| mail.header("Message-ID")).collect()
}

#[tokio::test]
async fn m09_what_a_server_refuses_for_now_is_sent_later() {
    for site in sites().await {
        let turns = [
            Turn::Greet("421 too busy"),
            Turn::Recipient("451 try again"),
            Turn::Hang,
            Turn::DropContent,
            Turn::Content("452 no room"),
        ];
        let server = MailServer::start(&turns).await;
        some_letter(&site).await;
        let worker = worker(&site, &server);
        for tries in 1..=turns.len() {
            eventually("a try", || async { server.connections() == tries }).await;
            settled(&site).await;
            assert_eq!((state(&site).await.as_str(), server.received().len()), ("waiting", 0));
            assert_ne!(site.one("SELECT answer FROM mails").await, "", "the last answer is known");
            assert_eq!(site.count(&format!("mails WHERE due_at <= {}", site.desk.now())).await, 0, "its time is later");
            if tries == 1 {
                // The worker has looked once more by then.
                tokio::time::sleep(Duration::from_millis(1_200)).await;
                assert_eq!(server.connections(), tries, "it is not tried again before its time");
            }
            site.advance(24 * HOUR);
        }
        eventually("it is sent", || async { server.received().len() == 1 }).await;
        settled(&site).await;
        assert_eq!(state(&site).await, "sent");
        assert_eq!(site.one("SELECT data FROM mails").await, "", "no link outlives its mail");
        worker.stop().await;
    }
}

#[tokio::test]
async fn m09_what_is_refused_for_good_or_too_often_is_kept_and_can_be_sent_again() {
    for site in sites().await {
        let refused = MailServer::start(&[Turn::Recipient("550 no such user here")]).await;
        some_letter(&site).await;
        let worker = worker(&site, &refused);
        settled(&site).await;
        assert_eq!(state(&site).await, "dead");
        assert!(site.one("SELECT answer FROM mails").await.contains("no such user here"));
        let admin = site.sign_in("admin").await;
        let id = site.one("SELECT public_id FROM mails").await;
        assert_eq!(admin.post_form(&format!("/admin/mails/{id}/again"), &[]).await.status, 303);
        eventually("it is sent", || async { refused.received().len() == 1 }).await;
        settled(&site).await;
        assert_eq!(state(&site).await, "sent");
        worker.stop().await;
        // Nobody is there at all.
        site.execute("DELETE FROM mails").await;
        some_letter(&site).await;
        let worker = Worker::start(site.desk.clone(), &options(&site, Some("smtp://127.0.0.1:1"))).unwrap();
        for _ in 0..20 {
            settled(&site).await;
            if state(&site).await == "dead" {
                break;
            }
            site.advance(24 * HOUR);
        }
        let tries = site.one("SELECT CAST(tries AS TEXT) FROM mails").await;
        assert_eq!((state(&site).await.as_str(), tries.as_str()), ("dead", "10"));
        worker.stop().await;
    }
}

#[tokio::test]
async fn m09_a_wrong_password_costs_no_mail() {
    let site = Site::start().await;
    let server = MailServer::start(&[Turn::Recipient("530 sign in first")]).await;
    some_letter(&site).await;
    let worker = worker(&site, &server);
    settled(&site).await;
    assert_eq!(state(&site).await, "waiting");
    worker.stop().await;
}

#[tokio::test]
async fn what_is_said_of_us_costs_no_mail_and_what_is_said_of_the_reader_does() {
    let of_us = [
        Turn::Greet("554 no service for you"),
        Turn::Hello("550 who are you?"),
        Turn::Hello("502 unknown"),
        Turn::Sender("553 sender not allowed"),
        Turn::Sender("550 5.7.1 not authorised"),
        Turn::Recipient("554 5.7.1 <ada@example.com>: Relay access denied"),
        Turn::Recipient("550 relaying is not permitted"),
    ];
    for site in sites().await {
        let turns: Vec<Turn> = of_us.into_iter().chain([Turn::Recipient("550 5.1.1 unknown")]).collect();
        let server = MailServer::start(&turns).await;
        some_letter(&site).await;
        let worker = worker(&site, &server);
        for tries in 1..=of_us.len() {
            eventually("a try", || async { server.connections() == tries }).await;
            settled(&site).await;
            assert_eq!(state(&site).await, "waiting", "{:?}", of_us[tries - 1]);
            let answer = site.one("SELECT answer FROM mails").await;
            assert!(answer.starts_with("\u{1}refused "), "{answer}");
            // A session ends sooner than the next try comes.
            let admin = site.sign_in("admin").await;
            let page = admin.get("/admin/mails").await.text();
            assert!(page.contains("The mail server won’t accept email from Portico"), "an admin is told: {page}");
            site.advance(24 * HOUR);
        }
        eventually("the last", || async { server.connections() == turns.len() }).await;
        settled(&site).await;
        assert_eq!(state(&site).await, "dead", "of the reader it is for good");
        worker.stop().await;
    }
}

#[tokio::test]
async fn nobody_has_a_text_of_their_own_mailed_to_an_address_that_is_not_confirmed() {
    let site = Site::start().await;
    let form = [
        ("first_name", "You have won"),
        ("last_name", "Open prize.example"),
        ("email", "victim@elsewhere.example"),
        ("company", "Prizes"),
        ("password", "harbour cranes at dawn"),
    ];
    let registered = site.visitor().post_form("/register", &form).await;
    assert_eq!((registered.status, registered.location()), (303, "/register?sent=1"), "{}", registered.text());
    let change = MailKind::EmailChange { to: "victim@elsewhere.example".into(), link: "/account/email/x".into() };
    posted(&site, "victim@elsewhere.example", change).await;
    let server = MailServer::start(&[]).await;
    let worker = worker(&site, &server);
    eventually("both are sent", || async { server.received().len() == 2 }).await;
    for mail in server.received() {
        assert_eq!(mail.header("To"), "victim@elsewhere.example");
        for text in [&mail.message, &mail.text(), &mail.html()] {
            assert!(["won", "prize", "Prizes", "Ada"].iter().all(|word| !text.contains(word)), "{text}");
        }
        assert!(mail.text().starts_with("Hello,\n"), "{}", mail.text());
    }
    worker.stop().await;
    for name in ["first_name", "last_name", "position", "company"] {
        let linked: Vec<_> = form.into_iter().filter(|(known, _)| *known != name).collect();
        let linked = [linked.as_slice(), &[(name, "open HTTP://prize.example")]].concat();
        let refused = site.visitor().script().post_form("/register", &linked).await;
        assert_eq!(refused.status, 422, "{name}: {}", refused.text());
        assert!(refused.text().contains("HoldsALink"), "{name}: {}", refused.text());
    }
}

#[tokio::test]
async fn the_server_is_greeted_by_the_public_host() {
    let site = Site::start().await;
    let server = MailServer::start(&[]).await;
    for (set, said) in [(None, "EHLO desk.example"), (Some("mx.desk.example"), "EHLO mx.desk.example")] {
        let before = server.received().len();
        some_letter(&site).await;
        let options = Options { smtp_name: set.map(str::to_owned), ..options(&site, Some(&server.url)) };
        let worker = Worker::start(site.desk.clone(), &options).unwrap();
        eventually("it is sent", || async { server.received().len() > before }).await;
        assert_eq!(server.received()[before].commands[0], said);
        settled(&site).await;
        worker.stop().await;
    }
}

#[tokio::test]
async fn m09_a_crash_loses_nothing_and_repeats_at_most_the_same_mail() {
    for site in sites().await {
        // A process that ends before it sends anything.
        some_letter(&site).await;
        let lost = claim(&site.desk, 5).await.unwrap();
        assert_eq!(lost.len(), 1);
        let server = MailServer::start(&[Turn::DropAnswer]).await;
        let worker = worker(&site, &server);
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        assert_eq!(server.connections(), 0, "somebody else may be sending it");
        site.advance(6 * MINUTE);
        // Then one that never hears the server's 250.
        eventually("it is sent", || async { server.received().len() == 1 }).await;
        settled(&site).await;
        assert_eq!(state(&site).await, "waiting");
        site.advance(HOUR);
        eventually("it is sent again", || async { server.received().len() == 2 }).await;
        settled(&site).await;
        assert_eq!(state(&site).await, "sent");
        let ids: BTreeSet<_> = ids(&server.received()).into_iter().collect();
        assert_eq!(ids.len(), 1, "the same mail: {ids:?}");
        worker.stop().await;
    }
}

#[tokio::test]
async fn m09_two_workers_send_each_mail_once() {
    for site in sites().await {
        for number in 0..60 {
            posted(&site, &format!("reader{number}@example.com"), MailKind::PasswordChanged).await;
        }
        let server = MailServer::start(&[]).await;
        let other = Desk::open(site.desk.db().clone(), site.desk.files().clone(), Clock::fixed(site.desk.now()));
        let other = Worker::start(other.await.unwrap(), &options(&site, Some(&server.url))).unwrap();
        let own = worker(&site, &server);
        eventually("all are sent", || async { server.received().len() >= 60 }).await;
        settled(&site).await;
        let received = server.received();
        let unique: BTreeSet<_> = ids(&received).into_iter().collect();
        assert_eq!((received.len(), unique.len(), site.count("mails WHERE state = 'sent'").await), (60, 60, 60));
        own.stop().await;
        other.stop().await;
    }
}

#[tokio::test]
async fn m09_what_is_wrong_with_one_mail_touches_no_other() {
    for site in sites().await {
        for _ in 0..3 {
            some_letter(&site).await;
        }
        site.execute("UPDATE mails SET data = '{\"Nonsense\":1}' WHERE id = (SELECT MIN(id) FROM mails)").await;
        posted(&site, "not an address", MailKind::PasswordChanged).await;
        posted(&site, "ada@example.com\r\nRCPT TO:<eve@example.com>", MailKind::PasswordChanged).await;
        let server = MailServer::start(&[]).await;
        let worker = worker(&site, &server);
        settled(&site).await;
        assert_eq!(server.received().len(), 2);
        assert_eq!(site.count("mails WHERE state = 'dead'").await, 3);
        // One that ends every process that touches it is given up in the end.
        some_letter(&site).await;
        site.execute("UPDATE mails SET tries = 10 WHERE state = 'waiting'").await;
        settled(&site).await;
        assert_eq!(site.count("mails WHERE state = 'dead'").await, 4);
        worker.stop().await;
    }
}

#[tokio::test]
async fn c14_c15_texts_arrive_as_they_were_written_and_no_mail_names_another_reader() {
    for site in sites().await {
        let server = MailServer::start(&[]).await;
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Bcc: all@example.com\u{2028}and <b>more</b>", "Please look.").await;
        let body = ".\n..\n.hidden\n\n.\nMAIL FROM:<eve@example.com>\nRCPT TO:<bruno@harbourline.example>\nDATA\n\n.\nÜnïcödé <script>alert(1)</script>\n.";
        assert_eq!(grace.answer_ticket(&number, body).await.status, 303);
        site.advance(MINUTE);
        let worker = worker(&site, &server);
        let to_alice = |mail: &Received| mail.header("To").contains("alice@") && mail.text().contains("hidden");
        eventually("she gets it", || async { server.received().iter().any(to_alice) }).await;
        settled(&site).await;
        let received = server.received();
        let mail = received.iter().find(|mail| to_alice(mail)).unwrap();
        assert!(mail.text().contains(&format!("\n\n{body}\n\n")), "{}", mail.text());
        assert!(!mail.html().contains("<script") && mail.html().contains("&lt;script&gt;"));
        for mail in &received {
            let named: Vec<_> = mail.commands.iter().filter(|command| command.starts_with("RCPT")).collect();
            assert_eq!(named.len(), 1, "one mail, one reader: {named:?}");
            assert!(!named[0].contains("eve") && mail.header("Bcc").is_empty() && mail.header("Cc").is_empty());
            assert_eq!(mail.header("To").matches('@').count(), 1, "{}", mail.header("To"));
            let head = mail.message.split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
            let others = ["alice@", "bruno@", "olga@"].into_iter().filter(|other| !mail.header("To").contains(other));
            for other in others {
                assert!(!head.contains(other), "{other} stands in the head of another's mail:\n{head}");
            }
        }
        worker.stop().await;
    }
}

#[tokio::test]
async fn l07_links_lead_to_the_public_address_whatever_a_request_says() {
    for site in sites().await {
        let server = MailServer::start(&[]).await;
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Where do links lead?", "Please look.").await;
        let hostile = grace.posting(&format!("/tickets/{number}/messages")).header("X-Forwarded-Host", "evil.example");
        let answer = hostile.header("X-Forwarded-Proto", "gopher").form(&[("body", "Here")]).send().await.unwrap();
        assert_eq!(answer.status(), 303);
        site.advance(MINUTE);
        let worker = worker(&site, &server);
        eventually("she gets it", || async { !server.received().is_empty() }).await;
        settled(&site).await;
        for mail in server.received() {
            assert!(mail.text().contains(&format!("{BASE}/tickets/{number}\n")), "{}", mail.text());
            assert!(!mail.message.contains("evil") && !mail.message.contains("gopher"));
            assert_eq!(mail.header("References"), mail.header("In-Reply-To"), "one thread");
            assert_eq!(mail.header("References"), format!("<ticket.{number}@desk.example>"));
            assert_eq!(mail.header("Subject"), format!("[{number}] Where do links lead?"));
            assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
            let stop = mail.header("List-Unsubscribe");
            assert!(stop.starts_with(&format!("<{BASE}/unsubscribe/")) && stop.ends_with("/news>"), "{stop}");
            assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        }
        worker.stop().await;
    }
}

/// The path that stops mails like this one.
fn stop_of(mail: &Received) -> String {
    mail.header("List-Unsubscribe").trim_start_matches(&format!("<{BASE}")).trim_end_matches('>').to_owned()
}

/// As a mail program sends it: from anywhere, without a cookie.
async fn one_click(site: &Site, path: &str) -> Answer {
    let request = site.visitor().request(Method::POST, path).header("Origin", "https://mail.elsewhere.example");
    let request = request.header("Sec-Fetch-Site", "cross-site");
    Answer::of(request.form(&[("List-Unsubscribe", "One-Click")])).await
}

#[tokio::test]
async fn one_click_in_a_mail_program_stops_such_mails_and_nothing_else() {
    for site in sites().await {
        let server = MailServer::start(&[]).await;
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Too many mails", "Please look.").await;
        assert_eq!(grace.answer_ticket(&number, "First").await.status, 303);
        site.advance(MINUTE);
        let worker = worker(&site, &server);
        let to_alice = || server.received().into_iter().filter(|mail| mail.header("To").contains("alice@"));
        eventually("she gets it", || async { to_alice().count() == 1 }).await;
        let path = stop_of(&to_alice().next().unwrap());
        let chosen =
            "SELECT COALESCE(notify_messages, '') || COALESCE(notify_changes, '') FROM users WHERE slug = 'alice'";
        let choices = async || site.one(chosen).await;
        let before = choices().await;
        let looked = site.visitor().get(&path).await;
        assert_eq!((looked.status, choices().await), (200, before), "looking stops nothing");
        assert!(looked.text().contains(&format!("action=\"{path}\"")), "{}", looked.text());
        let wrong = path.replace("/news", "/all");
        for nonsense in ["/unsubscribe/nonsense/news", "/unsubscribe/%00/daily", "/unsubscribe/%27/news", &wrong] {
            assert_eq!(one_click(&site, nonsense).await.status, 404, "{nonsense}");
            assert_eq!(site.visitor().get(nonsense).await.status, 404, "{nonsense}");
        }
        for _ in 0..2 {
            let answer = one_click(&site, &path).await;
            assert_eq!((answer.status, answer.location(), answer.session()), (200, "", None), "{}", answer.text());
        }
        assert_eq!(alice.list("").await.status, 200, "her session is as it was");
        assert_eq!(grace.answer_ticket(&number, "Second").await.status, 303);
        assert_eq!(alice.answer_ticket(&number, "Third").await.status, 303);
        site.advance(MINUTE);
        let to_grace = || server.received().into_iter().filter(|mail| mail.header("To").contains("grace@"));
        eventually("others get theirs", || async { to_grace().any(|mail| mail.text().contains("Third")) }).await;
        settled(&site).await;
        assert_eq!(to_alice().count(), 1);
        assert_ne!(to_grace().next().map(|mail| stop_of(&mail)), Some(path), "a token of one's own");
        let foreign = alice.request(Method::POST, "/account/notifications").header("Origin", "https://evil.example");
        assert_eq!(
            Answer::of(foreign.form(&[("daily", "on")])).await.status,
            403,
            "nothing else may come from elsewhere"
        );
        worker.stop().await;
    }
}

#[tokio::test]
async fn a_token_that_came_with_a_session_reads_none() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let answer = alice.get("/unsubscribe/nonsense/news").await;
    assert_eq!(answer.status, 404);
    assert!(!answer.text().contains("alice"), "the page is nobody's");
}

#[tokio::test]
async fn without_a_mail_server_mails_are_files_for_the_owner_alone() {
    let site = Site::start().await;
    some_letter(&site).await;
    let worker = Worker::start(site.desk.clone(), &options(&site, None)).unwrap();
    settled(&site).await;
    worker.stop().await;
    let files: Vec<_> = std::fs::read_dir(site.folder.path().join("outbox")).unwrap().map(Result::unwrap).collect();
    let [file] = &files[..] else { panic!("one file: {files:?}") };
    assert!(file.file_name().to_str().unwrap().ends_with(".eml"));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(
        text.contains("To: \"Ada Lovelace\" <ada@example.com>") && text.contains("Your password was changed"),
        "{text}"
    );
}

#[tokio::test]
async fn the_demo_has_nothing_to_send() {
    for site in sites().await {
        assert_eq!((site.count("mails").await, site.count("notices").await), (0, 0));
    }
}

#[tokio::test]
async fn a_link_that_has_ended_is_not_sent_any_more() {
    let site = Site::start().await;
    posted(&site, "ada@example.com", MailKind::Reset { link: "/reset/abc".into(), minutes: 60 }).await;
    site.advance(HOUR + 1);
    let server = MailServer::start(&[]).await;
    let worker = worker(&site, &server);
    settled(&site).await;
    assert_eq!((state(&site).await.as_str(), server.connections()), ("dead", 0));
    worker.stop().await;
}

#[tokio::test]
async fn mails_leave_encrypted_by_either_way() {
    let authority = Authority::vouching_for("127.0.0.1");
    let (wrapped, on_request) = (MailServer::wrapped(&authority).await, MailServer::on_request(&authority).await);
    for (server, url) in [(&wrapped, wrapped.url.clone()), (&on_request, format!("{}?tls=required", on_request.url))] {
        let site = Site::start().await;
        some_letter(&site).await;
        let trusting = Options { smtp_ca: Some(authority.file()), ..options(&site, Some(&url)) };
        let worker = Worker::start(site.desk.clone(), &trusting).unwrap();
        settled(&site).await;
        worker.stop().await;
        assert_eq!(state(&site).await, "sent", "{url}: {}", site.one("SELECT answer FROM mails").await);
        let [mail] = &server.received()[..] else { panic!("one mail by {url}") };
        assert!(mail.text().contains("password"), "{}", mail.text());
        let commands = mail.in_the_clear.iter().map(|command| command.split(' ').next().unwrap().to_owned());
        let commands: Vec<String> = commands.collect();
        assert!(commands.is_empty() || commands == ["EHLO", "STARTTLS"], "{commands:?}");
    }
}

#[tokio::test]
async fn no_mail_goes_to_a_server_that_cannot_prove_who_it_is_or_does_not_encrypt() {
    let (own, other) = (Authority::vouching_for("127.0.0.1"), Authority::vouching_for("mail.example"));
    let (unknown, misnamed) = (MailServer::wrapped(&own).await, MailServer::wrapped(&other).await);
    let plain = MailServer::start(&[]).await;
    let cases = [
        (&unknown, unknown.url.clone(), None),
        (&unknown, unknown.url.clone(), Some(other.file())),
        (&misnamed, misnamed.url.clone(), Some(other.file())),
        (&plain, format!("{}?tls=required", plain.url), Some(own.file())),
        (&plain, format!("{}?tls=required", plain.url), None),
    ];
    for (server, url, smtp_ca) in cases {
        let site = Site::start().await;
        some_letter(&site).await;
        let worker = Worker::start(site.desk.clone(), &Options { smtp_ca, ..options(&site, Some(&url)) }).unwrap();
        settled(&site).await;
        worker.stop().await;
        assert_eq!((state(&site).await.as_str(), server.received().len()), ("waiting", 0), "{url}");
        assert_ne!(site.one("SELECT answer FROM mails").await, "", "why is known");
    }
    let site = Site::start().await;
    let missing = Options { smtp_ca: Some("/nowhere/ca.pem".into()), ..options(&site, Some("smtps://127.0.0.1:1")) };
    assert!(Worker::start(site.desk.clone(), &missing).is_err(), "said when the program starts");
}

#[tokio::test]
async fn all_mails_of_a_ticket_are_one_thread() {
    for site in sites().await {
        let server = MailServer::start(&[]).await;
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let (number, other) = (alice.raise("One thread", "Please look.").await, alice.raise("Another", "x").await);
        let worker = worker(&site, &server);
        for (asked, body) in [(&number, "First"), (&other, "Elsewhere"), (&number, "Second")] {
            assert_eq!(grace.answer_ticket(asked, body).await.status, 303);
            site.advance(MINUTE);
            let arrived = |mail: &Received| mail.header("To").contains("alice@") && mail.text().contains(body);
            eventually(body, || async { server.received().iter().any(arrived) }).await;
        }
        settled(&site).await;
        worker.stop().await;
        let received = server.received();
        let to_alice = |number: &str| {
            let named = format!("[{number}]");
            let own = received
                .iter()
                .filter(move |mail| mail.header("To").contains("alice@") && mail.header("Subject").starts_with(&named));
            own.collect::<Vec<_>>()
        };
        let thread = to_alice(&number);
        let ids: BTreeSet<_> = thread.iter().map(|mail| mail.header("Message-ID")).collect();
        let references: BTreeSet<_> = thread.iter().map(|mail| mail.header("References")).collect();
        let subjects: BTreeSet<_> = thread.iter().map(|mail| mail.header("Subject")).collect();
        assert_eq!((thread.len(), ids.len(), references.len(), subjects.len()), (2, 2, 1, 1));
        assert!(!references.contains(&to_alice(&other)[0].header("References")), "another ticket, another thread");
        // Nobody hears of what they did themselves.
        let to_grace = received.iter().filter(|mail| mail.header("To").contains("grace@"));
        assert!(to_grace.into_iter().all(|mail| !mail.text().contains("First") && !mail.text().contains("Second")));
    }
}

#[tokio::test]
async fn a_thousand_mails_leave_in_time_and_each_of_them_once() {
    const MAILS: usize = 1_000;
    for site in sites().await {
        let at = site.desk.now();
        let written = site.desk.write(Actor::Portico, |w| async move {
            for number in 0..MAILS {
                let letter = OutboxMail {
                    at,
                    user_id: None,
                    address: format!("reader{number}@example.com"),
                    name: String::new(),
                    ticket_id: None,
                    kind: MailKind::PasswordChanged,
                };
                enqueue(&w, letter).await?;
            }
            Ok(())
        });
        written.await.unwrap();
        let server = MailServer::start(&[]).await;
        let begun = Instant::now();
        let worker = worker(&site, &server);
        eventually("all are sent", || async { server.received().len() >= MAILS }).await;
        let took = begun.elapsed();
        settled(&site).await;
        worker.stop().await;
        let rate = MAILS as f64 / took.as_secs_f64();
        println!("{:?}: {MAILS} mails in {took:.1?}, {rate:.0} a second", site.desk.db().backend());
        let unique: BTreeSet<_> = ids(&server.received()).into_iter().collect();
        assert_eq!((server.received().len(), unique.len()), (MAILS, MAILS));
        assert_eq!(site.count("mails WHERE state = 'sent' AND tries = 1").await, MAILS);
    }
}
