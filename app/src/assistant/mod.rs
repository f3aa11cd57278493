//! The digital assistant: its page, its answers, and what goes on from them.

mod answer;
pub mod calls;
mod choices;
mod page;
#[cfg(feature = "ssr")]
mod transcript;

pub(crate) use page::AssistantRoute;
