//! Skills of the assistant: what it does itself, in the name of whoever asks. Each skill is found by the questions that it answers, as an article is.

use super::when::{When, parse_when};
use crate::help::index::{Document, Index};
use crate::help::questions::{by_name, lines};
use crate::help::terms::{meaning, terms};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skill {
    /// My open tickets.
    Tickets,
    /// How the ticket of this number stands.
    Status(String),
    /// Who our contacts are, and how many seats are free.
    Contacts,
    /// Why chat is not open to me.
    Chat,
    Hours(When),
    /// A new password.
    Password,
    /// Free seats of licences, of the product in the question if it names one.
    Licences(String),
    /// A case with what was asked so far.
    Raise,
    /// Who looks after our company at the provider.
    Managers,
}

/// What stands before the id of a skill in the index; no article's slug has it.
const MARK: &str = "skill:";

/// How people ask for each.
const QUESTIONS: &str = include_str!("questions.txt");
/// What people ask that nothing here answers.
const FOREIGN: &str = include_str!("foreign.txt");

/// The index that the assistant looks into: articles, then its skills.
pub fn index(mut articles: Vec<Document>) -> Index {
    articles.extend(texts());
    Index::new(articles, &lines(FOREIGN).collect::<Vec<_>>())
}

fn texts() -> Vec<Document> {
    let text = |(name, questions): (&str, Vec<&str>)| Document {
        id: format!("{MARK}{name}"),
        questions: questions.into_iter().map(str::to_owned).collect(),
        ..Document::default()
    };
    by_name(QUESTIONS).into_iter().map(text).collect()
}

/// Whether a text of the index is a skill.
pub fn is_skill(id: &str) -> bool {
    id.starts_with(MARK)
}

/// The skill of a text of the index, with what the question says about it.
pub fn of(id: &str, question: &str) -> Option<Skill> {
    Some(match id.strip_prefix(MARK)? {
        "tickets" => Skill::Tickets,
        "status" => number_in(question).map_or(Skill::Tickets, Skill::Status),
        "contacts" => Skill::Contacts,
        "chat" => Skill::Chat,
        "hours" => Skill::Hours(parse_when(question)),
        "password" => Skill::Password,
        "licences" => Skill::Licences(question.to_owned()),
        "raise" => Skill::Raise,
        "managers" => Skill::Managers,
        _ => return None,
    })
}

impl Skill {
    /// As in the index.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Tickets => "skill:tickets",
            Self::Status(_) => "skill:status",
            Self::Contacts => "skill:contacts",
            Self::Chat => "skill:chat",
            Self::Hours(_) => "skill:hours",
            Self::Password => "skill:password",
            Self::Licences(_) => "skill:licences",
            Self::Raise => "skill:raise",
            Self::Managers => "skill:managers",
        }
    }
}

/// Whether a question asks for the name or the number of those who look after a company, and not what they are for.
pub(super) fn asks_for_managers(question: &str) -> bool {
    let asked = terms(question);
    let holds = |words: &[&str]| words.iter().any(|word| asked.contains(&meaning(word)));
    holds(&["accountmanager", "csm"]) && holds(&["who", "name", "phone", "email", "reach"])
}

/// The first ticket number in a question, such as `PT-1042` or `#1042`.
pub fn number_in(question: &str) -> Option<String> {
    let words = question.split(|c: char| c.is_whitespace() || ",;:!?()".contains(c));
    words.map(|word| word.trim_end_matches(['.', '\'', '’'])).find_map(|word| {
        let (prefix, digits) = word.rsplit_once(['-', '#'])?;
        let letters = prefix.is_empty() && word.starts_with('#')
            || (2..=12).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
        let fits = letters && (3..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| word.trim_start_matches('#').to_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_seen_in_a_question() {
        assert_eq!(number_in("how is pt-1017 going?").as_deref(), Some("PT-1017"));
        assert_eq!(number_in("what about #1042.").as_deref(), Some("1042"));
        for none in ["at 6-7", "covid-19", "2026-12-24", "call +44-207", "", "x-1000000000000000"] {
            assert_eq!(number_in(none), None, "{none}");
        }
    }

    #[test]
    fn managers_are_asked_for_by_what_they_are() {
        for asked in ["who is my account manager", "name of our CSM please", "Who’s our customer success manager?"] {
            assert!(asks_for_managers(asked), "{asked}");
        }
        for other in ["who is my manager", "what is an account manager for", "can my account managers see it"] {
            assert!(!asks_for_managers(other), "{other}");
        }
    }

    #[test]
    fn every_skill_is_found_by_its_id() {
        for text in texts() {
            let skill = of(&text.id, "PT-1042");
            assert_eq!(skill.map(|skill| skill.id()), Some(text.id.as_str()));
        }
        assert_eq!(of("add-a-contact", ""), None);
    }
}
