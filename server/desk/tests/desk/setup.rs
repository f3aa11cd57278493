//! The first administrator of a new desk.

use super::cast::{number_in, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::people::setup::{First, found, is_needed};
use desk::people::{Browser, find};
use domain::Refusal;
use domain::people::Kind;
use domain::people::account::Details;

fn first(email: &str, password: &str) -> First {
    let details = Details { first_name: "Mia".into(), last_name: "Dorn".into(), ..Details::default() };
    First { email: email.into(), details, password: password.into() }
}

async fn come(desk: &Desk, email: &str) -> desk::Result<desk::people::Token> {
    let browser = Browser { address: [192, 0, 2, 9].into(), device: String::new() };
    found(desk, &first(email, "harbour cranes at dawn"), &browser).await
}

#[tokio::test]
async fn there_is_one_first_administrator_whoever_runs() {
    for test in demo().await {
        let desk = &test.desk;
        assert!(!is_needed(desk).await.unwrap());
        assert_eq!(refusal(come(desk, "late@desk.example").await), Refusal::NotFound);
        sql(desk, "UPDATE users SET active = false WHERE slug = 'admin'").await;
        assert!(is_needed(desk).await.unwrap());
        assert!(refusal(come(desk, "alice@harbourline.example").await).about("email").is_some());
        let tries: Vec<_> = (0..8)
            .map(|n| {
                let desk = desk.clone();
                tokio::spawn(async move { come(&desk, &format!("first{n}@desk.example")).await })
            })
            .collect();
        let mut tokens = Vec::new();
        for one in tries {
            tokens.extend(one.await.unwrap().ok());
        }
        assert_eq!(tokens.len(), 1);
        assert_eq!(find(desk, &tokens[0].text).await.unwrap().unwrap().kind, Kind::Admin);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM users WHERE email LIKE 'first%@desk.example'").await, 1);
        assert!(!is_needed(desk).await.unwrap());
    }
}
