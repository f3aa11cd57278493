//! Finding texts by what is asked for: how much of the question a text holds (BM25 over title, headings, questions and body), and how
//! near the question is to one that people ask. Misspelled words find their neighbours, beginnings what they begin.

use super::terms::{EXACT, PAIR, SHAPE, TERMS_MAX, features, known, meaning, split};
use super::text::Passage;
use crate::spelling::distance;
use std::collections::{BTreeMap, BTreeSet};

/// A text to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub id: String,
    pub title: String,
    pub summary: String,
    /// How people ask for it.
    pub questions: Vec<String>,
    pub passages: Vec<Passage>,
}

/// A text that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its place in the index.
    pub place: usize,
    /// Between 0 and 1.
    pub score: f64,
    /// The passage of it that fits best.
    pub passage: usize,
}

/// How much a term counts by where it stands.
const TITLE: f64 = 3.0;
const QUESTION: f64 = 3.0;
const SUMMARY: f64 = 1.5;
const HEADING: f64 = 1.6;
const BODY: f64 = 0.4;

/// BM25: how soon more of the same term stops to count, and how much the length of a text does.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.3;
/// The share of the nearest question in the score.
const NEAREST: f64 = 0.4;
/// A neighbour of a misspelled word, or what it begins, counts so much.
const CORRECTED: f64 = 0.85;
/// How much the very word counts beside what it means, a small word that is in many questions, and two terms side by side.
const VERY: f64 = 0.4;
const SMALL: f64 = 0.3;
const TOGETHER: f64 = 0.3;
/// How much a word counts that nothing holds.
const FOREIGN: f64 = 0.8;
/// Shorter words are neither corrected nor completed.
const LETTERS_MIN: usize = 4;
const TWO_FROM: usize = 7;
/// Neighbours of one word that count.
const NEAR_MAX: usize = 3;
/// Words of a question that are looked up in the spelling.
const WORDS_MAX: usize = 40;

struct Entry {
    /// Term → weighted count.
    counts: BTreeMap<usize, f64>,
    length: f64,
    phrases: Vec<BTreeSet<usize>>,
    passages: Vec<BTreeSet<usize>>,
}

/// Texts and the terms in them.
#[derive(Default)]
pub struct Index {
    texts: Vec<Text>,
    entries: Vec<Entry>,
    numbers: BTreeMap<String, usize>,
    weights: Vec<f64>,
    /// Words as they are written, for the spelling, and the terms they stand for.
    spelled: BTreeMap<String, usize>,
    usual: f64,
}

/// How much of its weight a feature has.
fn share(term: &str) -> f64 {
    match term.chars().next() {
        Some(EXACT) => VERY,
        Some(SHAPE) => SMALL,
        Some(PAIR) => TOGETHER,
        _ => 1.0,
    }
}

/// What is asked for: each term of the question with the known ones that it may mean.
struct Sought(Vec<(f64, Vec<(usize, f64)>)>);

impl Index {
    pub fn new(texts: Vec<Text>) -> Self {
        let mut index = Self::default();
        for text in &texts {
            let entry = index.entry(text);
            index.entries.push(entry);
        }
        for word in known() {
            if let Some(number) = index.numbers.get(&meaning(word)) {
                index.spelled.insert(word.to_owned(), *number);
            }
        }
        let count = texts.len() as f64;
        let holders = |number| index.entries.iter().filter(|entry| entry.counts.contains_key(&number)).count() as f64;
        let rare = |number| (1.0 + (count - holders(number) + 0.5) / (holders(number) + 0.5)).ln();
        let mut weights = vec![0.0; index.numbers.len()];
        for (term, number) in &index.numbers {
            weights[*number] = share(term) * rare(*number);
        }
        index.weights = weights;
        index.usual = index.entries.iter().map(|entry| entry.length).sum::<f64>() / count.max(1.0);
        index.texts = texts;
        index
    }

    pub fn text(&self, place: usize) -> Option<&Text> {
        self.texts.get(place)
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.texts.iter().position(|text| text.id == id)
    }

