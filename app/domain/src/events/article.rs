//! Events of help articles: what authors do in the help centre. Kept for the audit: nobody is told.

use super::named::Named;
use serde::{Deserialize, Serialize};

topic! {
    /// A new version was kept.
    Saved(Version) = "article_saved",
    Published(Version) = "article_published",
    /// It is no longer read by others.
    Withdrawn(Version) = "article_withdrawn",
    /// An earlier version became the newest again.
    Restored(Version) = "article_restored",
    CategoryAdded(Category) = "help_category_added",
    CategoryRenamed(Category) = "help_category_renamed",
    CategoryMoved(Category) = "help_category_moved",
    CategoryDeleted(Category) = "help_category_deleted",
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// By its slug.
    pub article: Named,
    /// From 1.
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// By the name that it has after the event.
    pub category: Named,
}
