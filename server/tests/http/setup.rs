//! Setup: the first administrator of a new desk, over HTTP.

use crate::support::{Program, Site, sites};
use desk::people::setup::new_code;

const FORM: [(&str, &str); 4] = [
    ("first_name", "Mia"),
    ("last_name", "Dorn"),
    ("email", "first@desk.example"),
    ("password", "harbour cranes at dawn"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_the_log_opens_the_desk_once() {
    for site in sites().await {
        site.execute("UPDATE users SET active = false WHERE slug = 'admin'").await;
        let visitor = site.visitor();
        assert_eq!(visitor.get("/setup").await.status, 200);
        for code in ["", "guess", "%", "\0"] {
            let refused = visitor.post_form("/setup", &[FORM.as_slice(), &[("code", code)]].concat()).await;
            assert_eq!(refused.status, 422, "{code:?}");
            assert!(
                refused.text().contains("value=\"first@desk.example\"") && !refused.text().contains("harbour cranes")
            );
        }
        let code = new_code(&site.desk).await.unwrap();
        let entered = visitor.post_form("/setup", &[FORM.as_slice(), &[("code", &code)]].concat()).await;
        assert_eq!((entered.status, entered.location()), (303, "/"));
        let mia = visitor.with_cookie(entered.session());
        assert_eq!(mia.get("/admin/people").await.status, 200);
        let again = visitor.post_form("/setup", &[FORM.as_slice(), &[("code", &code)]].concat()).await;
        assert_eq!(again.status, 401);
        assert_eq!(visitor.get("/setup").await.location(), "/login?next=%2Fsetup", "as if it did not exist");
        assert_eq!(mia.get("/setup").await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_with_an_administrator_has_no_such_page() {
    let site = Site::start().await;
    let code = new_code(&site.desk).await.unwrap();
    let form = [FORM.as_slice(), &[("code", &code)]].concat();
    assert_eq!(site.visitor().post_form("/setup", &form).await.status, 401);
    assert_eq!(site.sign_in("grace").await.get("/setup").await.status, 404);
    assert_eq!(site.count("users WHERE email = 'first@desk.example'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_process_takes_the_code_of_every_other_and_none_is_kept_in_the_clear() {
    for site in sites().await {
        site.execute("UPDATE users SET active = false WHERE slug = 'admin'").await;
        let other = Program::beside(&site);
        crate::support::eventually("it has written one of its own", || async { site.count("setup_codes").await == 1 })
            .await;
        let code = new_code(&site.desk).await.unwrap();
        // The other process lives in the present.
        site.execute(&format!("UPDATE setup_codes SET created_at = {}", desk::Clock::System.now())).await;
        assert!(!site.content().await.holds(&code));
        let form = [FORM.as_slice(), &[("code", &code)]].concat();
        let entered = crate::support::Visitor::new(&other.base).post_form("/setup", &form).await;
        assert_eq!((entered.status, entered.location()), (303, "/"), "{}", entered.text());
        assert_eq!(site.count("setup_codes").await, 0, "the other process had one of its own; none is left");
    }
}
