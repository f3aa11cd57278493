//! What waits for an agent.

pub mod calls;
mod page;

pub(crate) use page::WorkRoute;

/// What the page at `/work` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared) {
    prepared.hold((), calls::show_work().await);
}
