//! The same key twice is the same thing once.

use crate::support::{Answer, Parts, Visitor, sites};

fn question<'a>(subject: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("subject", subject), ("type", "question"), ("queue", "software"), ("description", "Once only"), ("key", key)]
}

async fn raise(visitor: &Visitor, subject: &str, key: &str) -> Answer {
    visitor.post_form("/tickets/new", &question(subject, key)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn m08_the_same_key_raises_one_ticket_and_answers_the_same() {
    for site in sites().await {
        let (alice, bruno) = (site.sign_in("alice").await, site.sign_in("bruno").await);
        let tickets = site.count("tickets").await;
        let first = raise(&alice, "Once", "key-1").await;
        assert_eq!(first.status, 303);
        let after_first = site.content().await;
        let second = raise(&alice, "Once", "key-1").await;
        assert_eq!((second.status, second.location()), (303, first.location()));
        let script = raise(&alice.script(), "Once", "key-1").await;
        assert_eq!((script.status, script.json()["Ok"]["to"].as_str()), (200, Some(first.location())));
        for other in ["Once more", "once"] {
            let refused = raise(&alice, other, "key-1").await;
            assert_eq!(refused.status, 409, "other content");
            assert_eq!(raise(&alice.script(), other, "key-1").await.text(), r#"{"Err":"Conflict"}"#);
        }
        let with_file =
            question("Once", "key-1").iter().fold(Parts::new(), |parts, (name, value)| parts.field(name, value));
        assert_eq!(
            alice.post_parts("/tickets/new", with_file.file("a.txt", "text/plain", "a")).await.status,
            409,
            "a file more is other content"
        );
        let differences = after_first.differences(&site.content().await).join(" ");
        assert_eq!(differences, "(files) uploads", "nothing came of all that but a file that waits for the next try");
        assert_eq!(site.count("tickets").await, tickets + 1);

        let others = raise(&bruno, "Once", "key-1").await;
        assert_ne!(others.location(), first.location(), "another person's key is another key");
        let keyless = raise(&alice, "Once", "").await;
        assert_ne!(keyless.location(), first.location(), "without a key every time counts");
        assert_eq!(site.count("tickets").await, tickets + 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn m08_the_same_key_answers_once() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let (one, two) = (alice.raise("One", "x").await, alice.raise("Two", "x").await);
        let say = |number: &str, body: &'static str| {
            let (alice, path) = (alice.clone(), format!("/tickets/{number}/messages"));
            async move { alice.post_form(&path, &[("body", body), ("key", "key-2")]).await }
        };
        let first = say(&one, "Said once").await;
        let after_first = site.content().await;
        let again = say(&one, "Said once").await;
        assert_eq!((again.status, again.location()), (303, first.location()));
        assert_eq!(say(&one, "Said otherwise").await.status, 409);
        after_first.assert_same(&site.content().await, "the same key");
        assert_eq!(say(&two, "Said once").await.status, 303, "on another ticket it is another answer");
        assert_eq!(site.count("messages WHERE body = 'Said once'").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b08_twenty_submits_at_once_raise_one_ticket() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let tickets = site.count("tickets").await;
        for round in 0..5 {
            let key = format!("round-{round}");
            let submits = (0..20).map(|_| {
                let (alice, key) = (alice.apart(), key.clone());
                tokio::spawn(async move { raise(&alice, "At once", &key).await })
            });
            let mut places = Vec::new();
            for submit in submits.collect::<Vec<_>>() {
                let answer = submit.await.unwrap();
                assert_eq!(answer.status, 303, "{}", answer.text());
                places.push(answer.location().to_owned());
            }
            places.dedup();
            assert_eq!(places.len(), 1, "{places:?}");
        }
        assert_eq!(site.count("tickets").await, tickets + 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_neither_gaps_nor_twins() {
    for site in sites().await {
        let before: usize = site.numbers().await.len();
        let mut raising = Vec::new();
        for handle in ["alice", "bruno", "ewa", "dmitri"] {
            let visitor = site.sign_in(handle).await;
            raising.extend((0..10).map(|n| {
                let visitor = visitor.apart();
                tokio::spawn(async move { raise(&visitor, &format!("Number {n}"), "").await.status })
            }));
        }
        for raised in raising {
            assert_eq!(raised.await.unwrap(), 303);
        }
        let numbers: Vec<i64> = site.numbers().await.iter().map(|number| number[3..].parse().unwrap()).collect();
        assert_eq!(numbers.len(), before + 40);
        assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
    }
}
