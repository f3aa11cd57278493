//! The ways to help that a plan opens, and why chat is not among them for somebody.

mod calendar;
pub mod calls;
mod check;
mod opening;
mod page;

pub(crate) use calendar::CalendarRoute;
pub(crate) use check::SupportCheckRoute;
pub(crate) use opening::OpeningHours;
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

/// A calendar for whoever administers it.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead_of_calendar(prepared: &crate::prepared::Prepared, slug: &str) {
    prepared.hold(slug.to_owned(), calls::show_calendar(slug.to_owned()).await);
}
