//! Looking after people's accounts.

use super::helpers::{account, credentials, number_in, person, refusal, sql, token};
use super::reset::mailed;
use super::support::demo;
use desk::Desk;
use desk::demo::PASSWORD;
use desk::people::access::{end_sessions, send_reset, set_active};
use desk::people::account::set_details;
use desk::people::directory::{people, profile};
use desk::people::manage::{correct, join, leave};
use desk::people::{Person, find, sign_in};
use domain::people::account::{AccountStatus, Details};
use domain::seen::SeenFields;
use domain::{Because, Reason, Refusal};

/// Somebody who registered and confirmed.
async fn somebody_waits(desk: &Desk) {
    sql(desk, "UPDATE users SET active = false, waiting_since = 1, asked_company = 'Harbour' WHERE slug = 'chloe'")
        .await;
    sql(desk, "DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE slug = 'chloe')").await;
}

/// What each of these answers: `y`es, `n`ot found, `r`ead only, `a`dmins only, your`s`elf.
async fn verdicts(desk: &Desk, who: &Person, slug: &str) -> String {
    let details = Details { first_name: "New".into(), ..Details::default() };
    let mut all = Vec::new();
    all.push(people(desk, who, "", false, 1).await.map(drop));
    all.push(profile(desk, who, slug).await.map(drop));
    all.push(correct(desk, who, slug, &details, &SeenFields::default()).await);
    all.push(send_reset(desk, who, slug).await.map(drop));
    all.push(end_sessions(desk, who, slug).await);
    all.push(set_active(desk, who, slug, false).await);
    let letter = |result: desk::Result<()>| match result {
        Ok(()) => 'y',
        Err(desk::Error::Refused(Refusal::NotFound)) => 'n',
        Err(desk::Error::Refused(Refusal::Forbidden(Because::ReadOnly))) => 'r',
        Err(desk::Error::Refused(Refusal::Forbidden(Because::AdminsOnly))) => 'a',
        Err(desk::Error::Refused(Refusal::Forbidden(Because::NotYourself))) => 's',
        Err(error) => panic!("{error}"),
    };
    all.into_iter().map(letter).collect()
}

#[tokio::test]
async fn only_those_whose_role_says_so_look_after_accounts() {
    for test in demo().await {
        let desk = &test.desk;
        // list, show, correct, reset, end sessions, disable
        for (who, whom, expected) in [
            ("alice", "bruno", "nnnnnn"),
            ("olga", "bruno", "nnnnnn"),
            ("alice", "alice", "nnnnnn"),
            ("jonas", "alice", "nnnnnn"),
            ("iris", "alice", "yyrrrr"),
            ("grace", "hugo", "yyaaaa"),
            ("grace", "admin", "yyaaaa"),
            ("grace", "nobody", "ynnnnn"),
            ("grace", "ewa", "yyyyyy"),
            ("admin", "jonas", "yyyyyy"),
            ("admin", "admin", "yyyyys"),
        ] {
            let who_asks = person(desk, who).await;
            assert_eq!(verdicts(desk, &who_asks, whom).await, expected, "{who} on {whom}");
        }
    }
}

#[tokio::test]
async fn c09_letting_somebody_in_gives_a_company_and_tells_them() {
    for test in demo().await {
        let desk = &test.desk;
        somebody_waits(desk).await;
        let grace = person(desk, "grace").await;
        let waiting = people(desk, &grace, "", true, 1).await.unwrap();
        assert_eq!((waiting.rows.len(), waiting.waiting, waiting.rows[0].status), (1, 1, AccountStatus::Waiting));
        refusal(sign_in(desk, &credentials("chloe@harbourline.example", PASSWORD, false)).await);
        let refused = refusal(join(desk, &grace, "chloe", "nowhere", "employee").await);
        assert!(refused.about("company").is_some());
        assert!(
            refusal(join(desk, &grace, "chloe", "harbourline", "admin").await).about("role").is_some(),
            "no desk role"
        );
        for _ in 0..2 {
            join(desk, &grace, "chloe", "harbourline", "employee").await.unwrap();
        }
        let chloe = person(desk, "chloe").await;
        assert_eq!(chloe.companies.len(), 1);
        assert_eq!(mailed(desk, "activated").await.len(), 1, "told once");
        let refused = refusal(join(desk, &person(desk, "admin").await, "grace", "harbourline", "employee").await);
        assert!(refused.about("company").is_some(), "who works here belongs to no customer");
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_and_comes_back_as_it_was() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let session = token(desk, "alice@harbourline.example", true).await;
        set_active(desk, &grace, "alice", false).await.unwrap();
        assert!(find(desk, &session.text).await.unwrap().is_none());
        refusal(sign_in(desk, &credentials("alice@harbourline.example", PASSWORD, false)).await);
        assert!(matches!(refusal(send_reset(desk, &grace, "alice").await), Refusal::Invalid(_)));
        set_active(desk, &grace, "alice", true).await.unwrap();
        assert!(find(desk, &session.text).await.unwrap().is_none(), "the old session stays dead");
        person(desk, "alice").await;
    }
}

