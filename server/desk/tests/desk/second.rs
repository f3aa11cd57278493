//! Two-factor authentication: the second step of signing in.

use super::helpers::{credentials, desk_at, number_in, person, refusal};
use super::reset::mailed;
use super::support::demo;
use desk::Desk;
use desk::demo::PASSWORD;
use desk::people::access::drop_second;
use desk::people::account::account;
use desk::people::second::{begin, confirm_code, enter, renew_codes, switch_off, uri};
use desk::people::{Browser, Person, find, reset, sign_in};
use domain::people::account::Second;
use domain::{Because, Reason, Refusal};
use std::slice::from_ref;
use totp_rs::{Algorithm, TOTP};

const ALICE: &str = "alice@harbourline.example";

fn browser() -> Browser {
    Browser { address: [198, 51, 100, 7].into(), device: "Test".into() }
}

/// The code that alice's phone shows now; `later` in half minutes.
async fn code(desk: &Desk, alice: &Person, later: i64) -> String {
    let Second::Begun { secret } = account(desk, alice).await.unwrap().second else { panic!("not begun") };
    shown(&secret, desk.now() + later * 30_000)
}

fn shown(secret: &str, at: i64) -> String {
    let bytes = totp_rs::Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
    let totp = TOTP::new_unchecked(Algorithm::SHA1, 6, 1, 30, bytes);
    totp.generate(u64::try_from(at / 1000).unwrap())
}

/// Switches it on for alice: her secret and her recovery codes.
async fn on(desk: &Desk, alice: &Person) -> (String, Vec<String>) {
    begin(desk, alice, PASSWORD, &browser()).await.unwrap();
    let Second::Begun { secret } = account(desk, alice).await.unwrap().second else { panic!("not begun") };
    let codes = confirm_code(desk, alice, &shown(&secret, desk.now())).await.unwrap();
    (secret, codes)
}

#[tokio::test]
async fn it_asks_for_nothing_before_a_first_code_has_come() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let wrong = refusal(begin(desk, &alice, "wrong", &browser()).await);
        assert_eq!(wrong.about("old_password"), Some(&Reason::WrongPassword));
        assert_eq!(refusal(uri(desk, &alice).await), Refusal::NotFound);
        begin(desk, &alice, PASSWORD, &browser()).await.unwrap();
        assert!(
            uri(desk, &alice).await.unwrap().starts_with("otpauth://totp/Portico:alice%40harbourline.example?secret=")
        );
        assert!(!sign_in(desk, &credentials(ALICE, PASSWORD, false)).await.unwrap().half, "not confirmed yet");
        let wrong = refusal(confirm_code(desk, &alice, "000000").await);
        assert_eq!(wrong.about("code"), Some(&Reason::WrongCode));
        let right = code(desk, &alice, 0).await;
        let wide = |digits: &str| -> String {
            digits.chars().map(|digit| char::from_u32(u32::from(digit) + 0xfee0).unwrap()).collect()
        };
        let typed = format!("{} {}", &right[..3], wide(&right[3..]));
        let codes = confirm_code(desk, &alice, &typed).await.unwrap();
        assert_eq!(codes.len(), 10);
        assert_eq!(refusal(uri(desk, &alice).await), Refusal::NotFound, "the secret is never shown again");
        assert_eq!(refusal(begin(desk, &alice, PASSWORD, &browser()).await), Refusal::Conflict);
        assert_eq!(mailed(desk, "second_factor").await.len(), 1, "its owner is told");
    }
}

