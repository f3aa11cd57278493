//! Live chat pages: the customer's page, the agent's inbox, and the conversation.

mod announce;
pub mod calls;
mod conversation;
mod customer_page;
mod inbox;

pub(crate) use conversation::ChatConversationRoute;
pub(crate) use customer_page::ChatRoute;

/// Whether whoever asks for a page works at the desk.
#[cfg(feature = "ssr")]
fn is_staff() -> bool {
    crate::server_context::require_person().is_ok_and(|(_, person)| person.is_staff())
}
