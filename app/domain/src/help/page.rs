//! What the pages of the help centre are given.

use super::text::Heading;
use super::{Audience, Found};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub slug: String,
    pub title: String,
    pub summary: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub articles: Vec<Line>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categories {
    pub categories: Vec<Category>,
    /// The reader writes articles.
    pub writes: bool,
}

/// What was looked for, and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub sought: String,
    pub found: Vec<Found>,
}

/// `/help`, with or without a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Help {
    Home(Categories),
    Found(Finding),
}

/// `/help/{slug}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub category: String,
    /// Clean, with an anchor on each heading.
    pub html: String,
    pub headings: Vec<Heading>,
    pub published: Moment,
    pub related: Vec<Line>,
    /// What the reader has said of it; nobody is asked who is not signed in.
    pub helped: Option<bool>,
    pub rates: bool,
    pub writes: bool,
}

/// How an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    Draft,
    Published,
    /// Published, and written on since.
    Newer,
}

/// An article in the list of those who write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managed {
    pub slug: String,
    pub title: String,
    pub category: String,
    pub standing: Standing,
    pub audience: Audience,
    pub changed: Moment,
    /// So many said that it answered their question, and that it did not.
    pub helped: u64,
    pub failed: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manage {
    pub articles: Vec<Managed>,
    pub categories: Vec<(String, String)>,
}

/// What articles are sorted by, as its authors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedCategory {
    pub slug: String,
    pub name: String,
    /// Whose newest version stands in it.
    pub articles: u64,
    /// Some version of an article stands in it.
    pub is_used: bool,
}

/// A text of an article as it was kept once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub number: i64,
    pub author: String,
    pub at: Moment,
    pub title: String,
    /// It is what people read.
    pub published: bool,
}

/// The form where an article is written, and what became of it so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editor {
    /// Empty for a new one.
    pub slug: String,
    /// The version that the form holds; 0 for a new article.
    pub version: i64,
    pub title: String,
    pub summary: String,
    pub questions: String,
    pub body: String,
    pub html: String,
    pub category: String,
    pub audience: Audience,
    pub standing: Standing,
    /// Slug and name.
    pub categories: Vec<(String, String)>,
    pub levels: Vec<String>,
    /// Against sending twice.
    pub key: String,
    /// The newest first.
    pub history: Vec<Version>,
}

/// A version as its readers would see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub slug: String,
    pub number: i64,
    /// The newest.
    pub latest: bool,
    pub published: bool,
    pub title: String,
    pub summary: String,
    pub category: String,
    pub html: String,
    pub headings: Vec<Heading>,
}