#[tokio::test]
async fn half_a_sign_in_is_no_session_and_a_code_counts_once() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let (secret, _) = on(desk, &alice).await;
        let half = sign_in(desk, &credentials(ALICE, PASSWORD, true)).await.unwrap();
        assert!(half.half && find(desk, &half.text).await.unwrap().is_none());
        let used = shown(&secret, desk.now());
        assert_eq!(
            refusal(enter(desk, from_ref(&half.text), &used, &browser()).await).about("code"),
            Some(&Reason::WrongCode)
        );
        let later = desk_at(&test, desk.now() + 30_000).await;
        let fresh = shown(&secret, later.now());
        assert_eq!(refusal(enter(&later, &["nonsense".to_owned()], &fresh, &browser()).await), Refusal::SignedOut);
        let whole = enter(&later, from_ref(&half.text), &fresh, &browser()).await.unwrap();
        assert!(!whole.half && whole.max_age_seconds.is_some_and(|seconds| seconds > 600), "remembered");
        assert!(find(&later, &whole.text).await.unwrap().is_some());
        assert_eq!(
            refusal(enter(&later, from_ref(&half.text), &fresh, &browser()).await),
            Refusal::SignedOut,
            "used up"
        );
        let again = sign_in(&later, &credentials(ALICE, PASSWORD, false)).await.unwrap();
        let stale = desk_at(&test, later.now() + 11 * 60_000).await;
        assert_eq!(
            refusal(enter(&stale, from_ref(&again.text), &shown(&secret, stale.now()), &browser()).await),
            Refusal::SignedOut
        );
    }
}

#[tokio::test]
async fn g08_codes_cannot_be_guessed_from_many_addresses() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        on(desk, &alice).await;
        let half = sign_in(desk, &credentials(ALICE, PASSWORD, false)).await.unwrap();
        let mut looked_at = 0;
        for n in 0..40 {
            let from = Browser { address: [203, 0, 113, n].into(), device: String::new() };
            looked_at += usize::from(matches!(
                refusal(enter(desk, from_ref(&half.text), "12345x", &from).await),
                Refusal::Invalid(_)
            ));
        }
        assert_eq!(looked_at, 10);
    }
}

#[tokio::test]
async fn recovery_codes_let_in_once_each() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let (_, codes) = on(desk, &alice).await;
        for wanted in [true, false] {
            let half = sign_in(desk, &credentials(ALICE, PASSWORD, false)).await.unwrap();
            let typed = codes[0].to_uppercase().replace('-', " ");
            assert_eq!(enter(desk, from_ref(&half.text), &typed, &browser()).await.is_ok(), wanted);
        }
        assert_eq!(account(desk, &alice).await.unwrap().second, Second::On { codes: 9 });
        let fresh = renew_codes(desk, &alice, PASSWORD, &browser()).await.unwrap();
        let half = sign_in(desk, &credentials(ALICE, PASSWORD, false)).await.unwrap();
        assert!(enter(desk, from_ref(&half.text), &codes[1], &browser()).await.is_err(), "the old ones are gone");
        enter(desk, from_ref(&half.text), &fresh[0], &browser()).await.unwrap();
        let bruno = person(desk, "bruno").await;
        assert_eq!(refusal(renew_codes(desk, &bruno, PASSWORD, &browser()).await), Refusal::NotFound);
    }
}

#[tokio::test]
async fn a_mailed_link_does_not_go_around_it_and_the_desk_helps() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        on(desk, &alice).await;
        reset::ask(desk, ALICE).await.unwrap();
        let link = mailed(desk, "reset").await.pop().unwrap();
        let token = reset::reset(desk, &link, "harbour cranes at dawn", &browser()).await.unwrap();
        assert!(token.half && find(desk, &token.text).await.unwrap().is_none());
        let iris = person(desk, "iris").await;
        assert_eq!(refusal(drop_second(desk, &iris, "alice").await), Refusal::Forbidden(Because::ReadOnly));
        let grace = person(desk, "grace").await;
        drop_second(desk, &grace, "alice").await.unwrap();
        assert!(!sign_in(desk, &credentials(ALICE, "harbour cranes at dawn", false)).await.unwrap().half);
        for table in ["second_factors", "recovery_codes", "half_sign_ins"] {
            assert_eq!(number_in(desk, &format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }
}

#[tokio::test]
async fn switching_it_off_takes_the_password() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        on(desk, &alice).await;
        assert!(matches!(refusal(switch_off(desk, &alice, "wrong", &browser()).await), Refusal::Invalid(_)));
        switch_off(desk, &alice, PASSWORD, &browser()).await.unwrap();
        assert_eq!(account(desk, &alice).await.unwrap().second, Second::Off);
        assert!(!sign_in(desk, &credentials(ALICE, PASSWORD, false)).await.unwrap().half);
    }
}
