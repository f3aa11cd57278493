//! Password reset.

use super::helpers::{account, credentials, number_in, refusal, sql, token};
use super::support::demo;
use desk::Desk;
use desk::demo::PASSWORD;
use desk::people::reset::{ask, check_link, hand_out, reset};
use desk::people::{Browser, find, sign_in};
use domain::{Reason, Refusal};
use sea_orm::{ConnectionTrait, Statement};

const NEW: &str = "harbour cranes at dawn";

fn elsewhere() -> Browser {
    Browser { address: [198, 51, 100, 7].into(), device: "Another browser".into() }
}

/// The tokens in the mails of a kind that wait, oldest first.
pub async fn mailed(desk: &Desk, kind: &str) -> Vec<String> {
    let query = format!("SELECT data FROM mails WHERE kind = '{kind}' ORDER BY id");
    let statement = Statement::from_string(desk.db().backend(), query);
    let rows = desk.db().read().query_all_raw(statement).await.unwrap();
    let data = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
    data.map(|data| data.rsplit('/').next().unwrap().chars().take(64).collect()).collect()
}

async fn asked(desk: &Desk, login: &str) -> String {
    ask(desk, login).await.unwrap();
    mailed(desk, "reset").await.pop().unwrap()
}

#[tokio::test]
async fn g06_a_link_works_once_and_in_any_browser() {
    for test in demo().await {
        let desk = &test.desk;
        let before = token(desk, "alice@harbourline.example", true).await;
        let link = asked(desk, " Alice@Harbourline.example").await;
        check_link(desk, &link).await.unwrap();
        check_link(desk, &link).await.unwrap();
        let fresh = reset(desk, &link, NEW, &elsewhere()).await.unwrap();
        let person = find(desk, &fresh.text).await.unwrap().unwrap();
        assert_eq!(person.login, "alice@harbourline.example");
        assert!(find(desk, &before.text).await.unwrap().is_none(), "all other sessions have ended");
        assert_eq!(refusal(check_link(desk, &link).await), Refusal::NotFound);
        assert_eq!(refusal(reset(desk, &link, NEW, &elsewhere()).await), Refusal::NotFound);
        sign_in(desk, &credentials("alice@harbourline.example", NEW, false)).await.unwrap();
        refusal(sign_in(desk, &credentials("alice@harbourline.example", PASSWORD, false)).await);
        assert_eq!(mailed(desk, "password_changed").await.len(), 1, "its owner is told");
    }
}

#[tokio::test]
async fn g06_links_end_and_are_kept_as_hashes() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "UPDATE users SET username = 'alice.k' WHERE slug = 'alice'").await;
        let link = asked(desk, "Alice.K").await;
        assert_eq!(link.len(), 64, "256 bits");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM account_links").await, 1);
        sql(desk, &format!("UPDATE account_links SET expires_at = {}", desk.now())).await;
        assert_eq!(refusal(check_link(desk, &link).await), Refusal::NotFound, "an hour is over");
        assert_eq!(refusal(reset(desk, &link, NEW, &elsewhere()).await), Refusal::NotFound);
        for odd in ["", "0", "%", "*", "\0", &"a".repeat(64), &"a".repeat(100_000), &link.to_uppercase()] {
            assert_eq!(refusal(check_link(desk, odd).await), Refusal::NotFound, "{odd:.70}");
        }
    }
}

#[tokio::test]
async fn g06_of_two_who_come_at_once_one_gets_in() {
    for test in demo().await {
        let desk = &test.desk;
        let link = asked(desk, "alice@harbourline.example").await;
        let tries: Vec<_> = (0..6)
            .map(|n| {
                let (desk, link) = (desk.clone(), link.clone());
                tokio::spawn(async move { reset(&desk, &link, &format!("{NEW} {n}"), &elsewhere()).await.is_ok() })
            })
            .collect();
        let mut let_in = 0;
        for one in tries {
            let_in += usize::from(one.await.unwrap());
        }
        assert_eq!(let_in, 1);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM sessions").await, 1);
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_links_and_unlocks() {
    for test in demo().await {
        let desk = &test.desk;
        for _ in 0..9 {
            refusal(sign_in(desk, &credentials("alice@harbourline.example", "guess", false)).await);
        }
        let right = credentials("alice@harbourline.example", PASSWORD, false);
        assert!(matches!(refusal(sign_in(desk, &right).await), Refusal::TooMany { .. }), "locked out");
        let (one, two) = (asked(desk, &right.login).await, asked(desk, &right.login).await);
        let browser = right.browser.clone();
        let wrong = refusal(reset(desk, &one, "password123", &browser).await);
        assert_eq!(wrong.about("password"), Some(&Reason::Guessable), "and the link is still good");
        reset(desk, &one, NEW, &browser).await.unwrap();
        assert_eq!(refusal(check_link(desk, &two).await), Refusal::NotFound);
        sign_in(desk, &credentials("alice@harbourline.example", NEW, false)).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_s_mail_is_flooded_and_nobody_is_mailed_who_may_not_sign_in() {
    for test in demo().await {
        let desk = &test.desk;
        for _ in 0..10 {
            ask(desk, "alice@harbourline.example").await.unwrap();
        }
        let links = mailed(desk, "reset").await;
        assert_eq!(links.len(), 3, "an hour");
        for link in &links {
            check_link(desk, link).await.unwrap();
        }
        ask(desk, "nobody@harbourline.example").await.unwrap();
        ask(desk, "\0").await.unwrap();
        sql(desk, "UPDATE users SET active = false WHERE slug IN ('alice', 'bruno')").await;
        ask(desk, "bruno@harbourline.example").await.unwrap();
        assert_eq!(mailed(desk, "reset").await.len(), 3);
        assert_eq!(refusal(reset(desk, &links[0], NEW, &elsewhere()).await), Refusal::NotFound, "disabled meanwhile");
        assert_eq!(refusal(hand_out(desk, "bruno@harbourline.example").await), Refusal::NotFound);
        assert_eq!(account(desk, "dmitri").await.username.as_deref(), Some("dmitri"));
        let path = hand_out(desk, "dmitri").await.unwrap();
        check_link(desk, path.strip_prefix("/reset/").unwrap()).await.unwrap();
    }
}
