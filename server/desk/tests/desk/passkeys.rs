//! Passkeys.

use super::helpers::{credentials, desk_at, events_of, number_in, person, refusal, sql};
use super::reset::mailed;
use super::support::demo;
use super::virtual_authenticator::{VirtualAuthenticator, client};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use data_encoding::HEXLOWER;
use desk::Desk;
use desk::demo::PASSWORD;
use desk::people::access::drop_passkeys;
use desk::people::account::account;
use desk::people::passkeys::{
    Assertion, RelyingParty, add_passkey, begin_authentication, begin_registration, challenge, remove_passkey,
    rename_passkey, sign_in_with_passkey,
};
use desk::people::{Browser, Person, Token, find, second, sign_in};
use desk::write::Actor;
use domain::{Because, Reason, Refusal};
use sea_orm::{EntityTrait, Set};
use sha2::{Digest, Sha256};

const HOST: &str = "desk.example";

fn site() -> RelyingParty {
    RelyingParty { origin: format!("https://{HOST}") }
}

fn browser() -> Browser {
    Browser { address: [198, 51, 100, 7].into(), device: "Test".into() }
}

/// A device with a key of this person's.
async fn added(desk: &Desk, person: &Person, name: &str) -> VirtualAuthenticator {
    let asked = begin_registration(desk, person, PASSWORD, &browser()).await.unwrap();
    let device = VirtualAuthenticator::new(&asked.handle);
    let said = client("create", &asked.challenge, &site().origin);
    add_passkey(desk, person, name, &said, &device.made(HOST), &site()).await.unwrap();
    device
}

/// What the device answers to a challenge.
fn assertion(device: &mut VirtualAuthenticator, challenge: &str) -> Assertion {
    let client = client("get", challenge, &site().origin);
    let (said, signature) = device.sign(HOST, &client);
    let (credential, handle) = (device.credential.clone(), device.handle.clone());
    Assertion { credential, handle, client, device: said, signature }
}

async fn enter(desk: &Desk, answer: &Assertion) -> desk::Result<Token> {
    sign_in_with_passkey(desk, answer, &site(), true, &browser()).await
}

async fn signed(desk: &Desk, device: &mut VirtualAuthenticator) -> Assertion {
    assertion(device, &begin_authentication(desk, &browser()).await.unwrap())
}

fn is_unknown(result: desk::Result<Token>) -> bool {
    refusal(result).about("login") == Some(&Reason::UnknownPasskey)
}

#[tokio::test]
async fn a_passkey_signs_in_and_stands_for_both_steps() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let wrong = refusal(begin_registration(desk, &alice, "wrong", &browser()).await);
        assert_eq!(wrong.about("old_password"), Some(&Reason::WrongPassword));
        let mut device = added(desk, &alice, " Alice’s  phone ").await;
        let own = account(desk, &alice).await.unwrap().passkeys;
        assert_eq!((own.len(), own[0].name.as_str(), &own[0].used), (1, "Alice’s phone", &None));
        assert_eq!((mailed(desk, "passkey").await.len(), events_of(desk, alice.id, "passkey_added").await), (1, 1));
        // The second step is on: a password alone would be half a sign-in.
        second::begin(desk, &alice, PASSWORD, &browser()).await.unwrap();
        sql(desk, "UPDATE second_factors SET confirmed = TRUE").await;
        assert!(sign_in(desk, &credentials("alice@harbourline.example", PASSWORD, false)).await.unwrap().half);
        let token = enter(desk, &signed(desk, &mut device).await).await.unwrap();
        assert!(!token.half && token.max_age_seconds.is_some());
        assert_eq!(find(desk, &token.text).await.unwrap().unwrap().id, alice.id);
        assert!(account(desk, &alice).await.unwrap().passkeys[0].used.is_some());
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM passkey_challenges").await, 0, "nothing is left over");
    }
}

