//! What tickets are found by: their fields, and whether they are open.

use super::cast::{self, kept, person, say, set_status};
use super::support::demo;
use desk::Desk;
use desk::people::Person;
use desk::tickets::close::{close, reopen};
use desk::tickets::list::list;

async fn finds(desk: &Desk, person: &Person, query: &str) -> Vec<String> {
    let found = list(desk, person, query).await.unwrap();
    assert_eq!(found.total.count, found.rows.len() as u64, "{query}");
    found.rows.into_iter().map(|row| row.number).collect()
}

/// Whether it is found without closed ones, and with them.
async fn found(desk: &Desk, people: [&Person; 2], number: &str) -> [bool; 2] {
    let mut answers = Vec::new();
    for person in people {
        let holds = async |query: &str| finds(desk, person, query).await.contains(&number.to_owned());
        let (open, all) = (holds("q=unmistakable").await, holds("q=unmistakable&closed=1").await);
        let by_status = holds("q=unmistakable&status=open&status=new&status=waiting-customer").await;
        assert_eq!(by_status, open, "chosen statuses find the same");
        answers.push([open, all]);
    }
    assert_eq!(answers[0], answers[1]);
    answers[0]
}

#[tokio::test]
async fn tickets_stay_findable_however_often_they_are_closed_and_reopened() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = cast::open(desk, &alice, &cast::incident("Something unmistakable")).await;
        let (both, closed) = ([true, true], [false, true]);
        let people = [&alice, &grace];
        assert_eq!(found(desk, people, &number).await, both, "raised");
        for _ in 0..2 {
            close(desk, &alice, &number).await.unwrap();
            assert_eq!(found(desk, people, &number).await, closed, "closed");
            close(desk, &grace, &number).await.unwrap();
            assert_eq!(found(desk, people, &number).await, closed, "closed once more");
            reopen(desk, &alice, &number).await.unwrap();
            reopen(desk, &alice, &number).await.unwrap();
            assert_eq!(found(desk, people, &number).await, both, "reopened");
            set_status(desk, &grace, &number, "solved").await;
            set_status(desk, &grace, &number, "closed").await;
            assert_eq!(found(desk, people, &number).await, closed, "solved, then closed");
            say(desk, &alice, &number).await;
            assert_eq!(found(desk, people, &number).await, both, "reopened by an answer");
            set_status(desk, &grace, &number, "waiting-customer").await;
            assert_eq!(found(desk, people, &number).await, both, "from one open status to another");
        }
        let dmitri = person(desk, "dmitri").await;
        assert_eq!(found(desk, [&dmitri, &dmitri], &number).await, [false, false], "another company's");
    }
}

#[tokio::test]
async fn each_field_is_searched_by_itself() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let first = cast::open(desk, &alice, &cast::incident("Broken since last week")).await;
        let digits = first.strip_prefix("PT-").unwrap();
        let second = cast::open(desk, &alice, &cast::incident(&format!("As in {first}, pt {digits}"))).await;
        let found = async |fields: &str, text: &str| finds(desk, &alice, &format!("in={fields}&q={text}")).await;
        for text in [&first, &digits.to_owned(), &first.to_lowercase(), &first[..first.len() - 1].to_owned()] {
            let in_numbers = found("number", text).await;
            assert!(
                in_numbers.contains(&first) && in_numbers.contains(&second) == second.starts_with(text.as_str()),
                "{text}"
            );
            assert_eq!(found("subject", text).await.join(" "), second, "{text}");
            let in_both = found("number,subject", text).await;
            assert!(in_both.contains(&first) && in_both.contains(&second), "{text}");
        }
        assert_eq!(found("subject", "broken").await.join(" "), first);
        assert_eq!(found("number", "broken").await, Vec::<String>::new());
        assert_eq!(found("number,subject", &format!("broken {digits}")).await.join(" "), first, "a word of each");
        assert_eq!(found("subject", &format!("broken {digits}")).await, Vec::<String>::new());
        // The marks are not words.
        let company = kept(desk, &first).await.company_id;
        for mark in ["open", &format!("company{company}"), "@open", &format!("@company{company}")] {
            assert!(!found("number,subject", mark).await.contains(&first), "{mark}");
        }
    }
}
