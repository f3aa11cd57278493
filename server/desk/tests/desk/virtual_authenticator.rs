//! Virtual authenticator (WebAuthn): a device for passkeys in software. It does what it is told, also what no real one would do.

use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use sha2::{Digest, Sha256};

pub struct VirtualAuthenticator {
    random: SystemRandom,
    pair: EcdsaKeyPair,
    pub credential: Vec<u8>,
    pub handle: Vec<u8>,
    /// Counted up with each signature; a device that counts nothing has `None`.
    pub counter: Option<u32>,
    /// Present and verified.
    pub flags: u8,
}

/// What a browser says to the device.
pub fn client(kind: &str, challenge: &str, origin: &str) -> Vec<u8> {
    format!(r#"{{"type":"webauthn.{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#).into()
}

impl VirtualAuthenticator {
    pub fn new(handle: &[u8]) -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &random).unwrap();
        let mut credential = vec![0; 32];
        random.fill(&mut credential).unwrap();
        Self { random, pair, credential, handle: handle.to_vec(), counter: Some(0), flags: 5 }
    }

    fn about(&self, host: &str, more: u8) -> Vec<u8> {
        let counter = self.counter.unwrap_or_default().to_be_bytes();
        [&Sha256::digest(host.as_bytes())[..], &[self.flags | more], &counter].concat()
    }

    /// What it says when it has made the key.
    pub fn made(&self, host: &str) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let key = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ]
        .concat();
        let size = u16::try_from(self.credential.len()).unwrap().to_be_bytes();
        [self.about(host, 0x40), vec![0; 16], size.to_vec(), self.credential.clone(), key].concat()
    }

    /// What it says when it is used, and its signature.
    pub fn sign(&mut self, host: &str, client: &[u8]) -> (Vec<u8>, Vec<u8>) {
        self.counter = self.counter.map(|counter| counter + 1);
        let said = self.about(host, 0);
        let message = [&said[..], &Sha256::digest(client)].concat();
        (said, self.pair.sign(&self.random, &message).unwrap().as_ref().to_vec())
    }
}