#[tokio::test]
async fn whoever_holds_a_seat_stays_in_the_company() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let refused = refusal(leave(desk, &grace, "alice", "harbourline").await);
        assert_eq!(refused, Refusal::Forbidden(Because::HoldsSeat));
        for _ in 0..2 {
            leave(desk, &grace, "chloe", "harbourline").await.unwrap();
        }
        assert!(person(desk, "chloe").await.companies.is_empty());
    }
}

#[tokio::test]
async fn a_link_from_the_desk_also_unlocks() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        for _ in 0..9 {
            refusal(sign_in(desk, &credentials("dmitri", "guess", false)).await);
        }
        let right = credentials("dmitri", PASSWORD, false);
        assert!(matches!(refusal(sign_in(desk, &right).await), Refusal::TooMany { .. }));
        assert!(send_reset(desk, &grace, "dmitri").await.unwrap().is_some(), "handed over: he reads no mail");
        sign_in(desk, &right).await.unwrap();
        assert_eq!(send_reset(desk, &grace, "ewa").await.unwrap(), None);
        assert_eq!(mailed(desk, "reset").await.len(), 1);
    }
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_what_they_are_called() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        for find in ["alice", "KOWALSKA", "alice@harb", " Alice Kow"] {
            let found = people(desk, &grace, find, false, 1).await.unwrap();
            assert!(found.rows.iter().any(|row| row.slug == "alice"), "{find}");
            assert!(found.rows.len() < 5, "{find}");
        }
        assert!(people(desk, &grace, "dmitri", false, 1).await.unwrap().rows.iter().any(|row| row.slug == "dmitri"));
        for odd in ["%", "\0", "' OR 1=1 --", &"x".repeat(10_000)] {
            assert!(people(desk, &grace, odd, false, 1).await.unwrap().rows.is_empty() || odd == "\0");
        }
        let changed = Details { first_name: "Zofia".into(), last_name: "Żak".into(), ..Details::default() };
        correct(desk, &grace, "alice", &changed, &SeenFields::default()).await.unwrap();
        assert_eq!(people(desk, &grace, "żak", false, 1).await.unwrap().rows[0].name, "Zofia Żak");
        assert_eq!(account(desk, "alice").await.name, "Zofia Żak");
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM events WHERE kind = 'person_changed'").await, 1);
        let all = people(desk, &grace, "", false, 1).await.unwrap();
        let mut sorted = all.rows.clone();
        sorted.sort_by_key(|row| row.name.to_lowercase());
        assert!(all.rows.len() > 10 && all.rows[0] == sorted[0]);
    }
}

#[tokio::test]
async fn two_forms_of_one_account_change_what_each_has_changed() {
    for test in demo().await {
        let (desk, alice, grace) = (&test.desk, person(&test.desk, "alice").await, person(&test.desk, "grace").await);
        let kept = profile(desk, &grace, "alice").await.unwrap().details;
        let shown = [
            ("seen.first_name", kept.first_name.as_str()),
            ("seen.last_name", kept.last_name.as_str()),
            ("seen.position", kept.position.as_str()),
            ("seen.phone", kept.phone.as_str()),
        ];
        let seen = SeenFields::read(shown);
        let zone = "Asia/Tokyo";
        // The person themselves, while the desk has the form open.
        let own = Details { phone: "+44 20 7946 0001".into(), ..kept.clone() };
        set_details(desk, &alice, &own, zone, &seen).await.unwrap();
        let named = Details { last_name: "Nowak".into(), ..kept.clone() };
        correct(desk, &grace, "alice", &named, &seen).await.unwrap();
        let now = profile(desk, &grace, "alice").await.unwrap().details;
        assert_eq!((now.last_name.as_str(), now.phone.as_str()), ("Nowak", own.phone.as_str()), "both are kept");
        let late = correct(desk, &grace, "alice", &Details { phone: "1".into(), ..kept.clone() }, &seen).await;
        let reason = Reason::ChangedMeanwhile { by: String::new(), to: own.phone.clone(), now: own.phone };
        assert_eq!(refusal(late), Refusal::field("phone", reason));
        assert_eq!(profile(desk, &grace, "alice").await.unwrap().details, now);
    }
}
