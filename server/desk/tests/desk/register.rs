//! Registration: opening an account for oneself.

use super::helpers::{credentials, desk_at, number_in, refusal};
use super::reset::mailed;
use super::support::demo;
use desk::Desk;
use desk::people::register::{IN_ALL_AN_HOUR, confirm, register, registered};
use desk::people::{registration, reset, sign_in};
use domain::people::account::Registration;
use domain::time::HOUR;
use domain::{Reason, Refusal};
use sea_orm::{EntityTrait, Set};
use std::net::IpAddr;

const PASSWORD: &str = "harbour cranes at dawn";

fn tomasz() -> Registration {
    Registration {
        username: "Tomasz.W".into(),
        email: "Tomasz.Wolny@Harbourline.example ".into(),
        first_name: " Tomasz".into(),
        last_name: "Wolny".into(),
        position: "Shift lead".into(),
        phone: "+44 20 7946 0000".into(),
        company: "Harbourline".into(),
        password: PASSWORD.into(),
    }
}

fn from(last: u8) -> IpAddr {
    [198, 51, 100, last].into()
}

async fn sent(desk: &Desk) -> String {
    mailed(desk, "confirm").await.pop().unwrap()
}

#[tokio::test]
async fn c09_whoever_registers_is_nobody_until_confirmed_and_let_in() {
    for test in demo().await {
        let desk = &test.desk;
        let people = number_in(desk, "SELECT COUNT(*) FROM users").await;
        register(desk, &tomasz(), from(1)).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM users").await, people, "no account yet");
        let link = sent(desk).await;
        let shown = registered(desk, &link).await.unwrap();
        assert_eq!((shown.email.as_str(), shown.first_name.as_str()), ("tomasz.wolny@harbourline.example", "Tomasz"));
        registered(desk, &link).await.unwrap();
        confirm(desk, &link).await.unwrap();
        assert_eq!(refusal(confirm(desk, &link).await), Refusal::NotFound, "once");
        for login in ["tomasz.wolny@harbourline.example", "tomasz.w"] {
            let answer = refusal(sign_in(desk, &credentials(login, PASSWORD, false)).await);
            assert_eq!(answer.about("login"), Some(&Reason::AwaitingApproval), "nobody has let him in");
            let guessed = refusal(sign_in(desk, &credentials(login, "harbour cranes at dusk", false)).await);
            assert_eq!(guessed.about("login"), Some(&Reason::UnknownSignIn), "who guesses learns nothing");
        }
        reset::ask(desk, "tomasz.wolny@harbourline.example").await.unwrap();
        assert!(mailed(desk, "reset").await.is_empty(), "nor does a forgotten password help");
        assert_eq!(
            number_in(
                desk,
                "SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.waiting_since IS NOT NULL"
            )
            .await,
            0
        );
    }
}

#[tokio::test]
async fn an_address_with_an_account_hears_of_it_and_nobody_else_does() {
    for test in demo().await {
        let desk = &test.desk;
        let draft = Registration { email: "alice@harbourline.example".into(), ..tomasz() };
        register(desk, &draft, from(1)).await.unwrap();
        assert_eq!(mailed(desk, "taken").await.len(), 1);
        assert!(mailed(desk, "confirm").await.is_empty());
        for n in 2..6 {
            register(desk, &draft, from(n)).await.unwrap();
        }
        assert_eq!(mailed(desk, "taken").await.len(), 3, "an hour, however many try");
        let mut refused = 0;
        for _ in 0..6 {
            refused += usize::from(register(desk, &draft, from(9)).await.is_err());
        }
        assert_eq!(refused, 1, "one address asks five times an hour");
    }
}

#[tokio::test]
async fn names_that_are_taken_are_said_and_nobody_reserves_one() {
    for test in demo().await {
        let desk = &test.desk;
        let draft = Registration { username: "Dmitri".into(), ..tomasz() };
        let refused = refusal(register(desk, &draft, from(1)).await);
        assert_eq!(refused.about("username"), Some(&Reason::Taken));
        register(desk, &tomasz(), from(1)).await.unwrap();
        let one = sent(desk).await;
        register(desk, &Registration { email: "other@harbourline.example".into(), ..tomasz() }, from(1)).await.unwrap();
        let two = sent(desk).await;
        confirm(desk, &two).await.unwrap();
        assert_eq!(refusal(confirm(desk, &one).await), Refusal::Conflict, "who confirms first has the name");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM users WHERE username = 'tomasz.w'").await, 1);
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_and_links_end() {
    for test in demo().await {
        let desk = &test.desk;
        let draft = Registration { password: "tomaszwolny".into(), ..tomasz() };
        let refused = refusal(register(desk, &draft, from(1)).await);
        assert_eq!(refused.about("password"), Some(&Reason::Guessable));
        for odd in ["", "0", "%", "\0", &"a".repeat(64)] {
            assert_eq!(refusal(registered(desk, odd).await), Refusal::NotFound);
            assert_eq!(refusal(confirm(desk, odd).await), Refusal::NotFound);
        }
        register(desk, &tomasz(), from(1)).await.unwrap();
        let link = sent(desk).await;
        super::helpers::sql(desk, &format!("UPDATE registrations SET expires_at = {}", desk.now())).await;
        assert_eq!(refusal(confirm(desk, &link).await), Refusal::NotFound);
    }
}

#[tokio::test]
async fn however_many_strangers_register_the_desk_mails_so_many_and_no_more() {
    for test in demo().await {
        let desk = &test.desk;
        let earlier = |n: u64| registration::ActiveModel {
            token_hash: Set(n.to_be_bytes().to_vec()),
            username: Set(String::new()),
            email: Set(format!("somebody{n}@elsewhere.example")),
            first_name: Set("Some".into()),
            last_name: Set("Body".into()),
            position: Set(String::new()),
            phone: Set(String::new()),
            company: Set("Elsewhere".into()),
            password_hash: Set("x".into()),
            created_at: Set(desk.now()),
            expires_at: Set(desk.now() + HOUR),
        };
        let crowd = (1..IN_ALL_AN_HOUR).map(earlier);
        registration::Entity::insert_many(crowd).exec_without_returning(desk.db().read()).await.unwrap();
        register(desk, &tomasz(), from(1)).await.unwrap();
        let next = Registration { email: "next@elsewhere.example".into(), username: String::new(), ..tomasz() };
        assert!(matches!(refusal(register(desk, &next, from(2)).await), Refusal::TooMany { .. }));
        assert_eq!(mailed(desk, "confirm").await.len(), 1);
        let later = desk_at(&test, desk.now() + HOUR + 1).await;
        register(&later, &next, from(2)).await.unwrap();
    }
}
