//! *My work*: what waits for an agent.

pub mod calls;
mod page;

pub(crate) use page::WorkRoute;
