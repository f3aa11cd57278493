//! Read cursors over HTTP: what the page's script reports as seen, and without scripts what was served.

use crate::support::{Answer, Site, Visitor, sites};
use reqwest::Method;

async fn is_unread(visitor: &Visitor, number: &str) -> bool {
    let list = visitor.list(&format!("q={number}")).await.json();
    list["rows"][0]["unread"].as_bool().unwrap()
}

/// What the page of a ticket lets a browser without scripts ask for.
async fn served(visitor: &Visitor, number: &str) -> Option<String> {
    let page = visitor.get(&format!("/tickets/{number}")).await.text();
    let link = page.split("<noscript><link rel=\"stylesheet\" href=\"").nth(1)?;
    link.split('"').next().map(str::to_owned)
}

async fn raised(site: &Site, alice: &Visitor) -> String {
    let number = alice.raise("Seen or not", "x").await;
    let grace = site.sign_in("grace").await;
    assert_eq!(grace.answer_ticket(&number, "An answer").await.status, 303);
    number
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_what_was_served_is_seen() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = raised(&site, &alice).await;
        for path in [format!("/tickets/{number}"), format!("/tickets/{number}?shown=framed")] {
            assert_eq!(alice.get(&path).await.status, 200);
            assert_eq!(alice.show(&number).await.status, 200);
        }
        assert!(is_unread(&alice, &number).await, "a page that was fetched has not been seen");

        let address = served(&alice, &number).await.unwrap();
        Answer::of(alice.request(Method::HEAD, &address)).await;
        Answer::of(alice.request(Method::GET, &address).header("Sec-Fetch-Site", "cross-site")).await;
        Answer::of(alice.request(Method::GET, &address).header("Sec-Purpose", "prefetch;prerender")).await;
        let dmitri = site.sign_in("dmitri").await;
        assert_eq!(dmitri.get(&address).await.status, 404);
        assert_eq!(site.visitor().get(&address).await.status, 401);
        assert!(is_unread(&alice, &number).await, "none of these is the page itself");

        for _ in 0..2 {
            let answer = alice.get(&address).await;
            assert_eq!((answer.status, answer.header("content-type"), answer.bytes.len()), (200, "text/css", 0));
        }
        assert!(!is_unread(&alice, &number).await);
        assert_eq!(served(&alice, &number).await, None, "nothing is left to be seen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_tells_what_was_seen() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let number = raised(&site, &alice).await;
        let ticket = alice.show(&number).await.json();
        let newest = ticket["first_unread"].as_str().unwrap().to_owned();
        let path = format!("/tickets/{number}/seen");
        assert_eq!(alice.script().post_form(&path, &[("message", "nonsense")]).await.status, 200);
        assert!(is_unread(&alice, &number).await, "a message that is not there changes nothing");
        assert_eq!(alice.script().post_form(&path, &[("message", &newest)]).await.status, 200);
        assert!(!is_unread(&alice, &number).await);
    }
}
