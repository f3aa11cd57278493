//! Chat: for customers the door to it, for agents their inbox, and the conversation.

mod announce;
pub mod calls;
mod front;
mod inbox;
mod talk;

pub(crate) use front::ChatRoute;
pub(crate) use talk::ChatTalkRoute;

/// Whether whoever asks for a page works at the desk.
#[cfg(feature = "ssr")]
fn is_staff() -> bool {
    crate::server_context::require_person().is_ok_and(|(_, person)| person.is_staff())
}
