//! The help centre: articles, who may read them, and how they are found.

mod edit;
mod hit;
pub mod index;
mod naive_bayes;
mod page;
pub mod questions;
mod spell_check;
mod synonyms;
pub mod terms;
pub mod text;

pub use edit::{ArticleDraft, ArticleFields, LEVELS_MAX, QUESTIONS_MAX, SUMMARY_MAX, TITLE_MAX, TO_READ_MAX, slug_of};
pub use hit::{ArticleHit, article_hit, highlight_terms};
pub use page::{
    Article, ArticleCategory, ArticleSearch, ArticleStatus, ArticleSummary, ArticleVersion, Categories, Editor, Help,
    ManagedArticle, ManagedArticles, ManagedCategory, Preview,
};
pub use text::Heading;

use serde::{Deserialize, Serialize};

/// Who may read a published article. Those who work here read all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleAudience {
    /// Everybody, signed in or not.
    #[default]
    Public,
    SignedIn,
    /// Those of a company whose plan is of one of these levels and runs.
    Levels(Vec<String>),
}

/// What decides which articles somebody reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleReader {
    pub signed_in: bool,
    pub is_staff: bool,
    /// Of the plans of their companies that run.
    pub levels: Vec<String>,
}

impl ArticleAudience {
    /// As it is kept: `public`, `signed_in`, or levels.
    pub fn parse(name: &str, levels: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "signed_in" => Some(Self::SignedIn),
            "levels" => Some(Self::Levels(levels.lines().map(str::to_owned).collect())),
            _ => None,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignedIn => "signed_in",
            Self::Levels(_) => "levels",
        }
    }

    /// Its levels, one to a line.
    pub fn levels(&self) -> String {
        if let Self::Levels(levels) = self { levels.join("\n") } else { String::new() }
    }

    pub fn lets(&self, reader: &ArticleReader) -> bool {
        match self {
            Self::Public => true,
            Self::SignedIn => reader.signed_in,
            Self::Levels(levels) => {
                reader.is_staff || reader.signed_in && reader.levels.iter().any(|level| levels.contains(level))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_who_reads() {
        let nobody = ArticleReader::default();
        let customer = ArticleReader { signed_in: true, levels: vec!["Standard".into()], ..ArticleReader::default() };
        let agent = ArticleReader { signed_in: true, is_staff: true, ..ArticleReader::default() };
        let premier = ArticleAudience::Levels(vec!["Premier".into()]);
        let read = |audience: &ArticleAudience| [&nobody, &customer, &agent].map(|reader| audience.lets(reader));
        assert_eq!(read(&ArticleAudience::Public), [true, true, true]);
        assert_eq!(read(&ArticleAudience::SignedIn), [false, true, true]);
        assert_eq!(read(&premier), [false, false, true]);
        assert_eq!(read(&ArticleAudience::Levels(vec!["Standard".into(), "Premier".into()])), [false, true, true]);
        for audience in [ArticleAudience::Public, ArticleAudience::SignedIn, premier] {
            assert_eq!(ArticleAudience::parse(audience.name(), &audience.levels()), Some(audience));
        }
    }
}
