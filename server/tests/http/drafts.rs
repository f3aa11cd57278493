//! Drafts and files that come ahead, over HTTP.

use crate::support::{Parts, Site, Visitor, sites};
use domain::drafts::WAITING_MAX;
use serde_json::Value;

async fn number(site: &Site) -> String {
    site.number_of("Label printer prints blanks after roll change").await
}

async fn upload(visitor: &Visitor, place: &str, name: &str) -> String {
    let answer = visitor
        .script()
        .post_parts("/uploads", Parts::new().field("place", place).file(name, "text/plain", name))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["Ok"][0]["id"].as_str().unwrap().to_owned()
}

async fn draft(visitor: &Visitor, place: &str) -> Value {
    visitor.script().get(&format!("/drafts?place={place}")).await.json()["Ok"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_stands_in_the_page_and_goes_with_the_message() {
    for site in sites().await {
        let (alice, number) = (site.sign_in("alice").await, number(&site).await);
        let page = format!("/tickets/{number}");
        let fields = [("place", number.as_str()), ("revision", "0"), ("body", "Half & half"), ("html", "")];
        let saved = alice.script().post_form("/drafts", &fields).await;
        assert_eq!(saved.status, 200, "{}", saved.text());
        assert!(saved.json()["Ok"]["revision"].as_i64().unwrap() > 0);
        let late = alice.script().post_form("/drafts", &fields).await;
        assert_eq!((late.status, late.json()["newer"]["text"].as_str()), (409, Some("Half & half")));
        let id = upload(&alice, &number, "plan.txt").await;
        let shown = alice.get(&page).await;
        assert_eq!(shown.text_areas()[0], ("body".to_owned(), "Half & half".to_owned()));
        assert!(
            shown.text().contains(&id) && shown.text().contains("plan.txt"),
            "without scripts the file is sent along"
        );
        assert_eq!(draft(&alice, &number).await["files"][0]["name"], "plan.txt");

        let revision = draft(&alice, &number).await["revision"].to_string();
        let fields = [("body", "Whole"), ("upload", &id), ("revision", &revision)];
        let sent = alice.post_form(&format!("{page}/messages"), &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert_eq!(draft(&alice, &number).await["revision"], 0);
        let after = alice.get(&page).await;
        assert_eq!(after.text_areas()[0].1, "");
        assert!(after.text().contains("plan.txt") && after.text().contains("/retract\""), "it can be taken back");
        let message = sent.location().split("#m-").nth(1).unwrap().to_owned();
        let back = alice.post_form(&format!("{page}/messages/{message}/retract"), &[]).await;
        assert_eq!((back.status, back.location()), (303, page.as_str()));
        assert_eq!(alice.get(&page).await.text_areas()[0].1, "Whole", "the text is in the box again");
        let sent = alice.post_form(&format!("{page}/messages"), &[("body", "Whole")]).await;
        site.advance(10_001);
        let message = sent.location().split("#m-").nth(1).unwrap().to_owned();
        assert_eq!(alice.post_form(&format!("{page}/messages/{message}/retract"), &[]).await.status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_in_two_tabs_is_sent_once() {
    for site in sites().await {
        let (alice, number) = (site.sign_in("alice").await, number(&site).await);
        let (page, messages) = (format!("/tickets/{number}"), format!("/tickets/{number}/messages"));
        let begun = [("place", number.as_str()), ("draft", "d-1"), ("revision", "0"), ("body", "Twice"), ("html", "")];
        let saved = alice.script().post_form("/drafts", &begun).await;
        let revision = saved.json()["Ok"]["revision"].to_string();
        let shown = alice.get(&page).await;
        assert!(shown.text().contains("name=\"draft\" value=\"d-1\""), "the page sends it along without a script");
        let sent = [("body", "Twice"), ("draft", "d-1"), ("revision", &revision)];
        let first = alice.post_form(&messages, &sent).await;
        let again = alice.script().post_form(&messages, &[&sent[..], &[("key", "other-tab")]].concat()).await;
        assert_eq!((first.status, again.status), (303, 200));
        assert_eq!(again.json()["Ok"]["to"], first.location());
        assert_eq!(site.count("messages WHERE body = 'Twice'").await, 1);

        let late = [("body", "Twice and more"), ("draft", "d-1"), ("revision", &revision)];
        let refused = alice.post_form(&messages, &late).await;
        assert_eq!(refused.status, 409);
        assert_eq!(refused.text_areas()[0].1, "Twice and more", "kept for its author to decide");
        let saved = alice.script().post_form("/drafts", &begun).await;
        assert_eq!((saved.status, &saved.json()["newer"]["revision"]), (409, &Value::from(0)));

        let fields = [("subject", "Two"), ("type", "question"), ("queue", "software"), ("description", "See")];
        let fields = [&fields[..], &[("window", "2"), ("draft", "d-2")]].concat();
        let raised = alice.post_form("/tickets/new", &fields).await;
        assert_eq!(
            (raised.status, alice.post_form("/tickets/new", &fields).await.location()),
            (303, raised.location())
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_ticket_is_kept_in_its_own_window() {
    for site in sites().await {
        let (alice, nobody) = (site.sign_in("alice").await, site.visitor());
        for (place, subject) in [("new-1", "One"), ("new-2", "Two")] {
            let fields =
                [("place", place), ("revision", "0"), ("body", "See"), ("html", ""), ("field.subject", subject)];
            assert_eq!(alice.script().post_form("/drafts", &fields).await.status, 200);
        }
        let begun = alice.script().get("/drafts/new").await.json()["Ok"].clone();
        assert_eq!(begun.as_array().map(Vec::len), Some(2), "{begun}");
        let revision = draft(&alice, "new-2").await["revision"].to_string();
        let fields = [("subject", "Two"), ("type", "question"), ("queue", "software"), ("description", "See")];
        let fields = [&fields[..], &[("window", "2"), ("revision", &revision)]].concat();
        assert_eq!(alice.post_form("/tickets/new", &fields).await.status, 303);
        assert_eq!(alice.script().get("/drafts/new").await.json()["Ok"][0]["about"], "One");
        assert_eq!(
            site.sign_in("bruno").await.script().get("/drafts/new").await.json()["Ok"],
            Value::Array(Vec::new())
        );

        let named = alice.script().get("/tickets/new/mentions?find=bru&type=question&queue=software").await;
        assert_eq!(named.json()[0]["slug"], "bruno");
        for (path, status) in [("queue=premier", 404), ("type=%00", 404), ("company=millrace", 422)] {
            assert_eq!(alice.script().get(&format!("/tickets/new/mentions?{path}")).await.status, status, "{path}");
        }
        for path in ["/drafts/new", "/tickets/new/mentions?find="] {
            assert_eq!(nobody.script().get(path).await.status, 401, "{path}");
        }
        assert!(nobody.get("/words/writing").await.text().contains("\"saved\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f08_a_waiting_file_is_its_owners_alone() {
    for site in sites().await {
        let (alice, bruno, number) = (site.sign_in("alice").await, site.sign_in("bruno").await, number(&site).await);
        let id = upload(&alice, &number, "hers.txt").await;
        for visitor in [&alice, &bruno] {
            assert_eq!(visitor.get(&format!("/files/{id}/hers.txt")).await.status, 404);
        }
        let stolen = bruno.post_form(&format!("/tickets/{number}/messages"), &[("body", "x"), ("upload", &id)]).await;
        assert_eq!(stolen.status, 422);
        assert_eq!(bruno.script().post_form(&format!("/uploads/{id}/remove"), &[]).await.status, 404);
        assert!(!bruno.get(&format!("/tickets/{number}")).await.text().contains("hers.txt"));
        let nobody = site.visitor();
        assert_eq!(nobody.get("/drafts?place=new").await.status, 401);
        assert_eq!(nobody.get(&format!("/files/{id}/hers.txt?size=small")).await.status, 401);
        assert_eq!(draft(&alice, &number).await["files"].as_array().unwrap().len(), 1, "intact");
        assert_eq!(alice.script().post_form(&format!("/uploads/{id}/remove"), &[]).await.status, 200);
        assert_eq!(alice.script().post_form(&format!("/uploads/{id}/remove"), &[]).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f09_a_full_room_is_said_clearly_and_nothing_more_is_kept() {
    for site in sites().await {
        let (alice, number) = (site.sign_in("alice").await, number(&site).await);
        let id = upload(&alice, &number, "first.txt").await;
        let columns = "user_id, ticket_id, name, media_type, size, sha256, created_at";
        for n in 1..WAITING_MAX {
            let copy = format!("SELECT 'copy{n}', {columns} FROM uploads WHERE public_id = '{id}'");
            site.execute(&format!("INSERT INTO uploads (public_id, {columns}) {copy}")).await;
        }
        let before = site.content().await;
        let parts = Parts::new().field("place", &number).file("more.txt", "text/plain", "one too many");
        let refused = alice.script().post_parts("/uploads", parts.clone()).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("NoRoom"), "{}", refused.text());
        before.assert_same(&site.content().await, "a file that has no room");
        assert_eq!(
            site.sign_in("bruno").await.script().post_parts("/uploads", parts).await.status,
            200,
            "others have theirs"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f06_small_pictures_of_what_is_none_are_grey() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let waiting = upload(&alice, "new-1", "not.png").await;
        assert_eq!(alice.get(&format!("/uploads/{waiting}")).await.status, 404, "it says of itself that it is text");
        let parts = Parts::new().field("place", "new-1").file("pixel.png", "image/png", "no picture at all");
        let answer = alice.script().post_parts("/uploads", parts).await;
        let waiting = format!("/uploads/{}", answer.json()["Ok"][0]["id"].as_str().unwrap());
        let small = alice.get(&waiting).await;
        assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
        assert_eq!(site.sign_in("bruno").await.get(&waiting).await.status, 404, "its author alone");
        assert_eq!(site.visitor().script().get(&waiting).await.status, 401);
        let bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x06\0\0\0";
        for content in [&bomb[..], b"<script>alert(1)</script>", b"GIF89a\xff\xff\xff\xff"] {
            let parts = Parts::new().field("subject", "Bomb").field("type", "question").field("queue", "software");
            let parts = parts.field("description", "See").file("bomb.png", "image/png", content);
            assert_eq!(alice.post_parts("/tickets/new", parts).await.status, 303);
            let id = site.one("SELECT public_id FROM attachments ORDER BY id DESC LIMIT 1").await;
            let small = alice.get(&format!("/files/{id}/bomb.png?size=small")).await;
            assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
            assert!(small.bytes.starts_with(b"\xff\xd8\xff") && small.bytes.len() < 2_000);
            assert_eq!(site.sign_in("ewa").await.get(&format!("/files/{id}/bomb.png?size=small")).await.status, 404);
        }
        let picture = site.one("SELECT public_id FROM attachments WHERE name = 'label-misaligned.png' LIMIT 1").await;
        let admin = site.sign_in("admin").await;
        let (small, whole) = (
            admin.get(&format!("/files/{picture}/x.png?size=small")).await,
            admin.get(&format!("/files/{picture}/x.png")).await,
        );
        assert_eq!((small.header("content-type"), whole.header("content-type")), ("image/jpeg", "image/png"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn followers_are_added_and_let_go_by_forms() {
    for site in sites().await {
        let (alice, number) = (site.sign_in("alice").await, number(&site).await);
        let path = format!("/tickets/{number}/followers");
        let follows = "subscriptions s JOIN users u ON u.id = s.user_id JOIN tickets t ON t.id = s.ticket_id WHERE u.slug = 'olga'";
        let here = format!("{follows} AND t.number = {}", &number[3..]);
        site.execute("DELETE FROM subscriptions").await;
        assert_eq!(alice.post_form(&path, &[("follower", "olga")]).await.status, 303);
        assert_eq!(site.count(&here).await, 1);
        assert!(alice.get(&format!("/tickets/{number}")).await.text().contains("value=\"olga\""));
        assert_eq!(alice.post_form(&path, &[("remove", "olga")]).await.status, 303);
        assert_eq!(site.count(&here).await, 0);
        assert_eq!(alice.post_form(&path, &[("follower", "dmitri")]).await.status, 422);
    }
}
