//! Form posts: who sends one goes before what is in it, and nothing of it stays that has no place.

use crate::support::{Answer, BOUNDARY_TYPE, FORMS, Parts, Site, Visitor};

/// Forms for those who are not signed in.
const FOR_ANYONE: [&str; 10] = [
    "/login",
    "/login/code",
    "/login/passkey",
    "/login/passkey/begin",
    "/forgot",
    "/register",
    "/setup",
    "/reset/{token}",
    "/confirm/{token}",
    "/account/email/{token}",
];

#[tokio::test(flavor = "multi_thread")]
async fn broken_forms_of_somebody_signed_out_are_401() {
    let site = Site::start().await;
    let (nobody, script) = (site.visitor(), site.visitor().script());
    for path in FORMS.iter().filter(|path| !FOR_ANYONE.contains(path)) {
        let path = path.replace("{number}", "PT-1001");
        for visitor in [&nobody, &script] {
            let answer = Answer::of(visitor.posting(&path).header("Content-Type", "text/plain").body("a=b")).await;
            assert_eq!(answer.status, 401, "{path}: {}", answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_form_without_files_are_dropped() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let before = site.content().await;
    for path in ["/assistant/clear", "/views", "/tickets/columns", "/assets/new", "/plan/change", "/admin/people"] {
        let parts = Parts::new().field("column", "nonsense").file("a.txt", "text/plain", "not wanted");
        let status = alice.post_parts(path, parts).await.status;
        assert!(matches!(status, 303 | 403 | 404 | 422), "{path}: {status}");
    }
    before.assert_same(&site.content().await, "a file that no form has");
}

/// A sign-in that breaks off after its password.
async fn cut_off_sign_in(visitor: &Visitor, password: &str) -> Answer {
    let parts = Parts::new().field("login", "alice").field("password", password).field("remember", "1");
    Answer::of(visitor.posting("/login").header("Content-Type", BOUNDARY_TYPE).body(parts.cut_off())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_breaks_off_gives_no_password_back() {
    let site = Site::start().await;
    let visitor = site.visitor();
    let (short, long) = (cut_off_sign_in(&visitor, "x").await, cut_off_sign_in(&visitor, &"x".repeat(300)).await);
    assert_eq!((short.status, long.status), (400, 400));
    assert_eq!(short.bytes.len(), long.bytes.len(), "whatever its length, it is not in the page");
}
