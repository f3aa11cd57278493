//! Mails on their way out. What somebody has to be told is written in the transaction of its cause and sent afterwards.
//!
//! What happens on tickets leaves notices (`write/notices.rs`), which become letters a moment later (`tell.rs`), when a message can no
//! longer be taken back. Letters are taken by one sender at a time (`claim.rs`).
//!
//! Invariant: one mail goes to one address, is a row of its cause's transaction, and is sent after the commit under one
//! Message-ID, however often it is tried. Rights and choices are asked when it is told and again when it is sent.

mod choices;
mod claim;
mod due;
pub mod letter;
mod morning;
mod outbox;
pub mod pending_notice;
mod post;
mod sweep;
mod tell;
mod unsubscribe;
pub mod unsubscribe_token;

pub use choices::{choices, choose};
pub use claim::{Claimed, Outcome, claim, finish, release};
pub use due::next_due;
pub(crate) use morning::next_morning;
pub use outbox::{again, discard, outbox};
pub use post::{Letter, post};
pub use sweep::sweep;
pub use tell::tell;
pub use unsubscribe::{may_unsubscribe, unsubscribe};
