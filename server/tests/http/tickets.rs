//! Raising, answering and changing tickets.

use crate::support::{Answer, Parts, Visitor, sites};

const RIGHT: [(&str, &str); 4] =
    [("subject", "A subject"), ("type", "question"), ("queue", "software"), ("description", "A description")];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = RIGHT.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

/// `field: reason` of everything that was refused.
fn faults(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let faults = body["Err"]["Invalid"].as_array().unwrap_or_else(|| panic!("{body}"));
    let reason_of = |fault: &serde_json::Value| match &fault["reason"] {
        serde_json::Value::String(reason) => reason.clone(),
        reason => reason.as_object().unwrap().keys().next().unwrap().clone(),
    };
    faults.iter().map(|fault| format!("{}: {}", fault["field"].as_str().unwrap(), reason_of(fault))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_what_is_not_offered_is_refused() {
    for site in sites().await {
        let alice = site.sign_in("alice").await.script();
        let bea = site.sign_in("bea").await.script();
        let before = site.content().await;
        for (changes, refused) in [
            (vec![("queue", "workshop")], "queue: NotOffered"),
            (vec![("queue", "premier")], "queue: NotOffered"),
            (vec![("queue", "' OR 1=1 --")], "queue: NotOffered"),
            (vec![("queue", "1")], "queue: NotOffered"),
            (vec![("type", "internal-task"), ("attr.area", "Stock")], "type: NotOffered"),
            (vec![("type", "nonsense")], "type: NotOffered"),
            (vec![("priority", "nonsense")], "priority: NotOffered"),
            (vec![("company", "quayside")], "company: NotOffered"),
            (vec![("type", "request"), ("attr.request_kind", "nonsense")], "attr.request_kind: NotOffered"),
            (vec![("type", "incident")], "attr.impact: Missing"),
            (vec![("subject", " ")], "subject: Missing"),
        ] {
            let answer = alice.post_form("/tickets/new", &with(&changes)).await;
            assert_eq!((answer.status, faults(&answer)), (422, vec![refused.to_owned()]), "{changes:?}");
        }
        let change = bea.post_form("/tickets/new", &with(&[("type", "change"), ("attr.reason", "x")])).await;
        assert_eq!(faults(&change), ["type: NotOffered"], "a type that the role only reads");
        let all = alice.post_form("/tickets/new", &[]).await;
        assert_eq!(
            faults(&all),
            ["subject: Missing", "description: Missing", "type: Missing", "queue: Missing"],
            "everything at once"
        );
        before.assert_same(&site.content().await, "a refused ticket");
        assert_eq!(alice.post_form("/tickets/new", &with(&[])).await.status, 200, "the same without the mistake");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_agents_choose_from_what_is_offered() {
    for site in sites().await {
        let grace = site.sign_in("grace").await.script();
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let path = format!("/tickets/{number}/change");
        let before = site.content().await;
        for field in ["status", "queue", "priority", "assignee"] {
            for value in ["nonsense", "alice", "'; DROP TABLE tickets; --"] {
                let answer = grace.post_form(&path, &[("priority", "urgent"), (field, value)]).await;
                assert_eq!((answer.status, faults(&answer)), (422, vec![format!("{field}: NotOffered")]), "{value}");
            }
        }
        before.assert_same(&site.content().await, "a refused change");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_contacts_of_a_plan_raise_tickets() {
    for site in sites().await {
        let before = site.content().await;
        for (handle, because) in [
            ("chloe", "NoSeat"),
            ("olga", "NoSeat"),
            ("farid", "NoSeat"),
            ("grace", "NotACustomer"),
            ("admin", "NotACustomer"),
        ] {
            let visitor = site.sign_in(handle).await.script();
            let answer = visitor.post_form("/tickets/new", &with(&[])).await;
            assert_eq!(answer.status, 403, "{handle}");
            assert!(answer.text().contains(because), "{handle}: {}", answer.text());
        }
        assert_eq!(before.differences(&site.content().await), ["known_networks", "sessions"]);
        site.execute("DELETE FROM seats WHERE user_id = (SELECT id FROM users WHERE slug = 'alice')").await;
        let alice = site.sign_in("alice").await.script();
        assert_eq!(alice.post_form("/tickets/new", &with(&[])).await.status, 403, "a removed contact");
        let number = site.number_of("Label printer prints blanks after roll change").await;
        assert_eq!(alice.show(&number).await.status, 200, "still reads");
    }
}

/// Each would do harm somewhere if it came out as markup.
const HOSTILE: [&str; 8] = [
    "<script>alert(7)</script>",
    "</script><script>alert(7)</script>",
    "</title><script>alert(7)</script>",
    "</textarea><img src=x onerror=alert(7)>",
    "\"><svg onload=alert(7)>",
    "' autofocus onfocus=alert(7) '",
    "<math><mtext></mtext><style><img src=x onerror=alert(7)>",
    "<!--<script>alert(7)//-->{{7*7}}",
];

/// Tags of a page as a browser reads them, without what scripts hold.
fn tags(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let mut quoted = false;
        let end = after.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let end = end.unwrap_or(after.len());
        tags.push(after[..end].to_owned());
        rest = &after[end..];
        if after.starts_with("script") {
            rest = rest.split_once("</script").map_or("", |(_, after)| after);
        }
    }
    tags
}

fn names(page: &str) -> Vec<String> {
    let name = |tag: &String| tag.split([' ', '\n', '>']).next().unwrap_or_default().to_owned();
    tags(page).iter().map(name).collect()
}

/// How every icon of ours begins.
const ICON: &str = "svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" class=\"icon\"";

fn assert_harmless(page: &str, what: &str) {
    for tag in tags(page).into_iter().filter(|tag| tag != ICON) {
        let lower = tag.to_lowercase();
        assert!(!["math", "svg", "img src=x", "style"].iter().any(|bad| lower.starts_with(bad)), "{what}: <{tag}>");
        let outside_of_values: String = lower.split('"').step_by(2).collect();
        assert!(
            !["onload", "onerror", "onfocus", "alert"].iter().any(|bad| outside_of_values.contains(bad)),
            "{what}: <{tag}>"
        );
    }
    assert_eq!(page.matches("</title>").count(), 1, "{what}");
    assert!(!page.contains("<script>alert") && !page.contains("</script><script>alert"), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn e04_hostile_text_comes_out_as_text() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let grace = site.sign_in("grace").await;
        // As many as the menu lists of the newest activities, so that it is equally long on every page below.
        for _ in 0..domain::activities::RECENT {
            raise_with_file(&alice, "A plain subject", "A plain text", "plain.txt").await;
        }
        let plain = raise_with_file(&alice, "A plain subject", "A plain text", "plain.txt").await;
        let page = alice.get(&format!("/tickets/{plain}")).await.text();
        let expected = names(&page);
        for hostile in HOSTILE {
            let number = raise_with_file(&alice, hostile, hostile, &hostile.replace('"', "%22").replace('/', "")).await;
            for visitor in [&alice, &grace] {
                let page = visitor.get(&format!("/tickets/{number}")).await.text();
                assert_harmless(&page, hostile);
                let list = visitor.get("/tickets?sort=-number").await.text();
                assert_harmless(&list, hostile);
                assert!(
                    list.contains(&hostile.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
                    "{hostile} is listed as it was written"
                );
                let found =
                    Answer::of(visitor.request(reqwest::Method::GET, "/tickets").query(&[("q", hostile)])).await.text();
                assert_harmless(&found, hostile);
            }
            let page = alice.get(&format!("/tickets/{number}")).await.text();
            assert_eq!(names(&page), expected, "{hostile}: the same elements as on a plain ticket");
            let shown = alice.show(&number).await.json();
            assert_eq!(shown["subject"], hostile, "kept as it was written");
        }
    }
}

async fn raise_with_file(visitor: &Visitor, subject: &str, description: &str, file: &str) -> String {
    let parts = RIGHT.iter().filter(|(name, _)| matches!(*name, "type" | "queue"));
    let parts = parts.fold(Parts::new(), |parts, (name, value)| parts.field(name, value));
    let parts = parts.field("subject", subject).field("description", description).field("attr.version", description);
    let answer = visitor.post_parts("/tickets/new", parts.file(file, "text/html", "<script>alert(7)</script>")).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().trim_start_matches("/tickets/").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn e04_hostile_text_comes_back_as_text() {
    let site = crate::support::Site::start().await;
    let alice = site.sign_in("alice").await;
    let number = alice.raise("A plain subject", "A plain text").await;
    for hostile in HOSTILE {
        let fields = with(&[
            ("subject", hostile),
            ("description", hostile),
            ("queue", hostile),
            ("type", hostile),
            ("key", hostile),
            (hostile, hostile),
        ]);
        let refused = alice.post_form("/tickets/new", &fields).await;
        assert_eq!(refused.status, 422);
        assert_harmless(&refused.text(), hostile);
        assert!(
            refused.text_areas().iter().any(|(name, text)| name == "description" && text == hostile),
            "{hostile} is kept"
        );
        let conflict =
            alice.post_form(&format!("/tickets/{number}/messages"), &[("body", hostile), ("note", "1")]).await;
        assert_eq!(conflict.status, 403);
        assert_harmless(&conflict.text(), hostile);
        let signed_out = site.visitor().post_form("/tickets/new", &fields).await;
        assert_eq!(signed_out.status, 401);
        assert_harmless(&signed_out.text(), hostile);
        let wrong = site
            .visitor()
            .post_form(
                "/login",
                &[("login", hostile), ("password", "x"), ("next", hostile), ("kept.field.body", hostile)],
            )
            .await;
        assert!(matches!(wrong.status, 422 | 429));
        assert_harmless(&wrong.text(), hostile);
        let address =
            Answer::of(alice.request(reqwest::Method::GET, "/tickets").query(&[("sort", hostile), (hostile, hostile)]))
                .await;
        assert_eq!(address.status, 422);
        assert_harmless(&address.text(), hostile);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b21_an_old_ticket_is_no_way_around_a_seat() {
    for site in sites().await {
        let number = site.sign_in("alice").await.raise("Long done", "Some").await;
        let page = format!("/tickets/{number}");
        assert_eq!(site.sign_in("alice").await.post_form(&format!("{page}/close"), &[]).await.status, 303);
        site.advance(300 * 24 * 60 * 60 * 1000);
        let chloe = site.sign_in("chloe").await;
        let before = site.count("messages").await;
        assert_eq!(chloe.post_form(&format!("{page}/reopen"), &[]).await.status, 403);
        let refused = chloe.answer_ticket(&number, "Is it really done?").await;
        assert_eq!((refused.status, site.count("messages").await), (403, before));
        let shown = refused.text();
        assert!(shown.contains("closed more than 14 days ago") && shown.contains("Is it really done?"), "{shown}");
        assert!(!shown.contains("action=\"/tickets/new\"") && !shown.contains(&format!("{page}/reopen")), "{shown}");
        let alice = site.sign_in("alice").await;
        let shown = alice.get(&page).await.text();
        assert!(shown.contains(&format!("/tickets/new?about={number}")) && shown.contains("/reopen\""), "{shown}");
        let form = alice.get(&format!("/tickets/new?about={number}")).await.text();
        assert!(form.contains("Follow-up: Long done") && form.contains(&format!("This is about {number}")), "{form}");
        for chosen in ["question", "software"] {
            assert!(form.contains(&format!("<option value=\"{chosen}\" selected")), "{chosen}: {form}");
        }
        let foreign = site.sign_in("dmitri").await.get(&format!("/tickets/new?about={number}")).await.text();
        assert!(!foreign.contains("Long done"), "{foreign}");
        assert_eq!(alice.answer_ticket(&number, "Once more").await.status, 303);
        assert_eq!(chloe.answer_ticket(&number, "Good").await.status, 303, "open again, everybody answers");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_leads_on_through_the_list_it_was_opened_from() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let (first, second) = (alice.raise("Nimbostratus one", "x").await, alice.raise("Nimbostratus two", "x").await);
        let list = alice.get("/tickets?q=nimbostratus&sort=number").await.text();
        let way = |number: &str| format!("/tickets/{number}?from=q%3Dnimbostratus%26sort%3Dnumber");
        assert!(list.contains(&format!("href=\"{}\"", way(&first))), "{list}");
        let page = alice.get(&way(&first)).await.text();
        for piece in ["1 of 2", "rel=\"next\"", &way(&second), "href=\"/tickets?q=nimbostratus&amp;sort=number\""] {
            assert!(page.contains(piece), "{piece} in {page}");
        }
        assert!(
            !page.contains("rel=\"prev\"")
                && !alice.get(&format!("/tickets/{first}")).await.text().contains("rel=\"next\"")
        );
        for odd in ["%00", "page%3Dx%26sort%3Dsecret", "%22%3E%3Cimg%20src%3Dx%3E", "https%3A%2F%2Felsewhere.example"] {
            let answer = alice.get(&format!("/tickets/{first}?from={odd}")).await;
            assert_eq!(answer.status, 200, "{odd}");
            assert!(
                !answer.text().contains("<img src=x") && !answer.text().contains("href=\"https://elsewhere"),
                "{odd}"
            );
        }
        assert_eq!(site.sign_in("dmitri").await.get(&way(&first)).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_remembers_how_the_panel_stands() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("The panel", "x").await;
        for (cookie, turned) in
            [("portico_panel=turned", true), ("portico_panel=usual", false), ("portico_panel=x", false)]
        {
            let session = alice.cookie.clone().unwrap_or_default();
            let browser = alice.with_cookie(Some(format!("{session}; {cookie}")));
            let page = browser.get(&format!("/tickets/{number}")).await.text();
            let mut tags = page.split('<');
            let tag = tags.find(|tag| tag.contains("id=\"panel-fold\"")).unwrap_or_else(|| panic!("{page}"));
            let tag = tag.split('>').next().unwrap_or_default();
            assert_eq!(tag.contains(" checked"), turned, "{cookie}: {tag}");
        }
    }
}