#[tokio::test]
async fn g06_a_challenge_counts_once_for_whom_and_what_it_was_made_and_not_for_long() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut device = added(desk, &alice, "Key").await;
        let first = signed(desk, &mut device).await;
        enter(desk, &first).await.unwrap();
        assert!(is_unknown(enter(desk, &first).await), "the same answer again");
        // One that failed is used up, too.
        let challenge = begin_authentication(desk, &browser()).await.unwrap();
        let right = assertion(&mut device, &challenge);
        assert!(is_unknown(enter(desk, &Assertion { signature: vec![0; 70], ..right.clone() }).await));
        assert!(is_unknown(enter(desk, &right).await));
        let late = signed(desk, &mut device).await;
        let later = desk_at(&test, desk.now() + 5 * 60_000).await;
        assert!(is_unknown(enter(&later, &late).await), "too late");
        // A challenge of nobody's making, one for adding a key, and one for signing in where a key is added.
        assert!(is_unknown(enter(desk, &assertion(&mut device, "invented")).await));
        let asked = begin_registration(desk, &alice, PASSWORD, &browser()).await.unwrap();
        assert!(is_unknown(enter(desk, &assertion(&mut device, &asked.challenge)).await));
        let (other, bruno) = (VirtualAuthenticator::new(&asked.handle), person(desk, "bruno").await);
        for (who, challenge) in
            [(&alice, begin_authentication(desk, &browser()).await.unwrap()), (&bruno, asked.challenge)]
        {
            let said = client("create", &challenge, &site().origin);
            let refused = refusal(add_passkey(desk, who, "Key", &said, &other.made(HOST), &site()).await);
            assert_eq!(refused.about("passkey"), Some(&Reason::UnknownPasskey));
        }
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM passkeys").await, 1);
    }
}

#[tokio::test]
async fn what_was_signed_elsewhere_or_by_somebody_else_opens_nothing() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno) = (person(desk, "alice").await, person(desk, "bruno").await);
        let (mut hers, mut his) = (added(desk, &alice, "Hers").await, added(desk, &bruno, "His").await);
        assert_ne!(hers.handle, his.handle);
        let challenge = begin_authentication(desk, &browser()).await.unwrap();
        let evil = client("get", &challenge, "https://desk.example.evil");
        let (device, signature) = hers.sign(HOST, &evil);
        let there = Assertion { client: evil, device, signature, ..assertion(&mut hers, &challenge) };
        assert!(is_unknown(enter(desk, &there).await), "on another page");
        let challenge = begin_authentication(desk, &browser()).await.unwrap();
        let own = client("get", &challenge, &site().origin);
        let (device, signature) = hers.sign("evil.example", &own);
        assert!(
            is_unknown(enter(desk, &Assertion { device, signature, ..assertion(&mut hers, &challenge) }).await),
            "a key of another site"
        );
        // Her key's name with his signature, and his key that calls itself hers.
        let mut mixed = signed(desk, &mut his).await;
        mixed.credential.clone_from(&hers.credential);
        assert!(is_unknown(enter(desk, &mixed).await));
        let mut claimed = signed(desk, &mut his).await;
        claimed.handle.clone_from(&hers.handle);
        assert!(is_unknown(enter(desk, &claimed).await));
        // Somebody who only touched the device, or not even that.
        for flags in [0, 1, 4] {
            hers.flags = flags;
            assert!(is_unknown(enter(desk, &signed(desk, &mut hers).await).await), "{flags}");
        }
        hers.flags = 5;
        enter(desk, &signed(desk, &mut hers).await).await.unwrap();
    }
}

#[tokio::test]
async fn a_removed_key_and_a_disabled_person_stay_out() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let (mut one, mut two) = (added(desk, &alice, "One").await, added(desk, &alice, "Two").await);
        assert_eq!(one.handle, two.handle, "one person");
        let mut keys = account(desk, &alice).await.unwrap().passkeys;
        // Both were made at the same moment.
        keys.sort_by(|one, other| one.name.cmp(&other.name));
        let ids: Vec<_> = keys.into_iter().map(|key| key.id).collect();
        let bruno = person(desk, "bruno").await;
        for id in [ids[0].as_str(), "", "\0", "' OR 1=1"] {
            assert_eq!(refusal(remove_passkey(desk, &bruno, id).await), Refusal::NotFound, "{id}");
            assert_eq!(refusal(rename_passkey(desk, &bruno, id, "Mine").await), Refusal::NotFound, "{id}");
        }
        assert!(refusal(rename_passkey(desk, &alice, &ids[0], " ").await).about("name").is_some());
        for _ in 0..2 {
            rename_passkey(desk, &alice, &ids[0], "Old phone").await.unwrap();
        }
        assert_eq!(events_of(desk, alice.id, "passkey_renamed").await, 1);
        remove_passkey(desk, &alice, &ids[0]).await.unwrap();
        assert_eq!(refusal(remove_passkey(desk, &alice, &ids[0]).await), Refusal::NotFound);
        assert!(is_unknown(enter(desk, &signed(desk, &mut one).await).await));
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'alice'").await;
        assert!(is_unknown(enter(desk, &signed(desk, &mut two).await).await));
        sql(desk, "UPDATE users SET active = TRUE WHERE slug = 'alice'").await;
        let token = enter(desk, &signed(desk, &mut two).await).await.unwrap();
        // The phone is stolen, and the desk helps.
        let iris = person(desk, "iris").await;
        assert_eq!(refusal(drop_passkeys(desk, &iris, "alice").await), Refusal::Forbidden(Because::ReadOnly));
        assert_eq!(refusal(drop_passkeys(desk, &bruno, "alice").await), Refusal::NotFound);
        let grace = person(desk, "grace").await;
        for _ in 0..2 {
            drop_passkeys(desk, &grace, "alice").await.unwrap();
        }
        assert_eq!(events_of(desk, grace.id, "passkeys_dropped").await, 1);
        assert!(find(desk, &token.text).await.unwrap().is_none());
        assert!(is_unknown(enter(desk, &signed(desk, &mut two).await).await));
    }
}

