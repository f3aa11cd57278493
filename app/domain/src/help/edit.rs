//! Drafts of articles and their validation.

use super::ArticleAudience;
use crate::refusal::{Faults, Reason, Refusal};
use crate::text;

pub const TITLE_MAX: usize = 150;
pub const SUMMARY_MAX: usize = 300;
/// Of the questions that people ask, all lines together: some two hundred.
pub const QUESTIONS_MAX: usize = 10_000;
/// Levels that one article may be for.
pub const LEVELS_MAX: usize = 20;
/// Characters of an article's text.
pub const TO_READ_MAX: usize = 50_000;

/// What an author typed, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleDraft {
    /// The version that was changed; 0 for a new article.
    pub version: i64,
    pub title: String,
    pub summary: String,
    /// One to a line: how people ask for this.
    pub questions: String,
    pub category: String,
    pub audience: String,
    pub levels: Vec<String>,
    pub body: String,
    pub html: String,
}

/// All of it but the text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFields {
    pub title: String,
    pub summary: String,
    pub questions: String,
    pub audience: ArticleAudience,
}

impl ArticleDraft {
    /// # Errors
    /// `Invalid` with everything that is wrong.
    pub fn checked(&self, known_levels: &[String]) -> Result<ArticleFields, Refusal> {
        let mut faults = Faults::default();
        let title = faults.check_field("title", line(&self.title, TITLE_MAX, true));
        let summary = faults.check_field("summary", line(&self.summary, SUMMARY_MAX, true));
        let questions = text::lines(&self.questions);
        if questions.chars().count() > QUESTIONS_MAX {
            faults.add("questions", Reason::TooLong { max: QUESTIONS_MAX });
        }
        let levels: Vec<&String> = known_levels.iter().filter(|level| self.levels.contains(level)).collect();
        let audience = match self.audience.as_str() {
            "levels" if levels.is_empty() => Err(Reason::Missing),
            "levels" => Ok(ArticleAudience::Levels(levels.into_iter().take(LEVELS_MAX).cloned().collect())),
            name => ArticleAudience::parse(name, "").ok_or(Reason::BadValue),
        };
        let audience = faults.check_field("audience", audience);
        faults.into_result()?;
        Ok(ArticleFields {
            title: title.unwrap_or_default(),
            summary: summary.unwrap_or_default(),
            questions,
            audience: audience.unwrap_or_default(),
        })
    }
}

fn line(sent: &str, max: usize, required: bool) -> Result<String, Reason> {
    let text = text::line(sent);
    match text.chars().count() {
        0 if required => Err(Reason::Missing),
        n if n > max => Err(Reason::TooLong { max }),
        _ => Ok(text),
    }
}

/// A name for addresses: letters and digits of the title.
pub fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '’' && c != '\'' {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "article".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let empty = ArticleDraft { audience: "levels".into(), ..ArticleDraft::default() };
        let Err(Refusal::Invalid(faults)) = empty.checked(&["Premier".into()]) else { panic!("nothing was wrong") };
        let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(names, ["title", "summary", "audience"]);
        let fits = ArticleDraft {
            title: " Add\na contact ".into(),
            summary: "How".into(),
            audience: "levels".into(),
            levels: vec!["Premier".into(), "Nonsense".into()],
            ..ArticleDraft::default()
        };
        let kept = fits.checked(&["Premier".into()]);
        assert_eq!(kept.as_ref().map(|kept| kept.title.as_str()), Ok("Add a contact"));
        assert_eq!(kept.map(|kept| kept.audience), Ok(ArticleAudience::Levels(vec!["Premier".into()])));
    }

    #[test]
    fn many_questions_fit_but_not_any_number() {
        let asked = |count: usize| ArticleDraft {
            title: "Add a contact".into(),
            summary: "How".into(),
            questions: "How do I add some other person?\n".repeat(count),
            audience: "public".into(),
            ..ArticleDraft::default()
        };
        assert_eq!(asked(300).checked(&[]).map(|kept| kept.questions.lines().count()), Ok(300));
        let Err(Refusal::Invalid(faults)) = asked(330).checked(&[]) else { panic!("too many were taken") };
        assert_eq!(faults[0].reason, Reason::TooLong { max: QUESTIONS_MAX });
    }

    #[test]
    fn a_slug_is_made_of_a_title() {
        assert_eq!(slug_of("Why can’t I use chat?"), "why-cant-i-use-chat");
        assert_eq!(slug_of("…"), "article");
        assert!(slug_of(&"long ".repeat(80)).len() <= 60);
    }
}
