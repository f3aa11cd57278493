//! Verifying WebAuthn client data and authenticator data: what a browser and a device say when a passkey is made or used (Level 3,
//! sections 7.1 and 7.2). There is no attestation: no device has to prove who built it, the keys of all makers are taken.

use super::public_key::PublicKey;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The relying party: this site, by the address that passkeys are bound to.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    /// `https://support.example.com`, with a port if there is one.
    pub origin: String,
}

impl RelyingParty {
    /// The name that passkeys are bound to: the host. An address of numbers has none that a browser would take.
    pub fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }
}

/// The WebAuthn ceremony that a browser was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    Registration,
    Authentication,
}

/// WebAuthn's client data, as browsers write it in JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The challenge that was answered, as long as it was on a page of this site and no other page had it framed.
pub(super) fn verified_challenge(client: &[u8], ceremony: Ceremony, site: &RelyingParty) -> Option<String> {
    let said: ClientData = serde_json::from_slice(client).ok()?;
    let kind = if ceremony == Ceremony::Registration { "webauthn.create" } else { "webauthn.get" };
    (said.kind == kind && said.origin == site.origin && !said.cross_origin).then_some(said.challenge)
}

/// WebAuthn's authenticator data: what the device says.
pub(super) struct AuthenticatorData<'a> {
    /// How often the key has signed; nothing where it does not count.
    pub counter: u32,
    /// What follows where a key was made.
    made: Option<&'a [u8]>,
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MADE: u8 = 1 << 6;

impl<'a> AuthenticatorData<'a> {
    /// `None` for a key of another site, and unless the device has made sure who uses it: a passkey stands for both steps of
    /// signing in.
    pub fn read(bytes: &'a [u8], site: &RelyingParty) -> Option<Self> {
        let (of_site, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (counter, rest) = rest.split_first_chunk::<4>()?;
        let own = Sha256::digest(site.host().as_bytes());
        let sure = PRESENT | VERIFIED;
        let made = (flags & MADE != 0).then_some(rest);
        (*of_site == *own && flags & sure == sure).then_some(Self { counter: u32::from_be_bytes(*counter), made })
    }

    /// The name of the key that was made, and the key.
    pub fn made(&self) -> Option<(&'a [u8], &'a [u8])> {
        let (_model, rest) = self.made?.split_at_checked(16)?;
        let (size, rest) = rest.split_first_chunk::<2>()?;
        let (credential, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*size)))?;
        let (_, taken) = PublicKey::read(rest)?;
        (1..=CREDENTIAL_MAX).contains(&credential.len()).then_some((credential, rest.get(..taken)?))
    }
}

/// No device may name a key longer.
pub(super) const CREDENTIAL_MAX: usize = 1_023;

/// What a device signs: its own words, and the hash of the browser's.
pub(super) fn signed_message(device: &[u8], client: &[u8]) -> Vec<u8> {
    [device, &Sha256::digest(client)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_called_by_its_host() {
        for (origin, host) in [
            ("https://support.example.com", "support.example.com"),
            ("http://localhost:3000", "localhost"),
            ("https://[::1]:80", "[::1]"),
        ] {
            assert_eq!(RelyingParty { origin: origin.into() }.host(), host);
        }
    }

    #[test]
    fn what_was_said_on_another_page_counts_for_nothing() {
        let site = RelyingParty { origin: "https://a.example".into() };
        let said = |kind: &str, origin: &str, more: &str| {
            let text = format!(r#"{{"type":"{kind}","challenge":"abc","origin":"{origin}"{more}}}"#);
            verified_challenge(text.as_bytes(), Ceremony::Authentication, &site)
        };
        assert_eq!(
            said("webauthn.get", "https://a.example", r#","crossOrigin":false,"new":[1]"#).as_deref(),
            Some("abc")
        );
        assert!(said("webauthn.create", "https://a.example", "").is_none());
        assert!(said("webauthn.get", "https://a.example", r#","crossOrigin":true"#).is_none());
        for origin in ["http://a.example", "https://a.example:444", "https://b.a.example", "https://a.example.evil", ""]
        {
            assert!(said("webauthn.get", origin, "").is_none(), "{origin}");
        }
        assert!(
            verified_challenge(b"{}", Ceremony::Authentication, &site).is_none()
                && verified_challenge(b"\xff", Ceremony::Authentication, &site).is_none()
        );
    }
}
