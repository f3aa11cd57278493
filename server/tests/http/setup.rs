//! The first administrator of a new desk, over HTTP.

use crate::support::{Site, sites};

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
        let code = site.house.setup_code().to_owned();
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
    let code = site.house.setup_code().to_owned();
    let form = [FORM.as_slice(), &[("code", &code)]].concat();
    assert_eq!(site.visitor().post_form("/setup", &form).await.status, 401);
    assert_eq!(site.sign_in("grace").await.get("/setup").await.status, 404);
    assert_eq!(site.count("users WHERE email = 'first@desk.example'").await, 0);
}
