//! Queries to the index: what is asked for, word by word, and the texts that answer it. Misspelled words find their neighbours,
//! beginnings what they begin.

use super::{Document, Hit, Index, share};
use crate::help::terms::{EXACT, TERMS_MAX, features, is_of_phrase, is_stop_word, meaning, split};
use std::collections::BTreeSet;

/// What a beginning begins counts so much.
const COMPLETED: f64 = 0.85;
/// How much a word counts that nothing holds.
const FOREIGN: f64 = 0.8;
/// Words of a question that are looked up in the spelling.
const WORDS_MAX: usize = 40;

/// Beside what the words lead to: how much the words themselves count, and what leads to nothing here against it.
const WORDS: f64 = 10.0;
const ELSEWHERE: f64 = 0.85;
/// What leads to a text so much is as likely meant as not.
const LIKELY: f64 = 12.0;

/// What is asked for: each term of the question with the known ones that it may mean.
pub(super) struct QueryTerms(pub(super) Vec<(f64, Vec<(usize, f64)>)>);

impl Index {
    /// Texts among those that `may` allows by the words that are sought, the best first. What is not allowed is not even in the spelling.
    pub fn find(&self, question: &str, may: impl Fn(&Document) -> bool, most: usize) -> Vec<Hit> {
        let allowed = self.allowed(may);
        let sought = self.query_terms(&self.corrected(question, &allowed), &allowed);
        let scores = self.scores(&sought);
        self.best(&sought, (0..scores.len()).filter(|place| allowed[*place]).map(|place| (place, scores[place])), most)
    }

    /// Texts among those that `may` allows by what a question means, the best first. One that scores less than a half is hardly meant.
    pub fn understand(&self, question: &str, may: impl Fn(&Document) -> bool, most: usize) -> Vec<Hit> {
        let allowed = self.allowed(may);
        let question = self.corrected(question, &allowed);
        let sought = self.query_terms(&question, &allowed);
        let scores = self.scores(&sought);
        let leads = self.classifier().classify(&question);
        let elsewhere = ELSEWHERE * leads.last().copied().unwrap_or_default();
        let meant = (0..scores.len()).filter(|place| allowed[*place]).map(|place| {
            let leads = (leads[place] - elsewhere + WORDS * scores[place]).max(0.0);
            (place, leads / (leads + LIKELY))
        });
        self.best(&sought, meant, most)
    }

    fn allowed(&self, may: impl Fn(&Document) -> bool) -> Vec<bool> {
        self.texts.iter().map(may).collect()
    }

    fn is_there(&self, number: usize, allowed: &[bool]) -> bool {
        self.holders[number].iter().any(|(place, _)| allowed[*place])
    }

    /// What the words of a question become, for marking them: the terms that were found for them.
    pub fn matched_terms(&self, question: &str, may: impl Fn(&Document) -> bool) -> Vec<String> {
        let allowed = self.allowed(may);
        let QueryTerms(sought) = self.query_terms(&self.corrected(question, &allowed), &allowed);
        let numbers: BTreeSet<usize> =
            sought.into_iter().flat_map(|(_, found)| found).map(|(number, _)| number).collect();
        let terms = numbers.into_iter().map(|number| self.terms[number].trim_start_matches(EXACT).to_owned());
        terms.filter(|term| share(term) >= 1.0).collect()
    }

    fn query_terms(&self, question: &str, allowed: &[bool]) -> QueryTerms {
        let most = (1.0 + self.texts.len() as f64 / 0.5).ln();
        let there = |number: usize| self.is_there(number, allowed);
        let known = |term: &str| self.numbers.get(term).copied().filter(|number| there(*number));
        let mut seen = BTreeSet::new();
        let mut all = features(question);
        all.retain(|term| seen.insert(term.clone()));
        all.truncate(TERMS_MAX);
        // What only tells equals apart is missed by nobody.
        all.retain(|term| share(term) >= 1.0 || known(term).is_some());
        let found = all.into_iter().map(|term| match known(&term) {
            Some(number) => (self.weights[number], vec![(number, 1.0)]),
            None => {
                let begun = self.spelling.completions(&term, there);
                let weight = begun.iter().map(|number| self.weights[*number]).fold(0.0, f64::max);
                let weight = if begun.is_empty() { most * FOREIGN } else { weight };
                (weight, begun.into_iter().map(|number| (number, COMPLETED)).collect())
            }
        });
        QueryTerms(found.collect())
    }

