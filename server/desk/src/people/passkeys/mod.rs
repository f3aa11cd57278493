//! Passkeys: a key in somebody's device in place of what they know. It signs a challenge of this site alone, after the device has
//! made sure who holds it, so it stands for both steps of signing in.
//!
//! The few checks are written here, over `ring`, which TLS brings along. webauthn-rs was weighed: it brings eighty
//! crates, release candidates among them, mostly to ask who built a device, which nobody here does.

mod add;
pub mod challenge;
mod enter;
mod keep;
mod key;
pub mod passkey;
mod statement;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod vectors;

pub use add::{Making, add_passkey, ask_to_add};
pub use enter::{Answer, ask_to_enter, enter_by_passkey};
pub(super) use keep::{count, forget, list};
pub use keep::{remove_passkey, rename_passkey};
pub use key::ALGORITHMS;
pub use statement::Site;

use domain::{Reason, Refusal};

/// Why does not matter to whoever tries: every key that does not fit gets the same answer.
fn unknown(field: &str) -> crate::Error {
    Refusal::field(field, Reason::UnknownPasskey).into()
}
