//! Visibility over HTTP. What one may not see and what never existed are the same response.

use crate::support::{
    Answer, BY_TOKEN, FORMS, OF_ASSET, PAGES, Parts, STREAM, Site, Visitor, calls, eventually, known_routes, sites,
};
use reqwest::Method;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// As many digits as a demo ticket has; it never existed.
const NEVER: &str = "PT-9731";

#[test]
fn every_route_is_tested() {
    let bare = |path: &str| path.split('?').next().unwrap_or_default().to_owned();
    let tested = PAGES.iter().chain(&FORMS).chain(&OF_ASSET).chain(&[STREAM, BY_TOKEN]);
    let tested: Vec<String> = tested.map(|path| bare(path)).collect();
    for route in known_routes() {
        let fits = |path: &String| match route.split_once("{*") {
            Some((prefix, _)) => path.starts_with(prefix),
            None if route == "/files/{id}/{name}" => path == "/files/{file}",
            None if route == "/views/{view}/{verb}" => path.starts_with("/views/abc/"),
            None => path == route,
        };
        assert!(tested.iter().any(fits), "{route} is new: add it to support/routes.rs");
    }
    assert!(known_routes().len() >= 15);
}

/// An answer without what may differ from one request to the next.
fn comparable(answer: &Answer, number: &str) -> (u16, Vec<(String, String)>, String) {
    let digits = number.trim_start_matches("PT-");
    let same = |text: &str| {
        let nonce = answer
            .header("content-security-policy")
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap_or("none");
        without_mark(text).replace(nonce, "NONCE").replace(number, "NUMBER").replace(digits, "NUMBER")
    };
    let headers = answer.headers.iter().filter(|(name, _)| name.as_str() != "date");
    let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_string(), same(value.to_str().unwrap()))).collect();
    headers.sort();
    (answer.status, headers, without_data(&same(&answer.text())))
}

/// Where the event stream goes on looks different each time.
fn without_mark(text: &str) -> String {
    match text.split_once("live.listen(").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1))) {
        Some((before, after)) => format!("{before}live.listen(){after}"),
        None => text.to_owned(),
    }
}

/// What a page hands to its script is packed: of that only the length is compared.
fn without_data(text: &str) -> String {
    let mut parts = text.split("__RESOLVED_RESOURCES[");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (data, rest) = part.split_once("\";").unwrap_or(("", part));
        kept.push_str(&format!("[{}]{rest}", data.len()));
    }
    kept
}

/// Everything that can be asked about one ticket.
async fn ask_everything(visitor: &Visitor, number: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    let script = visitor.script();
    let reads = PAGES.iter().filter(|path| path.contains("{number}")).map(|path| path.replace("{number}", number));
    for path in reads.chain(calls(number).into_iter().filter(|path| path.contains(number))) {
        answers.push((format!("GET {path}"), visitor.get(&path).await));
        answers.push((format!("HEAD {path}"), Answer::of(visitor.request(Method::HEAD, &path)).await));
    }
    let fields = [("body", "hello"), ("note", "1"), ("status", "solved"), ("assignee", ""), ("priority", "urgent")];
    for path in FORMS.iter().filter(|path| path.contains("{number}")).map(|path| path.replace("{number}", number)) {
        answers.push((format!("POST {path}"), visitor.post_form(&path, &fields).await));
        answers.push((format!("POST {path} as JSON"), script.post_form(&path, &fields).await));
        let parts = Parts::new().field("body", "hello").file("a.txt", "text/plain", "hello");
        answers.push((format!("POST {path} with a file"), visitor.post_parts(&path, parts).await));
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn a01_customer_of_another_company_gets_404_everywhere() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let subject = "Label printer prints blanks after roll change";
        let number = site.number_of(subject).await;
        assert_eq!(number.len(), NEVER.len());
        let before = site.content().await;
        let secrets = [subject, "Harbourline", "Kowalska", "alice@"];
        for ((what, seen), (_, never)) in
            ask_everything(&ewa, &number).await.iter().zip(&ask_everything(&ewa, NEVER).await)
        {
            assert_eq!(seen.status, 404, "{what}: {}", seen.text());
            assert_eq!(comparable(seen, &number), comparable(never, NEVER), "{what}");
            assert!(secrets.iter().all(|secret| !seen.text().contains(secret)), "{what}: {}", seen.text());
        }
        let after = site.content().await;
        before.assert_same(&only_files_differ(&before, after), "asking for a foreign ticket");
        let denied = "events e JOIN tickets t ON t.id = e.ticket_id JOIN users u ON u.id = e.actor_id WHERE e.kind = 'denied' AND u.slug = 'ewa'";
        let of_ticket = format!("{denied} AND t.subject = '{subject}'");
        eventually("the audit", || async { site.count(&of_ticket).await >= 10 }).await;
        assert_eq!(
            site.count("events WHERE kind = 'denied'").await,
            site.count(denied).await,
            "nothing is noted of what never existed"
        );
    }
}