#[tokio::test]
async fn a_key_that_counts_back_was_copied() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut device = added(desk, &alice, "Key").await;
        for _ in 0..3 {
            enter(desk, &signed(desk, &mut device).await).await.unwrap();
        }
        for counter in [0, 1, 2] {
            device.counter = Some(counter);
            assert!(is_unknown(enter(desk, &signed(desk, &mut device).await).await), "{counter} again");
        }
        device.counter = None;
        assert!(is_unknown(enter(desk, &signed(desk, &mut device).await).await), "it used to count");
        let mut never = added(desk, &alice, "Never counts").await;
        never.counter = None;
        for _ in 0..2 {
            enter(desk, &signed(desk, &mut never).await).await.unwrap();
        }
    }
}

#[tokio::test]
async fn g08_challenges_and_keys_are_counted() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let mut given = 0;
        for _ in 0..200 {
            given += usize::from(begin_authentication(desk, &browser()).await.is_ok());
        }
        assert_eq!(given, 120);
        let other = Browser { address: [203, 0, 113, 9].into(), ..browser() };
        assert!(begin_authentication(desk, &other).await.is_ok(), "another address is not slowed");
        for n in 0..20 {
            added(desk, &alice, &format!("Key {n}")).await;
        }
        let full = refusal(begin_registration(desk, &alice, PASSWORD, &browser()).await);
        assert_eq!(full.about("name"), Some(&Reason::TooManyPasskeys { max: 20 }));
        let mut unknown = VirtualAuthenticator::new(b"x");
        let mut slowed = false;
        for _ in 0..12 {
            let forged = assertion(&mut unknown, "invented");
            slowed |= matches!(refusal(enter(desk, &forged).await), Refusal::TooMany { .. });
        }
        assert!(slowed);
        let another_process = desk_at(&test, desk.now()).await;
        let forged = assertion(&mut unknown, "invented");
        assert!(matches!(refusal(enter(&another_process, &forged).await), Refusal::TooMany { .. }));
    }
}

/// A field of the test vector `packed.ES256` of WebAuthn Level 3.
fn vector(field: &str) -> Vec<u8> {
    let vectors = include_str!("../../src/people/passkeys/vectors.txt");
    let (_, fields) = vectors.split_once("\npacked.ES256\n").unwrap();
    let value = fields.lines().find_map(|line| line.strip_prefix(field)).unwrap();
    HEXLOWER.decode(value.trim().as_bytes()).unwrap()
}

/// Writes down that this challenge was given.
async fn asked(desk: &Desk, bytes: &[u8], user_id: Option<i64>) {
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let row = &challenge::ActiveModel {
        challenge_hash: Set(Sha256::digest(text.as_bytes()).to_vec()),
        user_id: Set(user_id),
        handle: Set(b"owner".to_vec()),
        expires_at: Set(desk.now() + 60_000),
    };
    let written = desk.write(Actor::Portico, |w| async move {
        challenge::Entity::insert(row.clone()).exec_without_returning(&*w).await?;
        Ok(())
    });
    written.await.unwrap();
}

/// From making the key to signing in with it; the device is not ours.
#[tokio::test]
async fn a_test_vector_of_the_standard_is_added_and_signs_in() {
    let site = RelyingParty { origin: "https://example.org".into() };
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        asked(desk, &vector("made.challenge"), Some(alice.id)).await;
        add_passkey(desk, &alice, "Key", &vector("made.client"), &vector("made.device"), &site).await.unwrap();
        asked(desk, &vector("used.challenge"), None).await;
        let answer = Assertion {
            credential: vector("credential"),
            handle: b"owner".to_vec(),
            client: vector("used.client"),
            device: vector("used.device"),
            signature: vector("used.signature"),
        };
        let token = sign_in_with_passkey(desk, &answer, &site, false, &browser()).await.unwrap();
        assert_eq!(find(desk, &token.text).await.unwrap().unwrap().id, alice.id);
    }
}
