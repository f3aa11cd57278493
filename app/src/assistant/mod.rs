//! The digital assistant.

mod answer;
pub mod calls;
mod choices;
mod page;
#[cfg(feature = "ssr")]
mod transcript;

pub(crate) use page::AssistantRoute;