/// Content that was sent along and refused may lie in the store, where nothing leads to it.
fn only_files_differ(before: &crate::support::Content, after: crate::support::Content) -> crate::support::Content {
    assert!(before.differences(&after).iter().all(|table| *table == "(files)"), "{:?}", before.differences(&after));
    before.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a01_foreign_files_are_404_like_those_that_never_existed() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let foreign = "SELECT a.public_id FROM attachments a JOIN tickets t ON t.id = a.ticket_id JOIN companies c ON c.id = t.company_id \
            WHERE c.slug <> 'smallpier' ORDER BY a.id";
        let ids = site.column(foreign).await;
        assert!(ids.len() >= 10, "{}", ids.len());
        for id in &ids {
            for visitor in [&ewa, &ewa.script()] {
                let seen = visitor.get(&format!("/files/{id}/log.txt")).await;
                let never = visitor.get("/files/abcdefghijklmnopqrstuvwxyz/log.txt").await;
                assert_eq!(seen.status, 404);
                assert_eq!(comparable(&seen, id), comparable(&never, "abcdefghijklmnopqrstuvwxyz"));
            }
            let nobody = site.visitor().get(&format!("/files/{id}/log.txt")).await;
            assert_eq!(nobody.status, 401);
        }
        let denied = "events e JOIN users u ON u.id = e.actor_id WHERE e.kind = 'denied' AND e.ticket_id IS NOT NULL AND u.slug = 'ewa'";
        eventually("the audit", || async { site.count(denied).await >= ids.len() }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a01_foreign_tickets_are_neither_listed_nor_found() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let digits = number.trim_start_matches("PT-").to_owned();
        let company = site.one("SELECT CAST(id AS TEXT) FROM companies WHERE slug = 'harbourline'").await;
        for search in [
            "blanks",
            &number,
            &digits,
            "company1",
            &format!("company{company}"),
            &format!("@company{company}"),
            "a OR blanks",
            "blanks*",
        ] {
            let query = format!("closed=1&size=200&scope=all&q={search}");
            let list = ewa.list(&query).await.json();
            let rows = list["rows"].as_array().unwrap();
            assert!(rows.iter().all(|row| row["company"] == "Smallpier Storage"), "{search}: {list}");
            assert_eq!(list["total"]["count"], rows.len(), "{search}");
            let page = ewa.get(&format!("/tickets?{query}")).await.text();
            assert!(!page.contains("Label printer prints blanks") && !page.contains("Harbourline"), "{search}");
        }
        let grace = site.sign_in("grace").await;
        assert_eq!(grace.list("closed=1&q=blanks roll").await.json()["total"]["count"], 1, "the search itself works");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a02_sight_is_given_and_taken_at_once() {
    for site in sites().await {
        let callum = site.sign_in("callum").await;
        let sofia = site.sign_in("sofia").await;
        let number = site.number_of("Tracking emails go out twice").await;
        let parts = Parts::new().field("body", "See the file").file("secret.txt", "text/plain", "secret");
        assert_eq!(callum.post_parts(&format!("/tickets/{number}/messages"), parts).await.status, 303);
        let file = site.one("SELECT public_id FROM attachments WHERE name = 'secret.txt'").await;
        let sight = |sees: bool| {
            format!(
                "UPDATE memberships SET sees_company = {sees} WHERE user_id = (SELECT id FROM users WHERE slug = 'sofia')"
            )
        };
        let own = sofia.list("closed=1&size=200").await.json()["total"]["count"].as_u64().unwrap();
        let all = callum.list("closed=1&size=200").await.json()["total"]["count"].as_u64().unwrap();
        assert!(own > 0 && own < all, "{own} of {all}");
        for (sees, status, total) in [(false, 404, own), (true, 200, all), (false, 404, own)] {
            site.execute(&sight(sees)).await;
            assert_eq!(sofia.get(&format!("/tickets/{number}")).await.status, status, "the page");
            assert_eq!(sofia.show(&number).await.status, status, "the call");
            assert_eq!(sofia.get(&format!("/files/{file}/secret.txt")).await.status, status, "the file");
            assert_eq!(sofia.list("closed=1").await.json()["total"]["count"], total, "the list");
            let answer = sofia.answer_ticket(&number, "From a colleague").await.status;
            assert_eq!(answer, if sees { 303 } else { 404 }, "the answer");
        }
        assert_eq!(site.count("messages WHERE body = 'From a colleague'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a02_who_left_the_company_sees_nothing_of_it() {
    for site in sites().await {
        let bruno = site.sign_in("bruno").await;
        let number = site.number_of("Spare batteries for the TC-type handhelds 🔋").await;
        assert_eq!(bruno.show(&number).await.status, 200);
        site.execute("DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE slug = 'bruno')").await;
        assert_eq!(bruno.show(&number).await.status, 404, "the ticket stays with the company");
        assert_eq!(bruno.list("closed=1").await.json()["total"]["count"], 0);
        assert_eq!(bruno.answer_ticket(&number, "x").await.status, 404);
    }
}

/// Numbers on all pages of a list, and the total it tells.
async fn listed(visitor: &Visitor, query: &str) -> (BTreeSet<String>, u64) {
    let (mut numbers, mut total) = (BTreeSet::new(), 0);
    for page in 1.. {
        let list = visitor.list(&format!("{query}&size=25&page={page}")).await.json();
        total = list["total"]["count"].as_u64().unwrap();
        let rows = list["rows"].as_array().unwrap();
        numbers.extend(rows.iter().map(|row| row["number"].as_str().unwrap().to_owned()));
        if rows.is_empty() || page > 20 {
            break;
        }
    }
    (numbers, total)
}

/// Opens every ticket there is, one by one.
async fn visible(site: &Site, visitor: &Visitor) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for number in site.numbers().await {
        let answer = visitor.call("tickets/show", &[("number", &number), ("messages", "1")]).await;
        assert!(matches!(answer.status, 200 | 404));
        if answer.status == 200 {
            seen.insert(number);
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_totals_count_the_visible_set_only() {
    // What the company's way of sharing lets each of them see, in the words of the demo.
    let company = |slug: &str| format!("t.company_id = (SELECT id FROM companies WHERE slug = '{slug}')");
    let own = |slug: &str| format!("t.reporter_id = (SELECT id FROM users WHERE slug = '{slug}')");
    let of_company = |slug: &str, handle: &str| format!("{} AND {}", company(slug), own(handle));
    let people = [
        ("alice", company("harbourline")),
        ("chloe", company("harbourline")),
        ("olga", company("harbourline")),
        ("dmitri", company("quayside")),
        ("ewa", of_company("smallpier", "ewa")),
        ("farid", of_company("smallpier", "farid")),
        ("rosa", company("millrace")),
        ("bea", of_company("millrace", "bea")),
        ("callum", company("ashlow")),
        ("sofia", of_company("ashlow", "sofia")),
        ("jack", company("fenmoor")),
        ("grace", "1 = 1".into()),
        ("iris", "1 = 1".into()),
        ("admin", "1 = 1".into()),
    ];
    for site in sites().await {
        // A customer's own ticket in a queue that no customer sees is not theirs to see either.
        site.execute("UPDATE tickets SET queue_id = (SELECT id FROM queues WHERE slug = 'workshop') WHERE subject = 'Old stock lists as a file, please'").await;
        site.execute("UPDATE tickets SET queue_id = (SELECT id FROM queues WHERE slug = 'workshop') WHERE subject LIKE 'Labels that survive%'").await;
        for (handle, sees) in &people {
            let visitor = site.sign_in(handle).await;
            let is_staff = sees == "1 = 1";
            let reach = "t.queue_id <> (SELECT id FROM queues WHERE slug = 'workshop') AND t.type_id <> (SELECT id FROM ticket_types WHERE slug = 'internal-task')";
            let sees = if is_staff { sees.clone() } else { format!("{sees} AND {reach}") };
            let expected = site.count(&format!("tickets t WHERE {sees}")).await as u64;
            let (numbers, total) = listed(&visitor, "closed=1").await;
            assert_eq!(total, expected, "{handle}: the total");
            assert_eq!(numbers, visible(&site, &visitor).await, "{handle}: listed and opened are the same");
            assert_eq!(numbers.len() as u64, expected, "{handle}: the rows");
            let open = site.count(&format!("tickets t WHERE {sees} AND NOT t.closed")).await as u64;
            assert_eq!(listed(&visitor, "").await.1, open, "{handle}: open ones");
            let mine = if is_staff { "assignee_id" } else { "reporter_id" };
            let mine = site
                .count(&format!("tickets t WHERE {sees} AND t.{mine} = (SELECT id FROM users WHERE slug = '{handle}')"))
                .await as u64;
            assert_eq!(listed(&visitor, "closed=1&scope=mine").await.1, mine, "{handle}: mine");
            let page = visitor.get("/tickets?closed=1").await.text();
            assert!(expected == 0 || page.contains(&format!("of {expected}<")), "{handle}: the page says {expected}");
            let past = visitor.list("closed=1&page=50").await.json();
            assert_eq!(past["total"]["count"], expected, "{handle}: past the end");
        }
        let ewa = site.sign_in("ewa").await;
        assert_eq!(ewa.list("closed=1&q=damp cellar").await.json()["total"]["count"], 0, "nor is it found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a10_customers_get_nothing_of_private_notes() {
    for site in sites().await {
        let grace = site.sign_in("grace").await;
        let marek = site.sign_in("marek").await;
        let alice = site.sign_in("alice").await;
        let number = alice.raise("About the notes", "A question").await;
        assert_eq!(grace.answer_ticket(&number, "A public answer").await.status, 303);
        let earlier = alice.get(&format!("/tickets/{number}")).await;
        let shown = alice.show(&number).await.text();
        let before = alice.list("").await.text();
        let order = alice.list("sort=-changed").await.text();
        assert!(!before.contains("\"unread\":true,\"number\""));
        let note = Parts::new().field("body", "SECRET NOTE").field("note", "1").file(
            "secret-plan.txt",
            "text/plain",
            "SECRET FILE",
        );
        assert_eq!(marek.post_parts(&format!("/tickets/{number}/messages"), note).await.status, 303);
        let file = site.one("SELECT public_id FROM attachments WHERE name = 'secret-plan.txt'").await;
        let message = site.one("SELECT public_id FROM messages WHERE body = 'SECRET NOTE'").await;

        // That Marek sees the ticket is told to everybody on it, note or not; that he wrote is told by nothing.
        let secrets = ["SECRET NOTE", "secret-plan", &file, &message];
        let hides =
            |what: &str, text: &str| assert!(secrets.iter().all(|secret| !text.contains(secret)), "{what}: {text}");
        for path in [
            format!("/tickets/{number}"),
            format!("/tickets/{number}?messages=1"),
            format!("/tickets/{number}?shown=framed"),
            "/tickets".into(),
        ] {
            hides(&path, &alice.get(&path).await.text());
        }
        assert_eq!(alice.show(&number).await.text(), shown, "the call answers what it answered before the note");
        assert_eq!(alice.list("").await.text(), before, "no unread mark, no later change, no other order");
        assert_eq!(alice.list("sort=-changed").await.text(), order);
        assert_eq!(alice.get(&format!("/tickets/{number}")).await.bytes.len(), earlier.bytes.len(), "the page neither");
        let one = alice.call("tickets/show", &[("number", &number), ("messages", "1")]).await.json();
        assert_eq!(one["earlier"], 2, "question and automatic answer are counted, the note is not");
        for visitor in [&alice, &alice.script()] {
            let answer = visitor.get(&format!("/files/{file}/secret-plan.txt")).await;
            let never = visitor.get("/files/abcdefghijklmnopqrstuvwxyz/secret-plan.txt").await;
            assert_eq!(comparable(&answer, &file), comparable(&never, "abcdefghijklmnopqrstuvwxyz"));
        }
        assert_eq!(alice.list("q=SECRET").await.json()["total"]["count"], 0);

        let desk = grace.show(&number).await.text();
        assert!(
            desk.contains("SECRET NOTE") && desk.contains("secret-plan.txt") && desk.contains("Marek"),
            "agents see it: {desk}"
        );
        assert_eq!(grace.get(&format!("/files/{file}/x")).await.bytes, b"SECRET FILE");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a10_no_note_of_the_demo_reaches_a_customer() {
    for site in sites().await {
        let notes = "SELECT m.body FROM messages m JOIN tickets t ON t.id = m.ticket_id JOIN companies c ON c.id = t.company_id WHERE m.note AND c.slug = ";
        for (handle, company) in [("alice", "harbourline"), ("dmitri", "quayside"), ("rosa", "millrace")] {
            let visitor = site.sign_in(handle).await;
            let notes = site.column(&format!("{notes}'{company}'")).await;
            assert!(!notes.is_empty(), "{company} has notes");
            for number in visible(&site, &visitor).await {
                let shown = visitor.show(&number).await.json();
                let count = shown["conversation"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|entry| entry.get("Message").is_some())
                    .count();
                let digits = number.trim_start_matches("PT-");
                let public = site
                    .count(&format!(
                        "messages m JOIN tickets t ON t.id = m.ticket_id WHERE NOT m.note AND t.number = {digits}"
                    ))
                    .await;
                assert_eq!(count, public, "{number}");
                let text = shown.to_string();
                assert!(
                    notes.iter().all(|note| !text.contains(serde_json::to_string(note).unwrap().trim_matches('"'))),
                    "{number}: {text}"
                );
                assert!(!text.contains("\"note\":true"), "{number}: {text}");
                assert_eq!(shown["choices"], serde_json::Value::Null, "{number}: choices are for agents");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a10_customers_write_no_notes() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = alice.raise("Mine", "A question").await;
        let before = site.content().await;
        let answer =
            alice.script().post_form(&format!("/tickets/{number}/messages"), &[("body", "x"), ("note", "1")]).await;
        assert_eq!((answer.status, answer.text().as_str()), (403, r#"{"Err":{"Forbidden":"AgentsOnly"}}"#));
        before.assert_same(&site.content().await, "a customer's note");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a11_a_read_only_agent_changes_nothing() {
    for site in sites().await {
        let iris = site.sign_in("iris").await;
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let closed = site.one("SELECT CAST(number AS TEXT) FROM tickets WHERE closed ORDER BY number LIMIT 1").await;
        let before = site.content().await;
        let fields = [
            ("body", "hello"),
            ("subject", "hello"),
            ("type", "question"),
            ("queue", "software"),
            ("description", "hello"),
            ("priority", "urgent"),
            ("status", "waiting"),
            ("assignee", "iris"),
        ];
        // To subscribe is a person's own affair and needs no more than sight; so are the columns of their list, their views, what
        // they begin to write and what is new for them; to write on a ticket is not: policy.rs.
        let own_affair = [
            "/login",
            "/logout",
            "/forgot",
            "/register",
            "/confirm/{token}",
            "/reset/{token}",
            "/account",
            "/setup",
            "/account/second/begin",
            "/account/second/confirm",
            "/account/second/codes",
            "/account/second/off",
            "/login/code",
            "/login/passkey",
            "/login/passkey/begin",
            "/account/passkeys",
            "/account/passkeys/begin",
            "/account/passkeys/{id}/{verb}",
            "/account/picture",
            "/account/picture/remove",
            "/account/password",
            "/account/email",
            "/account/email/{token}",
            "/account/sessions/{id}",
            "/admin/people/{slug}/{verb}",
            "/admin/companies/{slug}/{verb}",
            "/account/notifications",
            "/admin/mails/{id}/{verb}",
            "/frame",
            "/tickets/columns",
            "/assets/columns",
            "/tickets/{number}/seen",
            "/tickets/{number}/subscribe",
            "/tickets/{number}/unsubscribe",
            "/drafts",
            "/drafts/discard",
            "/uploads",
            "/uploads/{id}/remove",
            "/activities/read",
            "/activities/{number}/remove",
            "/activities/{number}/restore",
            "/help/{slug}/feedback",
            "/assistant",
            "/assistant/clear",
        ];
        // Without a company or a request that there is, those of the plan find nothing, and those who write no articles none; a chat that
        // somebody may not answer is not there, and customers alone are called back.
        let hidden = ["/plan", "/help/manage", "/admin/plans", "/chat/", "/support/callback", "/work/calls/"];
        let refuses = |path: &str, status: u16| {
            status == 403 || (status == 404 && hidden.iter().any(|place| path.starts_with(place)))
        };
        for path in FORMS.iter().filter(|path| !own_affair.contains(path) && !path.starts_with("/views")) {
            for number in [number.clone(), format!("PT-{closed}")] {
                let path = path.replace("{number}", &number);
                for visitor in [&iris, &iris.script()] {
                    let status = visitor.post_form(&path, &fields).await.status;
                    assert!(refuses(&path, status), "{path}: {status}");
                    for (name, value) in fields {
                        let status = visitor.post_form(&path, &[(name, value)]).await.status;
                        assert!(refuses(&path, status), "{path} {name}: {status}");
                    }
                    let status = visitor.post_form(&path, &[("body", "hello"), ("note", "1")]).await.status;
                    assert!(refuses(&path, status), "{path} as a note: {status}");
                }
            }
        }
        before.assert_same(&site.content().await, "a read-only agent");
        let page = iris.get(&format!("/tickets/{number}")).await.text();
        assert!(!page.contains("name=\"body\"") && !page.contains("name=\"status\""), "nothing is offered either");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a11_rights_end_where_a_team_s_queues_end() {
    for site in sites().await {
        let jonas = site.sign_in("jonas").await.script();
        let print = site.number_of("Label printer prints blanks after roll change").await;
        let software = site.number_of("Cycle count shows differences that are not there").await;
        assert_eq!(jonas.answer_ticket(&software, "x").await.text(), r#"{"Err":{"Forbidden":"ReadOnly"}}"#);
        assert_eq!(
            jonas.post_form(&format!("/tickets/{software}/change"), &[("queue", "print")]).await.status,
            403,
            "nor may a ticket be fetched"
        );
        let away = jonas.post_form(&format!("/tickets/{print}/change"), &[("queue", "software")]).await;
        assert_eq!(away.text(), r#"{"Err":{"Invalid":[{"field":"queue","reason":"NotOffered"}]}}"#);
        assert_eq!(jonas.post_form(&format!("/tickets/{print}/change"), &[("queue", "consumables")]).await.status, 200);
        let chloe = site.sign_in("chloe").await.script();
        let change = site.number_of("Move the bin numbering of hall B from two digits to three").await;
        assert_eq!(chloe.show(&change).await.status, 200, "a type that may be read");
        assert_eq!(chloe.answer_ticket(&change, "x").await.status, 403, "and not changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a16_ids_in_addresses_cannot_be_guessed() {
    for site in sites().await {
        let (first, second) = (site.sign_in("alice").await, site.sign_in("alice").await);
        assert_ne!(first.cookie, second.cookie, "each browser has a session of its own");
        assert_eq!(first.list("closed=1").await.json(), second.list("closed=1").await.json());
        for table in ["attachments", "messages"] {
            let ids = site.column(&format!("SELECT public_id FROM {table} ORDER BY id")).await;
            let beginnings: BTreeSet<&str> = ids.iter().map(|id| &id[..8]).collect();
            assert_eq!((ids.len() > 10, beginnings.len()), (true, ids.len()), "{table}: none follows from another");
            assert!(ids.iter().all(|id| id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())));
            for row in site.column(&format!("SELECT CAST(id AS TEXT) FROM {table} ORDER BY {table}.id LIMIT 20")).await
            {
                for visitor in [&first, &second] {
                    assert_eq!(visitor.get(&format!("/files/{row}/x")).await.status, 404, "the database's own ids");
                }
            }
        }
        for row in site.column("SELECT CAST(id AS TEXT) FROM tickets ORDER BY tickets.id").await {
            assert_eq!(first.show(&row).await.status, 404, "ticket {row}");
        }
        for number in site.numbers().await {
            let status = first.show(&number).await.status;
            assert_eq!(second.show(&number).await.status, status, "{number}: authorised for each alike");
        }
    }
}

/// The time of an answer, which must be 404. What is noted of a denied look is written before the next one.
async fn time_of(visitor: &Visitor, path: &str) -> Duration {
    let begun = Instant::now();
    assert_eq!(visitor.get(path).await.status, 404, "{path}");
    let taken = begun.elapsed();
    tokio::time::sleep(Duration::from_millis(4)).await;
    taken
}

/// How much longer or shorter it takes to be told nothing of `foreign` than of `never`, and how much the latter's own times
/// differ: half of them lie within that range.
async fn difference(visitor: &Visitor, foreign: &str, never: &str) -> (Duration, Duration) {
    let (mut foreigns, mut nevers) = (Vec::new(), Vec::new());
    for round in 0..80 {
        // Each goes first as often as the other.
        if round % 2 == 0 {
            foreigns.push(time_of(visitor, foreign).await);
        }
        nevers.push(time_of(visitor, never).await);
        if round % 2 == 1 {
            foreigns.push(time_of(visitor, foreign).await);
        }
    }
    foreigns.sort();
    nevers.sort();
    (foreigns[40].abs_diff(nevers[40]), nevers[60] - nevers[20])
}

#[tokio::test(flavor = "multi_thread")]
async fn a16_what_is_not_theirs_takes_as_long_as_what_never_was() {
    for site in sites().await {
        let ewa = site.sign_in("ewa").await;
        let number = site.number_of("Label printer prints blanks after roll change").await;
        let call = |number: &str| format!("/calls/tickets/show?number={number}&messages=1");
        for (foreign, never) in
            [(call(&number), call(NEVER)), (format!("/tickets/{number}"), format!("/tickets/{NEVER}"))]
        {
            let mut seen = Vec::new();
            // A true difference shows every time, another program's work does not.
            let alike = |(difference, noise): &(Duration, Duration)| difference < noise;
            while seen.len() < 5 && !seen.last().is_some_and(alike) {
                seen.push(difference(&ewa, &foreign, &never).await);
            }
            println!("{}: {foreign}: {seen:?}", site.on);
            assert!(seen.last().is_some_and(alike), "{foreign}: {seen:?}");
        }
    }
}
