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
