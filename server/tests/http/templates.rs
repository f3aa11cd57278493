//! J05: what looks like the variable of some template is text wherever it comes back. E13: so is markup in what the assistant is asked
//! and answers with.

use crate::support::{Parts, Site, sites};

/// The same product in the ways of many engines.
const TEMPLATE: &str =
    "{{7919*7927}} ${7919*7927} #{7919*7927} <%= 7919*7927 %> {% debug %} {{constructor.constructor('x')()}}";
const PRODUCT: &str = "62773913";

fn assert_text(page: &str, what: &str) {
    for piece in ["{{7919*7927}}", "${7919*7927}", "#{7919*7927}", "&lt;%= 7919*7927 %", "{% debug %}"] {
        assert!(page.contains(piece), "{what}: {piece} in {page}");
    }
    assert!(!page.contains(PRODUCT), "{what}: {page}");
}

async fn written(site: &Site) -> String {
    let grace = site.sign_in("grace").await;
    let parts = [("title", TEMPLATE), ("summary", TEMPLATE), ("questions", TEMPLATE), ("body", TEMPLATE)];
    let parts = parts.into_iter().fold(Parts::new(), |parts, (name, value)| parts.field(name, value));
    let parts = parts.field("new_category", TEMPLATE).field("audience", "public");
    let sent = grace.post_parts("/help/manage/new", parts).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let slug = sent.location().trim_start_matches("/help/manage/").trim_end_matches("?done=saved").to_owned();
    assert_eq!(grace.post_form(&format!("/help/manage/{slug}/publish"), &[("version", "1")]).await.status, 303);
    for page in [format!("/help/manage/{slug}"), "/help/manage".into(), "/help/manage/categories".into()] {
        assert_text(&grace.get(&page).await.text(), &page);
    }
    slug
}

#[tokio::test(flavor = "multi_thread")]
async fn j05_template_syntax_is_never_evaluated() {
    for site in sites().await {
        let slug = written(&site).await;
        let alice = site.sign_in("alice").await;
        let number = alice.raise(TEMPLATE, TEMPLATE).await;
        assert_eq!(alice.answer_ticket(&number, TEMPLATE).await.status, 303);
        assert_eq!(alice.post_form("/assistant", &[("question", TEMPLATE)]).await.status, 303);
        for page in [
            format!("/help/{slug}"),
            "/help".into(),
            format!("/tickets/{number}"),
            "/tickets".into(),
            "/assistant".into(),
            "/tickets/new?from=assistant".into(),
        ] {
            assert_text(&alice.get(&page).await.text(), &page);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e13_the_assistant_is_asked_and_answers_in_text() {
    const MARKUP: &str = "<img src=x onerror=alert(1)> **zeppelin** </textarea><script>alert(1)</script>";
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let parts = [("title", MARKUP), ("summary", MARKUP), ("questions", MARKUP), ("body", MARKUP)];
        let parts = parts.into_iter().fold(Parts::new(), |parts, (name, value)| parts.field(name, value));
        let parts = parts.field("category", "plan").field("audience", "public");
        let sent = grace.post_parts("/help/manage/new", parts).await;
        let slug = sent.location().trim_start_matches("/help/manage/").trim_end_matches("?done=saved").to_owned();
        assert_eq!(grace.post_form(&format!("/help/manage/{slug}/publish"), &[("version", "1")]).await.status, 303);
        let alice = site.sign_in("alice").await;
        for question in [MARKUP, "zeppelin"] {
            assert_eq!(alice.post_form("/assistant", &[("question", question)]).await.status, 303);
        }
        for path in ["/assistant", "/tickets/new?from=assistant"] {
            let page = alice.get(path).await.text();
            assert!(page.contains("&lt;img src=x") && page.contains("**zeppelin**"), "{path}: {page}");
            for piece in ["<img src=x", "<script>alert", "</textarea><script"] {
                assert!(!page.contains(piece), "{path}: {piece} in {page}");
            }
        }
        // What goes on to a person is the question, and what was answered as a quote.
        let begun = alice.get("/tickets/new?from=assistant").await.text();
        assert!(begun.contains("I asked: zeppelin") && begun.contains("&gt; &lt;img src=x"), "{begun}");
    }
}
