//! The ways to help that a plan opens, and why chat is not among them for somebody.

pub mod calls;
mod check;
mod opening;
mod page;

pub(crate) use check::SupportCheckRoute;
pub(crate) use page::SupportRoute;

/// What the page at `/support/…` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, parts: &[&str], search: &str) {
    match *parts {
        [] => prepared.hold((), calls::show_support().await),
        ["check"] => {
            let login = crate::prepared::param(search, "for").unwrap_or_default();
            prepared.hold(login.clone(), calls::check_support(login).await);
        }
        _ => {}
    }
}
