//! Signing in and out, and how long a session lasts.

use super::helpers::{credentials, desk_at, number_in, refusal, sql, token};
use super::support::{NOW, TestDesk, demo};
use data_encoding::HEXLOWER;
use desk::Desk;
use desk::demo::PASSWORD;
use desk::people::{Person, find, session, sign_in, sign_out};
use domain::people::{Kind, PASSWORD_MAX};
use domain::time::{DAY, HOUR, MINUTE};
use domain::{Reason, Refusal};
use sea_orm::EntityTrait;

async fn whose(desk: &Desk, token: &str) -> Option<Person> {
    find(desk, token).await.unwrap()
}

async fn sessions(desk: &Desk) -> Vec<session::Model> {
    session::Entity::find().all(desk.db().read()).await.unwrap()
}

#[tokio::test]
async fn email_and_username_both_sign_in_whatever_case_and_space() {
    for test in demo().await {
        let desk = &test.desk;
        for (login, name, shown) in [
            ("alice@harbourline.example", "Alice Kowalska", "alice@harbourline.example"),
            (" Alice@HARBOURLINE.Example\t", "Alice Kowalska", "alice@harbourline.example"),
            ("dmitri", "Dmitri Volkov", "dmitri"),
            (" DMITRI ", "Dmitri Volkov", "dmitri"),
            ("dmitri@quayside.portico.example", "Dmitri Volkov", "dmitri"),
        ] {
            let person = whose(desk, &token(desk, login, false).await.text).await.unwrap();
            assert_eq!((person.name.as_str(), person.login.as_str()), (name, shown), "{login:?}");
        }
        let kind = async |login: &str| {
            whose(desk, &token(desk, login, false).await.text).await.unwrap().me(&desk.catalogue()).kind
        };
        assert_eq!(kind("alice@harbourline.example").await, Kind::Customer);
        assert_eq!(kind("grace@portico.example").await, Kind::Agent);
        assert_eq!(kind("admin@portico.example").await, Kind::Admin);
    }
}

#[tokio::test]
async fn whatever_does_not_fit_gets_the_same_answer_and_no_session() {
    for test in demo().await {
        let desk = &test.desk;
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'bruno'").await;
        sql(desk, "UPDATE users SET password_hash = NULL WHERE slug = 'ines'").await;
        let long = "x".repeat(PASSWORD_MAX + 1);
        for (login, password) in [
            ("alice@harbourline.example", "wrong"),
            ("alice@harbourline.example", ""),
            ("alice@harbourline.example", "Portico-Demo"),
            ("alice@harbourline.example", "portico-demo "),
            ("alice@harbourline.example", &long),
            ("alice", PASSWORD),
            ("nobody@harbourline.example", PASSWORD),
            ("", PASSWORD),
            ("", ""),
            ("%", PASSWORD),
            ("' OR 1=1 --", PASSWORD),
            ("nul\0byte", PASSWORD),
            ("bruno@harbourline.example", PASSWORD),
            ("ines@harbourline.example", PASSWORD),
            ("ines@harbourline.example", ""),
        ] {
            let refused = refusal(sign_in(desk, &credentials(login, password, true)).await);
            assert_eq!(refused, Refusal::field("login", Reason::UnknownSignIn), "{login:?} {password:?}");
        }
        assert!(sessions(desk).await.is_empty());
    }
}

#[tokio::test]
async fn guessing_is_slowed_for_the_guesser_alone() {
    for test in demo().await {
        let desk = &test.desk;
        let guess = credentials("alice@harbourline.example", "guess", false);
        let mut waits = None;
        for _ in 0..20 {
            if let Refusal::TooMany { seconds } = refusal(sign_in(desk, &guess).await) {
                waits = Some(seconds);
                break;
            }
        }
        assert!(waits.is_some_and(|seconds| (1..=601).contains(&seconds)), "{waits:?}");
        let right = credentials("ALICE@harbourline.example ", PASSWORD, false);
        assert!(
            matches!(refusal(sign_in(desk, &right).await), Refusal::TooMany { .. }),
            "not even the right one helps him"
        );
        let browser = desk::people::Browser { address: [192, 0, 2, 2].into(), ..right.browser };
        let elsewhere = desk::people::Credentials { browser, ..right };
        sign_in(desk, &elsewhere).await.unwrap();
    }
}

/// Somebody tries from a place of their own.
async fn try_from(desk: &Desk, last: u8, password: &str) -> desk::Result<desk::people::Token> {
    let typed = credentials("alice@harbourline.example", password, false);
    let browser = desk::people::Browser { address: [203, 0, 113, last].into(), ..typed.browser };
    sign_in(desk, &desk::people::Credentials { browser, ..typed }).await
}

#[tokio::test]
async fn every_process_counts_the_same_tries_and_a_restart_forgets_none() {
    for test in demo().await {
        for n in 0..60 {
            // A new process each time.
            let desk = desk_at(&test, NOW).await;
            let refused = refusal(try_from(&desk, n, "guess").await);
            assert_eq!(matches!(refused, Refusal::TooMany { .. }), n >= 30, "{n}: {refused:?}");
        }
        let desk = &test.desk;
        assert!(matches!(refusal(try_from(desk, 99, PASSWORD).await), Refusal::TooMany { seconds: 601 }));
        // A mailed link lets the owner in from anywhere, and forgives.
        desk::people::reset::ask(desk, "alice@harbourline.example").await.unwrap();
        let link = super::reset::mailed(desk, "reset").await.pop().unwrap();
        let browser = desk::people::Browser { address: [203, 0, 113, 99].into(), device: String::new() };
        desk::people::reset::reset(desk, &link, "harbour cranes at dawn", &browser).await.unwrap();
        assert_eq!(refusal(try_from(desk, 98, PASSWORD).await), Refusal::field("login", Reason::UnknownSignIn));
    }
}

