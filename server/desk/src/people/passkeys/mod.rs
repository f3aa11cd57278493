//! Passkeys: a key in somebody's device in place of what they know. It signs a challenge of this site alone, after the device has
//! made sure who holds it, so it stands for both steps of signing in.
//!
//! The few checks are written here, over `ring`, which TLS brings along. webauthn-rs was weighed: it brings eighty
//! crates, release candidates among them, mostly to ask who built a device, which nobody here does.

pub mod challenge;
mod manage;
pub mod passkey;
mod public_key;
mod register;
mod sign_in;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod vectors;
mod webauthn;

pub(super) use manage::{count, forget, list};
pub use manage::{remove_passkey, rename_passkey};
pub use public_key::ALGORITHMS;
pub use register::{CreationOptions, add_passkey, begin_registration};
pub use sign_in::{Assertion, begin_authentication, sign_in_with_passkey};
pub use webauthn::RelyingParty;

use domain::{Reason, Refusal};

/// Why does not matter to whoever tries: every key that does not fit gets the same answer.
fn unknown(field: &str) -> crate::Error {
    Refusal::field(field, Reason::UnknownPasskey).into()
}