    fn entry(&mut self, text: &Text) -> Entry {
        let mut counts = BTreeMap::new();
        let mut length = 0.0;
        let mut add = |numbers: &[usize], weight: f64| {
            length += numbers.len() as f64 * weight.min(1.0);
            for number in numbers {
                *counts.entry(*number).or_insert(0.0) += weight;
            }
        };
        let title = self.numbered(&text.title);
        add(&title, TITLE);
        add(&self.numbered(&text.summary), SUMMARY);
        let mut phrases = vec![title];
        for question in &text.questions {
            let numbers = self.numbered(question);
            // Many questions about the same thing are not many things.
            add(&numbers, QUESTION / (text.questions.len() as f64).sqrt());
            phrases.push(numbers);
        }
        let mut passages = Vec::new();
        for passage in &text.passages {
            let (heading, body) = (self.numbered(&passage.heading), self.numbered(&passage.text));
            add(&heading, HEADING);
            add(&body, BODY);
            passages.push(heading.into_iter().chain(body).collect());
        }
        let phrases = phrases.into_iter().map(|phrase| phrase.into_iter().collect()).collect();
        Entry { counts, length, phrases, passages }
    }

    /// The terms of a text by number; new ones get one.
    fn numbered(&mut self, text: &str) -> Vec<usize> {
        for word in split(text) {
            let term = meaning(&word);
            let next = self.numbers.len();
            let number = *self.numbers.entry(term).or_insert(next);
            self.spelled.insert(word, number);
        }
        features(text)
            .into_iter()
            .map(|term| {
                let next = self.numbers.len();
                *self.numbers.entry(term).or_insert(next)
            })
            .collect()
    }

