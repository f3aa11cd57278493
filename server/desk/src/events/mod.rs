//! The event log: every change appends to it in its own transaction.
//!
//! Invariant: rows are only added, in the transaction of the change they tell of, and never altered. Drafts, read
//! cursors, presence and settings of somebody's own screen are no changes and have no events. Readers take rows through
//! `read`, which passes over what a newer program wrote (`tests/desk/forward_compatibility.rs`).

pub mod event;
pub(crate) mod idempotency;
pub mod idempotency_key;
mod new_event;
mod read;

pub use idempotency::sweep;
pub(crate) use idempotency::{Idempotency, fingerprint, lock};
pub(crate) use new_event::{NewEvent, record};
pub(crate) use read::{names, quoted, read};
