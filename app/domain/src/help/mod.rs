//! The help centre: articles, who may read them, and how they are found.

mod edit;
mod find;
pub mod index;
mod leaning;
mod page;
pub mod questions;
mod same;
mod spelled;
pub mod terms;
pub mod text;

pub use edit::{Draft, Kept, LEVELS_MAX, QUESTIONS_MAX, SUMMARY_MAX, TITLE_MAX, TO_READ_MAX, slug_of};
pub use find::{Found, found, marks};
pub use page::{
    Article, Categories, Category, Editor, Finding, Help, Line, Manage, Managed, ManagedCategory, Preview, Standing,
    Version,
};
pub use text::Heading;

use serde::{Deserialize, Serialize};

/// Who may read a published article. Those who work here read all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// Everybody, signed in or not.
    #[default]
    Public,
    SignedIn,
    /// Those of a company whose plan is of one of these levels and runs.
    Levels(Vec<String>),
}

/// What decides which articles somebody reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    pub signed_in: bool,
    pub is_staff: bool,
    /// Of the plans of their companies that run.
    pub levels: Vec<String>,
}

impl Audience {
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

    pub fn lets(&self, reader: &Reader) -> bool {
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
        let nobody = Reader::default();
        let customer = Reader { signed_in: true, levels: vec!["Standard".into()], ..Reader::default() };
        let agent = Reader { signed_in: true, is_staff: true, ..Reader::default() };
        let premier = Audience::Levels(vec!["Premier".into()]);
        let read = |audience: &Audience| [&nobody, &customer, &agent].map(|reader| audience.lets(reader));
        assert_eq!(read(&Audience::Public), [true, true, true]);
        assert_eq!(read(&Audience::SignedIn), [false, true, true]);
        assert_eq!(read(&premier), [false, false, true]);
        assert_eq!(read(&Audience::Levels(vec!["Standard".into(), "Premier".into()])), [false, true, true]);
        for audience in [Audience::Public, Audience::SignedIn, premier] {
            assert_eq!(Audience::parse(audience.name(), &audience.levels()), Some(audience));
        }
    }
}
