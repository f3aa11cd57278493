//! A search hit in the help centre: an article with its best passage and the words to highlight.

use super::index::{Hit, Index};
use crate::search::{self, Fragment, excerpt, highlight};
use serde::{Deserialize, Serialize};

/// Characters of a passage where none of its words can be marked.
const EXCERPT: usize = 160;

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleHit {
    pub slug: String,
    pub title: Vec<Fragment>,
    /// The heading that the passage stands under, and its anchor; empty at the beginning.
    pub heading: String,
    pub anchor: String,
    pub excerpt: Vec<Fragment>,
}

/// A hit as it is shown, with the words marked that were `meant`.
pub fn article_hit(index: &Index, hit: &Hit, meant: &[String]) -> Option<ArticleHit> {
    let text = index.text(hit.place)?;
    let passage = text.passages.get(hit.passage);
    let body = passage.map_or(text.summary.as_str(), |passage| passage.text.as_str());
    let plain = || vec![Fragment { text: shortened(body), hit: false }];
    Some(ArticleHit {
        slug: text.id.clone(),
        title: highlight(&text.title, meant),
        heading: passage.map(|passage| passage.heading.clone()).unwrap_or_default(),
        anchor: passage.map(|passage| passage.id.clone()).unwrap_or_default(),
        excerpt: excerpt(body, meant).unwrap_or_else(plain),
    })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{} …", text[..end].rsplit_once(' ').map_or(&text[..end], |(whole, _)| whole)),
    }
}

/// Every word that may be marked: those of the question as they were typed, and what they were taken for.
pub fn highlight_terms(question: &str, meant: Vec<String>) -> Vec<String> {
    let typed = search::terms(question).into_iter().filter(|word| !super::terms::is_stop_word(word));
    typed.chain(meant).filter(|word| word.chars().count() > 2).collect()
}