#[tokio::test]
async fn right_passwords_use_nothing_up_and_what_is_over_is_put_away() {
    for test in demo().await {
        let desk = &test.desk;
        for n in 0..100 {
            try_from(desk, n % 3, PASSWORD).await.unwrap();
        }
        let count = async || number_in(desk, "SELECT COUNT(*) FROM sign_in_tries").await;
        assert_eq!(count().await, 0);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM known_networks").await, 3);
        refusal(try_from(desk, 50, "guess").await);
        assert_eq!(count().await, 3, "for the login from there, for the place, and for the login");
        desk::people::sweep(desk).await.unwrap();
        assert_eq!(count().await, 3);
        desk::people::sweep(&desk_at(&test, NOW + 11 * MINUTE).await).await.unwrap();
        assert_eq!(count().await, 0);
        // Where nobody has been for three months is no place of theirs any more.
        let later = desk_at(&test, NOW + 91 * DAY).await;
        try_from(&later, 7, PASSWORD).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM known_networks").await, 1);
    }
}

#[tokio::test]
async fn every_sign_in_has_a_token_of_its_own_and_only_its_hash_is_kept() {
    for test in demo().await {
        let desk = &test.desk;
        let (one, two) = (
            token(desk, "alice@harbourline.example", false).await,
            token(desk, "alice@harbourline.example", true).await,
        );
        assert_ne!(one.text, two.text);
        assert!(one.text.len() == 64 && one.text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!((one.max_age_seconds, two.max_age_seconds), (None, Some(30 * 24 * 3600)));
        for kept in sessions(desk).await {
            let hex = HEXLOWER.encode(&kept.token_hash);
            assert!(hex != one.text && hex != two.text, "a stolen database signs nobody in");
            assert_eq!(whose(desk, &hex).await.map(|person| person.name), None);
        }
        // Signing out ends this session and no other, and does so twice without complaint.
        sign_out(desk, &one.text).await.unwrap();
        sign_out(desk, &one.text).await.unwrap();
        sign_out(desk, "unknown").await.unwrap();
        assert!(whose(desk, &one.text).await.is_none() && whose(desk, &two.text).await.is_some());
        let count =
            async |kind: &str| number_in(desk, &format!("SELECT COUNT(*) FROM events WHERE kind = '{kind}'")).await;
        assert_eq!((count("signed_in").await, count("signed_out").await), (2, 1));
        for unknown in ["", "unknown", &one.text.to_uppercase(), &two.text[1..]] {
            assert!(whose(desk, unknown).await.is_none(), "{unknown:?}");
        }
    }
}

/// Whether the session still holds at each of the moments, none of which uses it before.
async fn holds(test: &TestDesk, remember: bool, at: i64) -> bool {
    let token = token(&test.desk, "alice@harbourline.example", remember).await;
    whose(&desk_at(test, NOW + at).await, &token.text).await.is_some()
}

#[tokio::test]
async fn an_unused_session_ends_after_twelve_hours_or_thirty_days() {
    for test in demo().await {
        assert!(holds(&test, false, 12 * HOUR - 1).await);
        assert!(!holds(&test, false, 12 * HOUR).await);
        assert!(holds(&test, true, 30 * DAY - 1).await);
        assert!(!holds(&test, true, 30 * DAY).await);
        // The next sign-in sweeps out what has ended.
        let later = desk_at(&test, NOW + 100 * DAY).await;
        token(&later, "alice@harbourline.example", false).await;
        assert_eq!(sessions(&later).await.len(), 1);
    }
}

#[tokio::test]
async fn use_prolongs_a_session_and_is_written_down_once_an_hour() {
    for test in demo().await {
        for (remember, lifetime) in [(false, 12 * HOUR), (true, 30 * DAY)] {
            sql(&test.desk, "DELETE FROM sessions").await;
            let token = token(&test.desk, "alice@harbourline.example", remember).await.text;
            let use_at = async |at: i64| {
                assert!(whose(&desk_at(&test, NOW + at).await, &token).await.is_some(), "at {at}");
                let kept = sessions(&test.desk).await.remove(0);
                (kept.used_at - NOW, kept.expires_at - NOW)
            };
            assert_eq!(use_at(MINUTE).await, (0, lifetime));
            assert_eq!(use_at(HOUR).await, (0, lifetime));
            assert_eq!(use_at(HOUR + 1).await, (HOUR + 1, HOUR + 1 + lifetime));
            assert_eq!(use_at(2 * HOUR).await, (HOUR + 1, HOUR + 1 + lifetime));
            assert_eq!(use_at(11 * HOUR).await, (11 * HOUR, 11 * HOUR + lifetime));
            assert_eq!(use_at(22 * HOUR).await, (22 * HOUR, 22 * HOUR + lifetime));
        }
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    for test in demo().await {
        let desk = &test.desk;
        let token = token(desk, "alice@harbourline.example", true).await.text;
        assert!(whose(desk, &token).await.is_some());
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'alice'").await;
        assert!(whose(desk, &token).await.is_none());
    }
}
