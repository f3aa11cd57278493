//! One's own account.

use super::helpers::{credentials, person, refusal, sql, token};
use super::reset::mailed;
use super::support::demo;
use desk::demo::PASSWORD;
use desk::people::account::{
    account, change_email, change_password, confirm_email, email_wanted, end_own, set_details,
};
use desk::people::{Browser, find, sign_in};
use domain::people::account::Details;
use domain::seen::SeenFields;
use domain::{Reason, Refusal};

const NEW: &str = "harbour cranes at dawn";
const ADDRESS: &str = "alice.new@harbourline.example";

fn browser() -> Browser {
    Browser { address: [198, 51, 100, 7].into(), device: "Test".into() }
}

#[tokio::test]
async fn details_and_zone_are_kept_and_checked() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let wanted = Details { first_name: " Alicja ".into(), last_name: "K".into(), ..Details::default() };
        set_details(desk, &alice, &wanted, "Asia/Tokyo", &SeenFields::default()).await.unwrap();
        let own = account(desk, &alice).await.unwrap();
        assert_eq!((own.details.first_name.as_str(), own.time_zone.as_str()), ("Alicja", "Asia/Tokyo"));
        assert!(own.time_zones.contains(&own.time_zone));
        for zone in ["", "Nowhere/City", "../etc/passwd", "\0", "Etc/GMT+3"] {
            assert!(
                refusal(set_details(desk, &alice, &wanted, zone, &SeenFields::default()).await)
                    .about("time_zone")
                    .is_some(),
                "{zone}"
            );
        }
        let empty = Details::default();
        assert!(
            refusal(set_details(desk, &alice, &empty, "UTC", &SeenFields::default()).await)
                .about("first_name")
                .is_some()
        );
    }
}

#[tokio::test]
async fn g01_another_password_ends_every_session_and_goes_on_here() {
    for test in demo().await {
        let desk = &test.desk;
        let (here, elsewhere) = (
            token(desk, "alice@harbourline.example", true).await,
            token(desk, "alice@harbourline.example", false).await,
        );
        let alice = find(desk, &here.text).await.unwrap().unwrap();
        let wrong = refusal(change_password(desk, &alice, "wrong", NEW, &browser()).await);
        assert_eq!(wrong.about("old_password"), Some(&Reason::WrongPassword));
        let weak = refusal(change_password(desk, &alice, PASSWORD, "1234567890", &browser()).await);
        assert_eq!(weak.about("password"), Some(&Reason::Guessable));
        let fresh = change_password(desk, &alice, PASSWORD, NEW, &browser()).await.unwrap();
        assert!(fresh.max_age_seconds.is_some(), "it is still remembered");
        assert!(find(desk, &fresh.text).await.unwrap().is_some());
        for old in [&here, &elsewhere] {
            assert!(find(desk, &old.text).await.unwrap().is_none());
        }
        sign_in(desk, &credentials("alice@harbourline.example", NEW, false)).await.unwrap();
        assert_eq!(mailed(desk, "password_changed").await.len(), 1);
    }
}

#[tokio::test]
async fn g08_the_old_password_cannot_be_guessed_here_either() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut slowed = false;
        for _ in 0..20 {
            let refused = refusal(change_password(desk, &alice, "guess", NEW, &browser()).await);
            slowed |= matches!(refused, Refusal::TooMany { .. });
        }
        assert!(slowed);
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_and_all() {
    for test in demo().await {
        let desk = &test.desk;
        let (here, other) = (
            token(desk, "alice@harbourline.example", true).await,
            token(desk, "alice@harbourline.example", false).await,
        );
        let bruno = token(desk, "bruno@harbourline.example", false).await;
        let alice = find(desk, &here.text).await.unwrap().unwrap();
        let open = account(desk, &alice).await.unwrap().sessions;
        assert_eq!((open.len(), open.iter().filter(|one| one.here).count()), (2, 1));
        let id = &open.iter().find(|one| !one.here).unwrap().id;
        end_own(desk, &alice, Some(id)).await.unwrap();
        assert!(find(desk, &other.text).await.unwrap().is_none() && find(desk, &here.text).await.unwrap().is_some());
        let brunos = account(desk, &find(desk, &bruno.text).await.unwrap().unwrap()).await.unwrap().sessions;
        for foreign in [brunos[0].id.as_str(), id, "", "\0", "all"] {
            assert_eq!(refusal(end_own(desk, &alice, Some(foreign)).await), Refusal::NotFound, "{foreign}");
        }
        end_own(desk, &alice, None).await.unwrap();
        assert!(find(desk, &here.text).await.unwrap().is_none());
        assert!(find(desk, &bruno.text).await.unwrap().is_some(), "nobody else's");
    }
}

#[tokio::test]
async fn g09_an_address_changes_when_both_have_confirmed() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let wrong = refusal(change_email(desk, &alice, ADDRESS, "wrong", &browser()).await);
        assert_eq!(wrong.about("old_password"), Some(&Reason::WrongPassword));
        assert!(mailed(desk, "email_change").await.is_empty());
        for new_first in [false, true] {
            let wanted = if new_first { "third@harbourline.example" } else { ADDRESS };
            change_email(desk, &alice, wanted, PASSWORD, &browser()).await.unwrap();
            let links = mailed(desk, "email_change").await;
            let pair = &links[links.len() - 2..];
            let (first, second) = if new_first { (&pair[1], &pair[0]) } else { (&pair[0], &pair[1]) };
            assert_eq!(email_wanted(desk, first).await.unwrap(), wanted);
            assert!(!confirm_email(desk, first).await.unwrap(), "one is not enough");
            assert_eq!(refusal(confirm_email(desk, first).await), Refusal::NotFound, "nor the same one twice");
            assert!(confirm_email(desk, second).await.unwrap());
            assert_eq!(super::helpers::account(desk, "alice").await.email, wanted);
        }
        assert_eq!(mailed(desk, "email_changed").await.len(), 2, "the old address is told");
    }
}

#[tokio::test]
async fn g09_a_newer_change_and_a_taken_address_end_the_links() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        change_email(desk, &alice, ADDRESS, PASSWORD, &browser()).await.unwrap();
        let old = mailed(desk, "email_change").await;
        confirm_email(desk, &old[0]).await.unwrap();
        change_email(desk, &alice, "bruno@harbourline.example", PASSWORD, &browser()).await.unwrap();
        for link in &old {
            assert_eq!(refusal(confirm_email(desk, link).await), Refusal::NotFound);
        }
        let links = mailed(desk, "email_change").await;
        assert!(!confirm_email(desk, &links[2]).await.unwrap());
        assert_eq!(refusal(confirm_email(desk, &links[3]).await), Refusal::NotFound, "it is somebody else's");
        assert_eq!(super::helpers::account(desk, "alice").await.email, "alice@harbourline.example");
        let same = refusal(change_email(desk, &alice, "ALICE@harbourline.example", PASSWORD, &browser()).await);
        assert_eq!(same.about("email"), Some(&Reason::Unchanged));
        sql(desk, "UPDATE account_links SET expires_at = 0").await;
        assert_eq!(refusal(email_wanted(desk, &links[3]).await), Refusal::NotFound);
    }
}
