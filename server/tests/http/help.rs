//! The help centre and the assistant over HTTP: readable signed out, writable by their authors, and what is not for somebody is not there.

use crate::support::{Parts, Site, Visitor, sites};

const DOT: &[u8] = b"\x89PNG\r\n\x1a\n";

async fn written(author: &Visitor, title: &str, audience: &str) -> String {
    let html = format!("<h3>Inside</h3><p>{title} secret zeppelin <img src=\"cid:dot.png\" alt=\"dot\"></p>");
    let parts = Parts::new()
        .field("title", title)
        .field("summary", "About it.")
        .field("category", "plan")
        .field("audience", audience)
        .field("level", "Premier")
        .field("body", "x")
        .field("html", html)
        .file("dot.png", "image/png", DOT);
    let sent = author.post_parts("/help/manage/new", parts).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.location().trim_start_matches("/help/manage/").trim_end_matches("?done=saved").to_owned()
}

async fn publish(author: &Visitor, slug: &str) {
    let sent = author.post_form(&format!("/help/manage/{slug}/publish"), &[("version", "1")]).await;
    assert_eq!((sent.status, sent.location()), (303, format!("/help/manage/{slug}?done=published").as_str()));
}

async fn picture(author: &Visitor, slug: &str) -> String {
    let page = author.get(&format!("/help/manage/{slug}/preview")).await.text();
    let address = page.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap();
    format!("/files/{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_signed_out_what_is_for_everybody() {
    for site in sites().await {
        let nobody = site.visitor();
        let home = nobody.get("/help").await;
        assert_eq!(home.status, 200);
        assert!(home.text().contains("Add a contact") && !home.text().contains("Your Premier team"), "{}", home.text());
        let article = nobody.get("/help/add-a-contact").await;
        assert_eq!(article.status, 200);
        let text = article.text();
        assert!(text.contains("id=\"who-can-file-it\"") && text.contains("href=\"/plan\""), "{text}");
        assert!(!text.contains("Did this answer"), "only who is signed in is asked");
        assert!(nobody.get("/help?q=forgoten+pasword").await.text().contains("/help/forgotten-password"));
        assert_eq!(nobody.post_form("/help/add-a-contact/feedback", &[("helpful", "yes")]).await.status, 401);
    }
}

/// k01: drafts and articles for others are as what never existed, wherever they could show.
#[tokio::test(flavor = "multi_thread")]
async fn k01_what_is_not_for_somebody_is_not_there() {
    for site in sites().await {
        let (grace, alice, dmitri, nobody) =
            (site.sign_in("grace").await, site.sign_in("alice").await, site.sign_in("dmitri").await, site.visitor());
        let (draft, premier) =
            (written(&grace, "Draftlike", "public").await, written(&grace, "Premierlike", "levels").await);
        publish(&grace, &premier).await;
        for slug in [&draft, &premier, "nowhere"] {
            let path = format!("/help/{slug}");
            let out = nobody.get(&path).await;
            assert_eq!((out.status, out.location()), (303, format!("/login?next=%2Fhelp%2F{slug}").as_str()));
            assert_eq!(alice.get(&path).await.status, 404, "{path}");
            assert_eq!(alice.post_form(&format!("{path}/feedback"), &[("helpful", "no")]).await.status, 404);
            assert_eq!(alice.get(&format!("/calls/help/article?slug={slug}")).await.status, 404);
            for form in
                ["/help/manage/new".to_owned(), format!("/help/manage/{slug}"), format!("/help/manage/{slug}/publish")]
            {
                assert_eq!(alice.post_form(&form, &[("version", "1")]).await.status, 404, "{form}");
            }
            assert_eq!(alice.get(&format!("/help/manage/{slug}/preview")).await.status, 404);
        }
        for visitor in [&alice, &nobody] {
            for path in [
                "/help",
                "/help?q=zeppelin",
                "/help?q=zepelin",
                "/help?q=Premierlike",
                "/calls/help/read?sought=zeppelin",
            ] {
                let text = visitor.get(path).await.text();
                assert!(!text.contains("Draftlike") && !text.contains("Premierlike secret"), "{path}");
                assert!(!text.contains("/help/premierlike"), "{path}");
            }
        }
        assert_eq!(alice.post_form("/assistant", &[("question", "secret zeppelin")]).await.status, 303);
        assert!(!alice.get("/assistant").await.text().contains("remierlike"));
        assert_eq!(dmitri.get(&format!("/help/{premier}")).await.status, 200);
        let (hidden, shown) = (picture(&grace, &draft).await, picture(&grace, &premier).await);
        let seen = async |visitor: &Visitor| (visitor.get(&hidden).await.status, visitor.get(&shown).await.status);
        assert_eq!(seen(&grace).await, (200, 200));
        assert_eq!(seen(&dmitri).await, (404, 200));
        assert_eq!(seen(&alice).await, (404, 404));
        assert_eq!(seen(&nobody).await, (401, 401));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_writes_without_a_script_and_loses_nothing() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let fields = [
            ("title", "<script>alert(1)</script>"),
            ("summary", ""),
            ("category", "plan"),
            ("audience", "public"),
            ("body", "Kept <b>"),
            ("questions", "q?"),
        ];
        let refused = grace.post_form("/help/manage/new", &fields).await;
        assert_eq!(refused.status, 422);
        let text = refused.text();
        assert!(
            text.contains("Kept &lt;b&gt;") && text.contains("&lt;script&gt;") && !text.contains("<script>alert"),
            "{text}"
        );
        let fields = [
            ("title", "Plain words"),
            ("summary", "Short"),
            ("new_category", "Odds & ends"),
            ("audience", "public"),
            ("body", "One\n\nTwo <b>"),
        ];
        let sent = grace.post_form("/help/manage/new", &fields).await;
        assert_eq!(sent.location(), "/help/manage/plain-words?done=saved");
        publish(&grace, "plain-words").await;
        let page = site.visitor().get("/help/plain-words").await.text();
        assert!(page.contains("<p>One</p><p>Two &lt;b&gt;</p>") && page.contains("Odds &amp; ends"), "{page}");
        let stale = [
            ("version", "0"),
            ("title", "Late"),
            ("summary", "s"),
            ("category", "plan"),
            ("audience", "public"),
            ("body", "late text"),
        ];
        let late = grace.post_form("/help/manage/plain-words", &stale).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("late text"));
        // Forms that were begun with the first version: what only one has changed is kept, what two have is said.
        let form = |title: &'static str, summary: &'static str| {
            let rest = [("category", "plan"), ("audience", "public"), ("body", "One\n\nTwo <b>")];
            [("version", "1"), ("title", title), ("summary", summary)].into_iter().chain(rest).collect::<Vec<_>>()
        };
        let edit = "/help/manage/plain-words";
        assert_eq!(grace.post_form(edit, &form("Plainer words", "Short")).await.status, 303);
        assert_eq!(grace.post_form(edit, &form("Plain words", "Shorter")).await.status, 303);
        let page = grace.get(edit).await.text();
        assert!(page.contains("value=\"Plainer words\"") && page.contains("value=\"Shorter\""), "{page}");
        let both = grace.post_form(edit, &form("Mine", "Short")).await;
        assert_eq!(both.status, 422);
        let page = both.text();
        assert!(page.contains("value=\"Mine\"") && page.contains("value=\"Shorter\""), "{page}");
        assert!(page.contains("name=\"version\" value=\"3\""), "sent again, it is written: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_a_category_that_is_too_long_comes_back_whole() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let page = "/help/manage/categories";
        let text = grace.get(page).await.text();
        let fields = text.split("<input").filter_map(|tag| tag.split('>').next());
        let fields: Vec<&str> = fields.filter(|tag| tag.contains("name=\"name\"")).collect();
        assert!(fields.len() > 1 && fields.iter().all(|tag| !tag.contains("maxlength")), "nothing is cut: {fields:?}");
        let long = "x".repeat(151);
        for form in [page.to_owned(), format!("{page}/plan/rename")] {
            let refused = grace.post_form(&form, &[("name", &long)]).await;
            assert_eq!(refused.status, 422, "{form}");
            let text = refused.text();
            assert_eq!(text.matches(&format!("value=\"{long}\"")).count(), 1, "{form}: {text}");
            assert_eq!(text.matches("At most 150 characters.").count(), 1, "{form}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_and_questions_need_no_script() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let sent = alice.post_form("/help/add-a-contact/feedback", &[("helpful", "no")]).await;
    assert_eq!((sent.status, sent.location()), (303, "/help/add-a-contact#feedback"));
    assert!(alice.get("/help/add-a-contact").await.text().contains("You said this didn’t help"));
    assert_eq!(alice.post_form("/help/add-a-contact/feedback", &[("helpful", "perhaps")]).await.status, 422);
    let asked = alice.post_form("/assistant", &[("question", "how do I add a contact?")]).await;
    assert_eq!((asked.status, asked.location()), (303, "/assistant#last"));
    assert!(alice.get("/assistant").await.text().contains("/help/add-a-contact"));
    let hostile = "<script>alert(1)</script>".repeat(10);
    assert_eq!(alice.post_form("/assistant", &[("question", &hostile)]).await.status, 303);
    let page = alice.get("/assistant").await.text();
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"), "{page}");
    let long = alice.post_form("/assistant", &[("question", &"x".repeat(600))]).await;
    assert_eq!(long.status, 422);
    let begun = alice.get("/tickets/new?from=assistant").await.text();
    assert!(begun.contains("how do I add a contact?"), "the transcript is the description");
    assert_eq!(alice.post_form("/assistant/clear", &[]).await.location(), "/assistant");
    assert!(!alice.get("/assistant").await.text().contains("how do I add"));
    let farid = site.sign_in("farid").await;
    let refused = farid.post_form("/assistant", &[("question", "hello")]).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("/support/check"));
}