    /// Texts among those that `may` allows, the best first. What is not allowed is not even in the spelling.
    pub fn find(&self, question: &str, may: impl Fn(&Text) -> bool, most: usize) -> Vec<Hit> {
        let allowed: Vec<usize> = (0..self.texts.len()).filter(|place| may(&self.texts[*place])).collect();
        let sought = self.sought(question, &allowed);
        let scored = allowed.into_iter().map(|place| (place, self.score(&sought, &self.entries[place])));
        let mut hits: Vec<Hit> = scored
            .filter(|(_, score)| *score > 0.0)
            .map(|(place, score)| Hit { place, score, passage: self.passage(&sought, &self.entries[place]) })
            .collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.place.cmp(&other.place)));
        hits.truncate(most);
        hits
    }

    /// What the words of a question become, for marking them: the terms that were found for them.
    pub fn meant(&self, question: &str, may: impl Fn(&Text) -> bool) -> Vec<String> {
        let allowed: Vec<usize> = (0..self.texts.len()).filter(|place| may(&self.texts[*place])).collect();
        let Sought(sought) = self.sought(question, &allowed);
        let numbers: BTreeSet<usize> =
            sought.into_iter().flat_map(|(_, found)| found).map(|(number, _)| number).collect();
        let terms = self.numbers.iter().filter(|(_, number)| numbers.contains(number));
        terms.map(|(term, _)| term.trim_start_matches(EXACT).to_owned()).filter(|term| share(term) >= 1.0).collect()
    }

    fn sought(&self, question: &str, allowed: &[usize]) -> Sought {
        let most = (1.0 + self.texts.len() as f64 / 0.5).ln();
        let is_there = |number: usize| allowed.iter().any(|place| self.entries[*place].counts.contains_key(&number));
        let mut seen = BTreeSet::new();
        let corrected = self.corrected(question, &is_there);
        let mut all = features(&corrected);
        all.retain(|term| seen.insert(term.clone()));
        all.truncate(TERMS_MAX);
        // What only tells equals apart is missed by nobody.
        let whole =
            |term: &String| share(term) >= 1.0 || self.numbers.get(term).is_some_and(|number| is_there(*number));
        let found = all.into_iter().filter(whole).map(|term| {
            let known = self.numbers.get(&term).copied().filter(|number| is_there(*number));
            match known {
                Some(number) => (self.weights[number], vec![(number, 1.0)]),
                None => {
                    let near = self.completed(&term, &is_there);
                    let weight = near.iter().map(|(number, _)| self.weights[*number]).fold(0.0, f64::max);
                    (if near.is_empty() { most * FOREIGN } else { weight }, near)
                }
            }
        });
        Sought(found.collect())
    }

    /// The question with the words that nobody knows replaced by their nearest neighbour.
    fn corrected(&self, question: &str, is_there: &impl Fn(usize) -> bool) -> String {
        let known = |word: &str| {
            super::terms::is_empty(word) || self.numbers.get(&meaning(word)).is_some_and(|number| is_there(*number))
        };
        let words = split(question).into_iter().take(WORDS_MAX);
        let right = words.map(|word| if known(&word) { word } else { self.neighbour(&word, is_there).unwrap_or(word) });
        right.collect::<Vec<_>>().join(" ")
    }

    fn neighbour(&self, word: &str, is_there: &impl Fn(usize) -> bool) -> Option<String> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < LETTERS_MIN || letters.iter().any(|c| c.is_numeric()) {
            return None;
        }
        let far = if letters.len() < TWO_FROM { 1 } else { 2 };
        let candidates =
            self.spelled.iter().filter(|(own, number)| own.chars().count() >= LETTERS_MIN && is_there(**number));
        let apart = candidates.filter_map(|(own, number)| {
            let own_letters: Vec<char> = own.chars().collect();
            let begins = own_letters.first() == letters.first() || own_letters.first() == letters.get(1);
            let apart = distance(&letters, &own_letters, far).filter(|_| begins)?;
            Some((apart, (self.weights[*number] * 100.0) as i64, own))
        });
        // Among neighbours equally near the more usual one is more likely meant.
        apart.min().map(|(_, _, own)| own.clone())
    }

    /// Terms that begin like this one.
    fn completed(&self, term: &str, is_there: &impl Fn(usize) -> bool) -> Vec<(usize, f64)> {
        if term.chars().count() < 3 {
            return Vec::new();
        }
        let beginning = self.spelled.range(term.to_owned()..).take_while(|(word, _)| word.starts_with(term));
        let numbers: BTreeSet<usize> =
            beginning.map(|(_, number)| *number).filter(|number| is_there(*number)).collect();
        numbers.into_iter().take(NEAR_MAX).map(|number| (number, CORRECTED)).collect()
    }

    fn score(&self, Sought(sought): &Sought, entry: &Entry) -> f64 {
        let all: f64 = sought.iter().map(|(weight, _)| weight).sum();
        if all <= 0.0 {
            return 0.0;
        }
        let norm = SATURATION * (1.0 - LENGTH + LENGTH * entry.length / self.usual.max(1.0));
        let held: f64 = sought
            .iter()
            .map(|(weight, found)| {
                let best = found.iter().map(|(number, share)| share * entry.counts.get(number).copied().unwrap_or(0.0));
                let count = best.fold(0.0, f64::max);
                weight * count / (count + norm)
            })
            .sum();
        let nearest = entry.phrases.iter().map(|phrase| self.likeness(sought, phrase)).fold(0.0, f64::max);
        (1.0 - NEAREST) * held / all + NEAREST * nearest
    }

    /// How near a question is to another, by the weights of what they share.
    fn likeness(&self, sought: &[(f64, Vec<(usize, f64)>)], phrase: &BTreeSet<usize>) -> f64 {
        let shared: f64 = sought
            .iter()
            .map(|(_, found)| {
                let held = found.iter().filter(|(number, _)| phrase.contains(number));
                held.map(|(number, share)| self.weights[*number] * share).fold(0.0, f64::max)
            })
            .sum();
        let own: f64 = phrase.iter().map(|number| self.weights[*number]).sum();
        let asked: f64 = sought.iter().map(|(weight, _)| *weight).sum();
        if own <= 0.0 || asked <= 0.0 { 0.0 } else { shared / (own * asked).sqrt() }
    }

    fn passage(&self, Sought(sought): &Sought, entry: &Entry) -> usize {
        let held = |passage: &BTreeSet<usize>| -> f64 {
            let terms = sought.iter().filter(|(_, found)| found.iter().any(|(number, _)| passage.contains(number)));
            terms.map(|(weight, _)| weight).sum()
        };
        let mut best = (0, 0.0);
        for (place, passage) in entry.passages.iter().enumerate() {
            let value = held(passage);
            if value > best.1 {
                best = (place, value);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(id: &str, title: &str, body: &str) -> Text {
        let passage = Passage { text: body.into(), ..Passage::default() };
        Text { id: id.into(), title: title.into(), passages: vec![passage], ..Text::default() }
    }

    fn index() -> Index {
        Index::new(vec![
            text("add", "Add a contact", "File a request for another seat."),
            text("reset", "Forgotten password", "A link arrives by mail and sets a new password."),
            text("secret", "Premier roadmap", "Only for some: the zeppelin."),
        ])
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
    fn what_is_not_allowed_is_in_nothing() {
        assert_eq!(first("zeppelin"), None);
        assert_eq!(first("zepelin"), None, "not by its spelling either");
        let words = index().meant("zepelin", |text| text.id != "secret");
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
