//! The digital assistant.

mod answer;
pub mod calls;
mod choices;
mod page;
#[cfg(feature = "ssr")]
mod told;

pub(crate) use page::AssistantRoute;
