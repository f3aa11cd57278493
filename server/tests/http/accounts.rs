//! One's own account and everybody's, over HTTP.

use crate::support::{Site, Visitor, sites};

const NEW: &str = "harbour cranes at dawn";

#[tokio::test(flavor = "multi_thread")]
async fn g01_another_password_gives_the_browser_another_session() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let elsewhere = site.sign_in("alice").await;
        let fields = [("old_password", desk::demo::PASSWORD), ("password", NEW)];
        let answer = alice.post_form("/account/password", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/account?done=password"));
        let fresh = alice.with_cookie(answer.session());
        assert_ne!(fresh.cookie, alice.cookie);
        assert_eq!(fresh.list("").await.status, 200);
        assert_eq!((alice.list("").await.status, elsewhere.list("").await.status), (401, 401));
        let wrong = fresh.post_form("/account/password", &fields).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("That’s not your password") && !wrong.text().contains(NEW));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_named_by_their_browsers_and_ended() {
    for site in sites().await {
        let here = site.sign_in("alice").await;
        let other = site.sign_in("alice").await;
        let page = here.get("/account?tab=security").await.text();
        assert!(page.contains("This browser"));
        let id = page.split("/account/sessions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(id.len(), 32);
        let bruno = site.sign_in("bruno").await;
        assert_eq!(bruno.post_form(&format!("/account/sessions/{id}"), &[]).await.status, 404, "not his");
        assert_eq!(here.post_form(&format!("/account/sessions/{id}"), &[]).await.status, 303);
        assert_eq!((here.list("").await.status, other.list("").await.status), (200, 401));
        let answer = here.post_form("/account/sessions/all", &[]).await;
        assert_eq!((answer.status, answer.location()), (303, "/login"));
        assert_eq!((here.list("").await.status, bruno.list("").await.status), (401, 200));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g09_both_addresses_confirm_and_the_old_one_is_notified() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let fields = [("email", "a.new@harbourline.example"), ("old_password", desk::demo::PASSWORD)];
        let wrong = [("email", "a.new@harbourline.example"), ("old_password", "wrong")];
        let refused = alice.post_form("/account/email", &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("value=\"a.new@harbourline.example\""));
        assert_eq!(alice.post_form("/account/email", &fields).await.status, 303);
        let mails =
            site.column("SELECT address || ' ' || data FROM mails WHERE kind = 'email_change' ORDER BY id").await;
        assert!(mails[0].starts_with("alice@harbourline.example") && mails[1].starts_with("a.new@harbourline.example"));
        let links: Vec<String> = mails.iter().map(|mail| link(mail)).collect();
        // The links are opened where nobody is signed in; looking at them does nothing.
        let visitor = site.visitor();
        for _ in 0..2 {
            assert!(visitor.get(&links[0]).await.text().contains("a.new@harbourline.example"));
        }
        assert_eq!(visitor.post_form(&links[1], &[]).await.location(), "/account/email/half");
        assert_eq!(site.login("alice").await, "alice@harbourline.example");
        assert_eq!(visitor.post_form(&links[1], &[]).await.status, 404);
        assert_eq!(visitor.post_form(&links[0], &[]).await.location(), "/account/email/changed");
        assert_eq!(site.login("alice").await, "a.new@harbourline.example");
        assert_eq!(
            site.one("SELECT address FROM mails WHERE kind = 'email_changed'").await,
            "alice@harbourline.example"
        );
    }
}

fn link(mail: &str) -> String {
    let begin = mail.find("/account/email/").unwrap();
    mail[begin..begin + 15 + 64].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_looked_after_by_those_who_may() {
    for site in sites().await {
        let [alice, iris, grace] =
            [site.sign_in("alice").await, site.sign_in("iris").await, site.sign_in("grace").await];
        for path in ["/admin/people", "/admin/people?q=a", "/admin/people/bruno", "/admin/people/nobody"] {
            assert_eq!(alice.get(path).await.status, 404, "{path}");
        }
        assert!(!alice.get("/account").await.text().contains("/admin/people"), "nor does a link lead there");
        assert_eq!(post(&alice, "bruno", "disable").await, 404);
        let page = iris.get("/admin/people/bruno").await;
        assert!(page.status == 200 && !page.text().contains("action=\"/admin/people/bruno"), "nothing is offered");
        assert_eq!(post(&iris, "bruno", "disable").await, 403);
        assert_eq!(post(&grace, "hugo", "disable").await, 403);
        assert_eq!(post(&grace, "bruno", "nonsense").await, 404);
        let bruno = site.sign_in("bruno").await;
        assert_eq!(post(&grace, "bruno", "disable").await, 303);
        assert_eq!(bruno.list("").await.status, 401);
        assert_eq!(post(&grace, "bruno", "enable").await, 303);
        assert_eq!(post(&grace, "bruno", "reset").await, 303);
        assert_eq!(site.count("mails WHERE kind = 'reset'").await, 1);
        let found = grace.get("/admin/people?q=kowal").await.text();
        assert!(found.contains("/admin/people/alice") && !found.contains("/admin/people/bruno"));
    }
}

async fn post(visitor: &Visitor, slug: &str, verb: &str) -> u16 {
    visitor.post_form(&format!("/admin/people/{slug}/{verb}"), &[]).await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn l06_only_the_owner_looks_into_the_data_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = testing::folder();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_portico"))
            .args(arguments)
            .env("PORTICO_DATA", &data)
            .env_remove("PORTICO_DATABASE_URL")
            .env("PORTICO_PUBLIC_URL", "https://desk.example/")
            .output()
            .unwrap()
    };
    let added = run(&["user", "add", "first@desk.example", "--name", "First Admin", "--role", "admin"]);
    let printed = String::from_utf8_lossy(&added.stdout).into_owned();
    assert!(added.status.success() && printed.contains("https://desk.example/reset/"), "{added:?}");
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let again = run(&["user", "add", "first@desk.example", "--name", "First Admin", "--role", "admin"]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("already has an account"));
    let nobody = run(&["user", "reset-password", "nobody"]);
    assert!(!nobody.status.success());
}

#[test]
fn l06_the_server_says_when_it_may_do_more_than_it_should() {
    use std::io::{BufRead, BufReader, Read};
    use std::os::unix::fs::MetadataExt;
    use std::process::{Command, Stdio};
    let folder = testing::folder();
    let mut server = Command::new(env!("CARGO_BIN_EXE_portico"))
        .arg("serve")
        .env("PORTICO_DATA", folder.path().join("data"))
        .env("PORTICO_LISTEN", "127.0.0.1:0")
        .env_remove("PORTICO_DATABASE_URL")
        .env_remove("PORTICO_LOG")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("running at"), "{line}");
    server.kill().unwrap();
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    // The tests own the program that they run.
    let root = std::fs::metadata(folder.path()).unwrap().uid() == 0;
    let wanted = if root { "running as root" } else { "can overwrite its own program" };
    assert!(log.contains(wanted), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_what_was_done() {
    let site = Site::start().await;
    let grace = site.sign_in("grace").await;
    let page = grace.get("/admin/people/bruno?done=reset").await.text();
    assert!(page.contains("An email with a link is on its way."));
    let odd = grace.get("/admin/people/bruno?done=%3Cscript%3E").await.text();
    assert!(!odd.contains("<script>alert") && odd.contains("Saved."));
}
