//! A passkey's public half, a COSE_Key (RFC 9052 and 9053), and what it has signed.
//!
//! The three kinds that devices make today: P-256 and Ed25519 keys, and RSA ones of older Windows machines.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

/// The kinds of keys that are taken, the preferred one first, as COSE numbers them.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// The labels of a COSE_Key.
const KIND: i64 = 1;
const ALGORITHM: i64 = 3;
/// By the kind: a curve, or RSA's modulus.
const CURVE: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;

#[derive(Debug)]
pub(super) enum PublicKey<'a> {
    P256([u8; 65]),
    Ed25519(&'a [u8]),
    Rsa { modulus: &'a [u8], exponent: &'a [u8] },
}

impl<'a> PublicKey<'a> {
    /// The key at the beginning of some bytes, and how many of them it takes.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let mut rest = Cbor(bytes);
        let fields = rest.map()?;
        let taken = bytes.len() - rest.0.len();
        let number = |label| match fields.iter().find(|(name, _)| *name == label)?.1 {
            CborItem::Number(number) => Some(number),
            CborItem::Bytes(_) => None,
        };
        let text = |label| match fields.iter().find(|(name, _)| *name == label)?.1 {
            CborItem::Bytes(bytes) => Some(bytes),
            CborItem::Number(_) => None,
        };
        let key = match (number(KIND)?, number(ALGORITHM)?) {
            (2, ES256) if number(CURVE)? == 1 => Self::P256(point(text(X)?, text(Y)?)?),
            (1, EDDSA) if number(CURVE)? == 6 => Self::Ed25519(text(X).filter(|key| key.len() == 32)?),
            (3, RS256) => Self::Rsa { modulus: text(CURVE)?, exponent: text(X)? },
            _ => return None,
        };
        Some((key, taken))
    }

    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Self::Rsa { modulus, exponent } => {
                let key = RsaPublicKeyComponents { n: modulus, e: exponent };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        }
        .is_ok()
    }
}

/// SEC 1's uncompressed point.
fn point(x: &[u8], y: &[u8]) -> Option<[u8; 65]> {
    let mut point = [4; 65];
    point.get_mut(1..33)?.copy_from_slice(Some(x).filter(|x| x.len() == 32)?);
    point.get_mut(33..)?.copy_from_slice(Some(y).filter(|y| y.len() == 32)?);
    Some(point)
}

/// What is left to read. Of CBOR (RFC 8949) only what a key is written in: numbers, bytes, and a map of them.
struct Cbor<'a>(&'a [u8]);

#[derive(Clone, Copy)]
enum CborItem<'a> {
    Number(i64),
    Bytes(&'a [u8]),
}

/// No key has more fields.
const FIELDS_MAX: u64 = 16;

impl<'a> Cbor<'a> {
    fn read_bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// The kind of the next item and the number in its head.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.read_bytes(1)?.first()?;
        let size = match first & 0x1f {
            small @ 0..=23 => return Some((first >> 5, u64::from(small))),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let number = self.read_bytes(size)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        Some((first >> 5, number))
    }

    fn item(&mut self) -> Option<CborItem<'a>> {
        match self.head()? {
            (0, number) => Some(CborItem::Number(i64::try_from(number).ok()?)),
            (1, number) => Some(CborItem::Number(-1 - i64::try_from(number).ok()?)),
            (2, size) => Some(CborItem::Bytes(self.read_bytes(usize::try_from(size).ok()?)?)),
            _ => None,
        }
    }

    fn map(&mut self) -> Option<Vec<(i64, CborItem<'a>)>> {
        let (5, count @ 0..=FIELDS_MAX) = self.head()? else { return None };
        (0..count)
            .map(|_| match self.item()? {
                CborItem::Number(label) => Some((label, self.item()?)),
                CborItem::Bytes(_) => None,
            })
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

    fn bytes(content: &[u8]) -> Vec<u8> {
        [&[0x58, u8::try_from(content.len()).unwrap()], content].concat()
    }

    #[test]
    fn only_what_was_signed_with_a_key_is_verified() {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let point = pair.public_key().as_ref();
        let written = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21][..],
            &bytes(&point[1..33]),
            &[0x22],
            &bytes(&point[33..]),
            b"what follows",
        ]
        .concat();
        let (key, taken) = PublicKey::read(&written).unwrap();
        assert_eq!(&written[taken..], b"what follows");
        let signature = pair.sign(&random, b"message").unwrap();
        assert!(key.has_signed(b"message", signature.as_ref()));
        assert!(!key.has_signed(b"massage", signature.as_ref()) && !key.has_signed(b"message", b""));

        let made = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap();
        let written =
            [&[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21][..], &bytes(pair.public_key().as_ref())].concat();
        assert!(PublicKey::read(&written).unwrap().0.has_signed(b"message", pair.sign(b"message").as_ref()));
    }

    #[test]
    fn whatever_is_no_key_is_none() {
        for rubbish in [
            &b""[..],
            b"\xa0",
            b"\xbf\xff",
            b"\xa5\x01\x02",
            b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xa1\x01\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xa3\x01\x02\x03\x26\x20\x02",
            &[0xa1; 4_000],
        ] {
            assert!(PublicKey::read(rubbish).is_none(), "{rubbish:02x?}");
        }
    }
}
