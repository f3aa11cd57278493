//! The help centre: reading it, and writing for it.

mod article;
pub mod calls;
mod categories;
mod edit;
mod home;
mod manage;
mod preview;

pub(crate) use article::HelpArticleRoute;
pub(crate) use categories::HelpCategoriesRoute;
pub(crate) use edit::HelpEditRoute;
pub(crate) use home::HelpRoute;
pub(crate) use manage::HelpManageRoute;
pub(crate) use preview::HelpPreviewRoute;

/// What the page at `/help/…` shows.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &crate::prepared::Prepared, parts: &[&str], search: &str) {
    match *parts {
        [] => {
            let sought = crate::prepared::param(search, "q").unwrap_or_default();
            prepared.hold(sought.clone(), calls::read_help(sought).await);
        }
        ["manage"] => prepared.hold((), calls::manage_help().await),
        ["manage", "categories"] => prepared.hold((), calls::help_categories().await),
        ["manage", "new"] => prepared.hold(String::new(), calls::edit_article(String::new()).await),
        ["manage", slug] => prepared.hold(slug.to_owned(), calls::edit_article(slug.to_owned()).await),
        ["manage", slug, "preview"] => {
            let number = preview::number(crate::prepared::param(search, "version"));
            prepared.hold((slug.to_owned(), number), calls::preview_article(slug.to_owned(), number).await);
        }
        [slug] => prepared.hold(slug.to_owned(), calls::read_article(slug.to_owned()).await),
        _ => {}
    }
}
