//! Responses to posts of the page's own script: JSON with the right status.

use crate::support::{Site, sites};

#[tokio::test(flavor = "multi_thread")]
async fn writes_answer_in_json_where_they_are_asked_to() {
    for site in sites().await {
        let alice = site.sign_in("alice").await.script();
        let grace = site.sign_in("grace").await.script();
        let right = [("subject", "s"), ("type", "question"), ("queue", "software"), ("description", "d")];
        let raised = alice.post_form("/tickets/new", &right).await;
        assert_eq!((raised.status, raised.header("content-type")), (200, "application/json"));
        let to = raised.json()["Ok"]["to"].as_str().unwrap().to_owned();
        assert_eq!(raised.text(), format!(r#"{{"Ok":{{"to":"{to}"}}}}"#));
        let answered = alice.post_form(&format!("{to}/messages"), &[("body", "b")]).await;
        let message = site.one("SELECT public_id FROM messages ORDER BY id DESC LIMIT 1").await;
        assert_eq!(
            (answered.status, answered.json()["Ok"]["to"].as_str()),
            (200, Some(format!("{to}#m-{message}").as_str()))
        );
        for verb in ["unsubscribe", "subscribe", "close", "close", "reopen"] {
            let done = alice.post_form(&format!("{to}/{verb}"), &[]).await;
            // Whoever has closed a ticket is asked how it went.
            let place = if verb == "close" { format!("{to}#rating") } else { to.clone() };
            assert_eq!((done.status, done.json()["Ok"]["to"].as_str()), (200, Some(place.as_str())), "{verb}");
        }
        let changed = grace.post_form(&format!("{to}/change"), &[("priority", "urgent"), ("assignee", "grace")]).await;
        assert_eq!((changed.status, changed.json()["Ok"]["to"].as_str()), (200, Some(to.as_str())));

        let form = [("priority", "low"), ("seen.priority", "high"), ("assignee", "hugo"), ("seen.assignee", "hugo")];
        let meanwhile = grace.post_form(&format!("{to}/change"), &form).await;
        let expected = r#"{"Err":{"Invalid":[{"field":"priority","reason":{"ChangedMeanwhile":{"by":"Grace Okoye","to":"Urgent","now":"urgent"}}}]}}"#;
        assert_eq!((meanwhile.status, meanwhile.text()), (422, expected.to_owned()));

        for (visitor, path, fields, status, body) in [
            (
                &site.visitor().script(),
                to.clone() + "/messages",
                vec![("body", "b")],
                401,
                r#"{"Err":"SignedOut"}"#.to_owned(),
            ),
            (&alice, "/tickets/PT-9731/messages".into(), vec![("body", "b")], 404, r#"{"Err":"NotFound"}"#.into()),
            (&alice, "/tickets/nonsense/messages".into(), vec![("body", "b")], 404, r#"{"Err":"NotFound"}"#.into()),
            (
                &alice,
                to.clone() + "/change",
                vec![("priority", "low")],
                403,
                r#"{"Err":{"Forbidden":"AgentsOnly"}}"#.into(),
            ),
            (
                &alice,
                to.clone() + "/messages",
                vec![("body", " ")],
                422,
                r#"{"Err":{"Invalid":[{"field":"body","reason":"Missing"}]}}"#.into(),
            ),
            (
                &alice,
                to.clone() + "/messages",
                vec![],
                422,
                r#"{"Err":{"Invalid":[{"field":"body","reason":"Missing"}]}}"#.into(),
            ),
        ] {
            let answer = visitor.post_form(&path, &fields).await;
            assert_eq!((answer.status, answer.text()), (status, body), "{path} {fields:?}");
            assert_eq!(answer.header("content-type"), "application/json", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_lead_a_browser_back_to_the_page() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("s", "d").await;
        let page = format!("/tickets/{number}");
        for verb in ["close", "reopen", "unsubscribe", "subscribe"] {
            let done = alice.post_form(&format!("{page}/{verb}"), &[]).await;
            let place = if verb == "close" { format!("{page}#rating") } else { page.clone() };
            assert_eq!((done.status, done.location()), (303, place.as_str()), "{verb}");
        }
        let shown = alice.show(&number).await.json();
        assert_eq!((shown["closed"].as_bool(), shown["subscribed"].as_bool()), (Some(false), Some(true)));
        let bad = alice.answer_ticket(&number, " ").await;
        assert_eq!((bad.status, bad.header("content-type").starts_with("text/html")), (422, true));
        assert!(bad.text().contains("Required"), "the page says what is wrong");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_pages_lead_to_the_door_and_all_else_is_401() {
    let site = Site::start().await;
    let visitor = site.visitor();
    for (path, next) in [
        ("/", "%2F"),
        ("/tickets?page=2", "%2Ftickets%3Fpage%3D2"),
        ("/tickets/PT-1001", "%2Ftickets%2FPT-1001"),
        ("/nowhere", "%2Fnowhere"),
    ] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status, answer.location()), (303, format!("/login?next={next}").as_str()));
    }
    let everybody = ["/calls/help/read", "/calls/help/article"];
    for path in crate::support::calls("PT-1001") {
        if everybody.iter().any(|open| path.starts_with(open)) {
            assert_eq!(visitor.get(&path).await.status, 200, "{path}");
            continue;
        }
        assert_eq!(visitor.get(&path).await.status, 401, "{path}");
    }
    let door = [
        "/login",
        "/login/passkey",
        "/login/passkey/begin",
        "/forgot",
        "/register",
        "/reset/{token}",
        "/confirm/{token}",
        "/account/email/{token}",
    ];
    for path in crate::support::FORMS.iter().filter(|path| !door.contains(path)) {
        let path = path.replace("{number}", "PT-1001");
        assert_eq!(visitor.post_form(&path, &[("body", "x")]).await.status, 401, "{path}");
        assert_eq!(
            visitor.script().post_form(&path, &[("body", "x")]).await.text(),
            r#"{"Err":"SignedOut"}"#,
            "{path}"
        );
    }
    assert_eq!(visitor.post_form("/nowhere", &[]).await.status, 401);
    assert_eq!(visitor.get("/healthz").await.text(), "ok");
    assert_eq!(visitor.get("/readyz").await.text(), "ready");
}
