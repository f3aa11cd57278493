//! Outgoing mail: a transactional outbox. A mail is enqueued in the transaction of its cause and sent afterwards.
//!
//! What happens on tickets leaves pending notifications (`write/notices.rs`), which become mails a moment later
//! (`flush_notifications.rs`), when a message can no longer be taken back. Mails are claimed by one sender at a time (`claim.rs`).
//!
//! Invariant: one mail goes to one address, is a row of its cause's transaction, and is sent after the commit under one
//! Message-ID, however often it is tried. Rights and preferences are checked when it is enqueued and rights again when it is sent.

mod claim;
mod due;
mod enqueue;
mod flush_notifications;
mod morning;
mod outbox;
pub mod outbox_mail;
pub mod pending_notification;
mod preferences;
mod sweep;
mod unsubscribe;
pub mod unsubscribe_token;

pub use claim::{ClaimedMail, SendOutcome, claim, finish, release};
pub use due::next_due;
pub use enqueue::{OutboxMail, enqueue};
pub use flush_notifications::flush_notifications;
pub(crate) use morning::next_morning;
pub use outbox::{discard, outbox, retry};
pub use preferences::{preferences, save_preferences};
pub use sweep::sweep;
pub use unsubscribe::{may_unsubscribe, unsubscribe};
