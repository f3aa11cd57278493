//! Setup: the first administrator of a new desk.

use super::helpers::{desk_at, number_in, refusal, sql};
use super::support::demo;
use desk::Desk;
use desk::people::setup::{FirstAdmin, create_first_admin, is_needed, new_code};
use desk::people::{Browser, find};
use domain::people::Kind;
use domain::people::account::Details;
use domain::time::DAY;
use domain::{Reason, Refusal};

fn first(code: &str, email: &str, password: &str) -> FirstAdmin {
    let details = Details { first_name: "Mia".into(), last_name: "Dorn".into(), ..Details::default() };
    FirstAdmin { code: code.into(), email: email.into(), details, password: password.into() }
}

async fn come(desk: &Desk, email: &str) -> desk::Result<desk::people::Token> {
    let browser = Browser { address: [192, 0, 2, 9].into(), device: String::new() };
    let code = new_code(desk).await.unwrap();
    create_first_admin(desk, &first(&code, email, "harbour cranes at dawn"), &browser).await
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

#[tokio::test]
async fn a_code_is_good_for_a_month_beside_newer_ones() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "UPDATE users SET active = false WHERE slug = 'admin'").await;
        let browser = Browser { address: [192, 0, 2, 9].into(), device: String::new() };
        let old = new_code(desk).await.unwrap();
        let later = desk_at(&test, desk.now() + 29 * DAY).await;
        new_code(&later).await.unwrap();
        for wrong in ["", "0", "' OR 1=1 --", "\0"] {
            let refused = refusal(
                create_first_admin(&later, &first(wrong, "a@desk.example", "harbour cranes at dawn"), &browser).await,
            );
            assert_eq!(refused.about("code"), Some(&Reason::WrongCode), "{wrong:?}");
        }
        let stale = desk_at(&test, desk.now() + 31 * DAY).await;
        assert!(
            create_first_admin(&stale, &first(&old, "a@desk.example", "harbour cranes at dawn"), &browser)
                .await
                .is_err()
        );
        create_first_admin(&later, &first(&old, "a@desk.example", "harbour cranes at dawn"), &browser).await.unwrap();
    }
}
