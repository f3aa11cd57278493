//! Asking to be called back.

pub mod calls;
mod page;

pub(crate) use page::CallbackRoute;

/// What the page at `/support/callback` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared) {
    prepared.hold((), calls::offer_call().await);
}
