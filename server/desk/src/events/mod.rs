//! The event log: every change appends to it in its own transaction.

mod append;
pub mod event;
pub mod idempotency_key;
mod once;
mod read;

pub(crate) use append::{Fact, append};
pub use once::sweep;
pub(crate) use once::{Once, begin, fingerprint, lock};
pub(crate) use read::{names, quoted, read};
