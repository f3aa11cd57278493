//! Markup that comes back in a message, a form or the data that a page is sent with stays text.

use crate::support::{Answer, FORMS, PAGES, Site, Visitor, calls, sites};
use reqwest::Method;

const MARKUP: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'--><svg/onload=alert(1)>";

/// As it would stand in a page that does not escape it, whole or in part.
const BROKEN_OUT: [&str; 4] = ["<script>alert", "<img src=x", "<svg/onload", "</script><script>a"];

fn assert_harmless(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {}", answer.status);
    if answer.header("content-type").starts_with("text/html") {
        let text = answer.text();
        for piece in BROKEN_OUT {
            assert!(!text.contains(piece), "{what}: {piece} in {text}");
        }
    }
}

/// Addresses with markup as the value of each of their parameters, and of others.
fn addresses(path: &str) -> Vec<String> {
    let markup: String = form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect();
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let names = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name);
    let names =
        names.chain(["q", "sort", "queue", "cols", "view", "page", "next", "messages", "error", "__err", "open"]);
    let mut addresses: Vec<String> = names.map(|name| format!("{place}?{name}={markup}")).collect();
    addresses.push(format!("{place}?{markup}={markup}"));
    addresses.push(format!("{place}/{markup}"));
    addresses
}

async fn visitors(site: &Site) -> [Visitor; 3] {
    [site.visitor(), site.sign_in("alice").await, site.sign_in("grace").await]
}

#[tokio::test(flavor = "multi_thread")]
async fn e03_markup_in_an_address_stays_text() {
    for site in sites().await {
        let visitors = visitors(&site).await;
        let number = site.numbers().await.pop().unwrap();
        let paths = PAGES.map(|path| path.replace("{number}", &number)).into_iter().chain(calls(&number));
        for path in paths.flat_map(|path| addresses(&path)) {
            for visitor in &visitors {
                let request = visitor.request(Method::GET, &path).header("Accept", "text/html");
                assert_harmless(&Answer::of(request).await, &path);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e03_markup_in_a_form_that_comes_back_stays_text() {
    const FIELDS: [&str; 14] = [
        "login",
        "password",
        "subject",
        "type",
        "queue",
        "body",
        "description",
        "name",
        "status",
        "assignee",
        "category",
        "company",
        "until",
        "place",
    ];
    for site in sites().await {
        let visitors = visitors(&site).await;
        let number = site.numbers().await.pop().unwrap();
        let fields: Vec<(&str, &str)> = FIELDS.iter().map(|name| (*name, MARKUP)).chain([(MARKUP, MARKUP)]).collect();
        for path in FORMS.map(|path| path.replace("{number}", &number)) {
            // Signing out would make everything after it a visitor's.
            for visitor in visitors.iter().filter(|_| path != "/logout") {
                assert_harmless(&visitor.post_form(&path, &fields).await, &path);
            }
        }
    }
}
