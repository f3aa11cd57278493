//! The digital assistant.

mod answer;
pub mod calls;
mod choices;
mod page;
#[cfg(feature = "ssr")]
mod told;

pub(crate) use page::AssistantRoute;

/// What the page shows: the conversation so far.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared) {
    prepared.hold((), calls::show_assistant().await);
}
