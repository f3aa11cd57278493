//! The checks against the test vectors of Web Authentication Level 3: keys, words and signatures that nobody here has made.

use super::public_key::PublicKey;
use super::webauthn::{AuthenticatorData, Ceremony, RelyingParty, signed_message, verified_challenge};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use data_encoding::HEXLOWER;
use std::collections::HashMap;

/// A paragraph for each vector: its name, then its fields.
const VECTORS: &str = include_str!("vectors.txt");

/// What is to be made of a vector. A page that frames this site is not believed, nor a device that has not made sure who holds it.
struct Expected {
    name: &'static str,
    framed: bool,
    /// Whether the device was sure when it made the key, and when it used it.
    sure: [bool; 2],
}

const EXPECTED: [Expected; 8] = [
    Expected { name: "none.ES256", framed: false, sure: [false, false] },
    Expected { name: "packed-self.ES256", framed: false, sure: [true, false] },
    Expected { name: "none.ES256.crossOrigin", framed: true, sure: [true, true] },
    Expected { name: "none.ES256.topOrigin", framed: true, sure: [false, true] },
    Expected { name: "none.ES256.long-credential-id", framed: false, sure: [false, true] },
    Expected { name: "packed.ES256", framed: false, sure: [true, true] },
    Expected { name: "packed.RS256", framed: false, sure: [true, false] },
    Expected { name: "packed.EdDSA", framed: false, sure: [false, false] },
];

type VectorFields = HashMap<&'static str, Vec<u8>>;

fn vectors() -> Vec<(&'static str, VectorFields)> {
    let paragraph = |text: &'static str| {
        let (name, fields) = text.split_once('\n').unwrap();
        let fields = fields.lines().map(|line| {
            let (field, value) = line.split_once(' ').unwrap();
            (field, HEXLOWER.decode(value.as_bytes()).unwrap())
        });
        (name, fields.collect::<VectorFields>())
    };
    VECTORS.split("\n\n").skip(1).map(paragraph).collect()
}

fn site() -> RelyingParty {
    RelyingParty { origin: "https://example.org".into() }
}

/// The vectors, each with what is to be made of it.
fn cases() -> Vec<(Expected, VectorFields)> {
    let vectors = vectors();
    assert_eq!(vectors.len(), EXPECTED.len());
    let with_fields = EXPECTED.into_iter().zip(vectors).map(|(expected, (name, fields))| {
        assert_eq!(expected.name, name);
        (expected, fields)
    });
    with_fields.collect()
}

/// The name of a vector's key and the key, whether or not the device was sure: the key itself is not to blame.
fn key_of(fields: &VectorFields) -> (Vec<u8>, Vec<u8>) {
    let mut made = fields["made.device"].clone();
    made[32] |= 1 << 2;
    let (site, device) = (site(), made);
    let device = AuthenticatorData::read(&device, &site).unwrap();
    assert_eq!(device.counter, 0);
    let (credential, key) = device.made().unwrap();
    (credential.to_vec(), key.to_vec())
}

#[test]
fn challenges_are_those_that_were_answered_on_a_page_that_nobody_framed() {
    for (expected, fields) in cases() {
        for (ceremony, verb, other) in [
            (Ceremony::Registration, "made", Ceremony::Authentication),
            (Ceremony::Authentication, "used", Ceremony::Registration),
        ] {
            let client = &fields[format!("{verb}.client").as_str()];
            let asked = URL_SAFE_NO_PAD.encode(&fields[format!("{verb}.challenge").as_str()]);
            let answered = verified_challenge(client, ceremony, &site());
            assert_eq!(answered, (!expected.framed).then_some(asked), "{} {verb}", expected.name);
            assert_eq!(verified_challenge(client, other, &site()), None, "{} {verb}", expected.name);
        }
    }
}

#[test]
fn devices_are_believed_that_are_sure_who_holds_them() {
    for (expected, fields) in cases() {
        for (field, sure) in ["made.device", "used.device"].into_iter().zip(expected.sure) {
            assert_eq!(AuthenticatorData::read(&fields[field], &site()).is_some(), sure, "{} {field}", expected.name);
            let elsewhere = RelyingParty { origin: "https://example.com".into() };
            assert!(AuthenticatorData::read(&fields[field], &elsewhere).is_none(), "{} {field}", expected.name);
        }
    }
}

#[test]
fn keys_are_read_and_have_signed_this_and_nothing_else() {
    for (Expected { name, .. }, fields) in cases() {
        let (credential, written) = key_of(&fields);
        assert_eq!(credential, fields["credential"], "{name}");
        let (key, taken) = PublicKey::read(&written).unwrap();
        assert_eq!(taken, written.len(), "{name}");
        let (said, signature) =
            (signed_message(&fields["used.device"], &fields["used.client"]), &fields["used.signature"]);
        assert!(key.has_signed(&said, signature), "{name}");
        for place in [0, said.len() / 2, said.len() - 1] {
            let mut changed = said.clone();
            changed[place] ^= 1;
            assert!(!key.has_signed(&changed, signature), "{name}: byte {place}");
        }
        let mut forged = signature.clone();
        *forged.last_mut().unwrap() ^= 1;
        assert!(!key.has_signed(&said, &forged), "{name}");
    }
}
