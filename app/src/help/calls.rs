//! Server functions of the help centre. Reads only: writes are forms. Articles for everybody are read signed out, too.

use crate::compact::CompactAnswer;
use crate::error::AppError;
use domain::help::{Article, ArticleSummary, Editor, Help, ManagedArticles, ManagedCategory, Preview};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::server_context::{into_result, optional_person, require_person};

/// The categories with their articles, or what a search found.
#[server(prefix = "/calls", endpoint = "help/read", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn read_help(sought: String) -> Result<Help, AppError> {
    let (desk, person) = optional_person()?;
    if sought.trim().is_empty() {
        return into_result(desk::help::home(&desk, person.as_deref()).await.map(Help::Home));
    }
    into_result(desk::help::find(&desk, person.as_deref(), &sought).await.map(Help::Found))
}

#[server(prefix = "/calls", endpoint = "help/article", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn read_article(slug: String) -> Result<Article, AppError> {
    let (desk, person) = optional_person()?;
    into_result(desk::help::show(&desk, person.as_deref(), &slug).await)
}

/// Articles that may answer what somebody writes as a subject.
#[server(prefix = "/calls", endpoint = "help/suggest", input = GetUrl, output = CompactAnswer)]
pub async fn suggest_articles(subject: String) -> Result<Vec<ArticleSummary>, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::help::suggest(&desk, &person, &subject).await)
}

#[server(prefix = "/calls", endpoint = "help/manage", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn manage_help() -> Result<ManagedArticles, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::help::manage::list(&desk, &person).await)
}

#[server(prefix = "/calls", endpoint = "help/categories", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn help_categories() -> Result<Vec<ManagedCategory>, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::help::categories::list(&desk, &person).await)
}

/// The form of an article; an empty one without a slug.
#[server(prefix = "/calls", endpoint = "help/edit", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn edit_article(slug: String) -> Result<Editor, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::help::manage::editor(&desk, &person, &slug).await)
}

#[server(prefix = "/calls", endpoint = "help/preview", input = GetUrl, output = CompactAnswer, input_derive = (Clone, PartialEq, Serialize, Deserialize))]
pub async fn preview_article(slug: String, version: i64) -> Result<Preview, AppError> {
    let (desk, person) = require_person()?;
    into_result(desk::help::manage::preview(&desk, &person, &slug, version).await)
}
