//! Registration, over HTTP.

use crate::support::{Answer, Site, Visitor, sites};

const FORM: [(&str, &str); 8] = [
    ("username", "tomasz.w"),
    ("email", "tomasz.wolny@harbourline.example"),
    ("first_name", "Tomasz"),
    ("last_name", "Wolny"),
    ("position", "Shift lead"),
    ("phone", "+44 20 7946 0000"),
    ("company", "Harbourline <b>"),
    ("password", "harbour cranes at dawn"),
];

fn form_with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FORM.into_iter().map(|(own, typed)| (own, if own == name { value } else { typed })).collect()
}

async fn register(visitor: &Visitor, email: &'static str) -> Answer {
    visitor.post_form("/register", &form_with("email", email)).await
}

async fn link(site: &Site) -> String {
    let data = site.one("SELECT data FROM mails WHERE kind = 'confirm'").await;
    let begin = data.find("/confirm/").unwrap();
    data[begin..begin + 9 + 64].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn c09_a_scanner_confirms_nothing_and_a_person_does() {
    for site in sites().await {
        let answer = site.visitor().post_form("/register", &FORM).await;
        assert_eq!((answer.status, answer.location()), (303, "/register?sent=1"));
        let link = link(&site).await;
        for _ in 0..2 {
            let page = site.visitor().get(&link).await;
            assert_eq!(page.status, 200);
            assert!(page.text().contains("Harbourline &lt;b&gt;"), "what was typed is text");
        }
        assert_eq!(site.count("users WHERE waiting_since IS NOT NULL").await, 0);
        let answer = site.visitor().post_form(&link, &[]).await;
        assert_eq!((answer.status, answer.location()), (303, "/register?confirmed=1"));
        assert_eq!(site.count("users WHERE waiting_since IS NOT NULL AND NOT active").await, 1);
        assert_eq!(site.visitor().post_form(&link, &[]).await.status, 404);
        let denied = site.visitor().try_password("tomasz.w", "harbour cranes at dawn").await;
        assert_eq!(denied.status, 422, "confirmed, but nobody has let him in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g05_taken_addresses_get_the_same_answer() {
    for site in sites().await {
        let answers = [
            register(&site.visitor(), "tomasz.wolny@harbourline.example").await,
            register(&site.visitor(), "alice@harbourline.example").await,
        ];
        let [new, taken] = answers.map(|answer| {
            let mut names: Vec<String> = answer.headers.keys().map(|name| name.to_string()).collect();
            names.sort();
            (answer.status, answer.location().to_owned(), names, answer.text())
        });
        assert_eq!(new, taken);
        assert_eq!(site.count("mails WHERE kind = 'taken'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_keeps_everything_but_the_password() {
    let site = Site::start().await;
    let page = site.visitor().post_form("/register", &form_with("email", "nonsense")).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("value=\"Shift lead\"") && text.contains("value=\"nonsense\""));
    assert!(!text.contains("harbour cranes"));
    assert_eq!(site.count("registrations").await, 0);
}
