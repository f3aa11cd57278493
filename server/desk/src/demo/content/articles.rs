//! `articles.toml`: the help centre of the demo.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct HelpContent {
    pub category: Vec<ArticleCategoryContent>,
    pub article: Vec<ArticleContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct ArticleCategoryContent {
    pub slug: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct ArticleContent {
    pub slug: String,
    pub category: String,
    pub audience: String,
    #[serde(default)]
    pub levels: Vec<String>,
    pub title: String,
    pub summary: String,
    /// Of a file of their own.
    #[serde(skip)]
    pub questions: String,
    pub html: String,
}
