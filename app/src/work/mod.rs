//! What waits for an agent.

pub mod calls;
mod page;

pub(crate) use page::WorkRoute;

/// What the page at `/work` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared) {
    prepared.hold(0_u32, calls::show_work().await);
}