    /// The question with the words that nobody knows replaced by their nearest neighbour.
    fn corrected(&self, question: &str, allowed: &[bool]) -> String {
        let there = |number: usize| self.is_there(number, allowed);
        let held = |word: &str| self.numbers.get(&meaning(word)).is_some_and(|number| there(*number));
        let known = |word: &str| is_stop_word(word) || is_of_phrase(word) || held(word);
        let near = |word: &str| self.spelling.correction(word, there, |number| self.weights[number]);
        let words = split(question).into_iter().take(WORDS_MAX);
        let right = words.map(|word| if known(&word) { word } else { near(&word).unwrap_or(word) });
        right.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help::text::Passage;
    use proptest::prelude::*;

    fn text(id: &str, title: &str, body: &str) -> Document {
        let passage = Passage { text: body.into(), ..Passage::default() };
        Document { id: id.into(), title: title.into(), passages: vec![passage], ..Document::default() }
    }

    fn index() -> Index {
        Index::new(
            vec![
                text("add", "Add a contact", "File a request for another seat."),
                text("reset", "Forgotten password", "A link arrives by mail and sets a new password."),
                text("secret", "Premier roadmap", "Only for some: the zeppelin."),
            ],
            &[],
        )
    }

    fn first(question: &str) -> Option<String> {
        let index = index();
        let hit = index.find(question, |text| text.id != "secret", 3).into_iter().next()?;
        index.text(hit.place).map(|text| text.id.clone())
    }

    #[test]
    fn words_beginnings_and_mistakes_find() {
        assert_eq!(first("how do I add contacts?").as_deref(), Some("add"));
        assert_eq!(first("forgoten pasword").as_deref(), Some("reset"));
        assert_eq!(first("conta").as_deref(), Some("add"));
        assert_eq!(first("weather tomorrow"), None);
    }

    #[test]
    fn what_is_said_in_several_words_is_no_mistake() {
        let index =
            Index::new(vec![text("step", "Second step", "With a code."), text("site", "Our factory", "Where.")], &[]);
        let found: Vec<usize> = index.find("two factor", |_| true, 2).iter().map(|hit| hit.place).collect();
        assert_eq!(found, [0], "a factor is no factory");
    }

    #[test]
    fn a_question_is_understood_by_what_others_asked() {
        let asked = |id: &str, questions: &[&str]| Document {
            questions: questions.iter().map(|question| (*question).to_owned()).collect(),
            ..text(id, id, "")
        };
        let print = asked("print", &["how do I get it on paper", "my boss wants a sheet of paper"]);
        let leave = asked("leave", &["somebody quit, get her out of the list", "he was fired"]);
        let index = Index::new(vec![print, leave], &["what is the weather like", "will it rain tomorrow"]);
        let understood = |question: &str| {
            let hit = index.understand(question, |_| true, 1).into_iter().next()?;
            index.text(hit.place).filter(|_| hit.score > 0.3).map(|text| text.id.clone())
        };
        assert_eq!(understood("a paper for the boss").as_deref(), Some("print"));
        assert_eq!(understood("she was fired yesterday").as_deref(), Some("leave"));
        assert_eq!(understood("what is the weather like tomorrow"), None);
    }

    #[test]
    fn what_is_not_allowed_is_in_nothing() {
        assert_eq!(first("zeppelin"), None);
        assert_eq!(first("zepelin"), None, "not by its spelling either");
        let words = index().matched_terms("zepelin", |text| text.id != "secret");
        assert_eq!(words, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_answered(question in ".{0,400}") {
            let index = index();
            for hit in index.find(&question, |_| true, 5) {
                prop_assert!(hit.score > 0.0 && hit.score <= 1.001, "{}", hit.score);
            }
        }
    }
}
