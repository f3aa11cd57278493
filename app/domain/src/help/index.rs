//! Full-text index with BM25 scoring: finding texts by what is asked for. A search goes by its words: how much of them a text holds (BM25 over title, headings, questions
//! and body), and how near they are to a question that people ask. What is asked in a sentence goes by what its words lead to as well
//! (`naive_bayes.rs`).

mod query;
mod score;

use super::naive_bayes::{NaiveBayes, Sample};
use super::spell_check::SpellChecker;
use super::terms::{EXACT, PAIR, SHAPE, features_of, known, meaning, split};
use super::text::Passage;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// A text to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
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
/// How much the very word counts beside what it means, a small word that is in many questions, and two terms side by side.
const VERY: f64 = 0.4;
const SMALL: f64 = 0.3;
const TOGETHER: f64 = 0.3;

/// How much is learned from a question that people ask, or a title; from the summary; from a sentence of the body.
const ASKED: f64 = 1.0;
const SUMMED: f64 = 0.5;
const STATED: f64 = 0.4;

/// Texts and the terms in them.
#[derive(Default)]
pub struct Index {
    texts: Vec<Document>,
    places: HashMap<String, usize>,
    /// Terms by their number, and the number of each.
    terms: Vec<String>,
    numbers: HashMap<String, usize>,
    weights: Vec<f64>,
    /// The texts that hold each term, with its weighted count.
    holders: Vec<Vec<(usize, f64)>>,
    /// Of each text how much of a term is much.
    norms: Vec<f64>,
    /// Titles and questions: whose they are, and the weight of all their terms.
    phrases: Vec<(usize, f64)>,
    /// The phrases that hold each term.
    phrase_postings: Vec<Vec<usize>>,
    passages: Vec<Vec<BTreeSet<usize>>>,
    spelling: SpellChecker,
    /// Questions that have nothing to do with the texts.
    foreign: Vec<String>,
    /// Learned when the first question is asked: a search does not need it.
    classifier: OnceLock<NaiveBayes>,
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

impl Index {
    /// Of texts, and of questions that have nothing to do with any of them.
    pub fn new(texts: Vec<Document>, foreign: &[&str]) -> Self {
        let places = texts.iter().enumerate().map(|(place, text)| (text.id.clone(), place)).collect();
        let mut index =
            Self { places, foreign: foreign.iter().map(|text| (*text).to_owned()).collect(), ..Self::default() };
        let mut words = BTreeMap::new();
        let lengths: Vec<f64> =
            texts.iter().enumerate().map(|(place, text)| index.add(place, text, &mut words)).collect();
        for word in known() {
            if let Some(number) = index.numbers.get(&meaning(word)) {
                words.insert(word.to_owned(), *number);
            }
        }
        index.spelling = SpellChecker::new(words);
        let count = texts.len() as f64;
        let rare = |holders: f64| (1.0 + (count - holders + 0.5) / (holders + 0.5)).ln();
        let weighed = index.terms.iter().zip(&index.holders);
        index.weights = weighed.map(|(term, holders)| share(term) * rare(holders.len() as f64)).collect();
        for (number, phrases) in index.phrase_postings.iter().enumerate() {
            for phrase in phrases {
                index.phrases[*phrase].1 += index.weights[number];
            }
        }
        let usual = (lengths.iter().sum::<f64>() / count.max(1.0)).max(1.0);
        let norm = |length: &f64| SATURATION * (1.0 - LENGTH + LENGTH * length / usual);
        index.norms = lengths.iter().map(norm).collect();
        index.texts = texts;
        index
    }

    pub fn text(&self, place: usize) -> Option<&Document> {
        self.texts.get(place)
    }

    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Takes in a text and tells how long it is.
    fn add(&mut self, place: usize, text: &Document, words: &mut BTreeMap<String, usize>) -> f64 {
        let mut counts = BTreeMap::new();
        let mut length = 0.0;
        let mut add = |numbers: &[usize], weight: f64| {
            length += numbers.len() as f64 * weight.min(1.0);
            for number in numbers {
                *counts.entry(*number).or_insert(0.0) += weight;
            }
        };
        let title = self.numbered(&text.title, words);
        add(&title, TITLE);
        add(&self.numbered(&text.summary, words), SUMMARY);
        self.add_phrase(place, title);
        for question in &text.questions {
            let numbers = self.numbered(question, words);
            // Many questions about the same thing are not many things.
            add(&numbers, QUESTION / (text.questions.len() as f64).sqrt());
            self.add_phrase(place, numbers);
        }
        let mut passages = Vec::new();
        for passage in &text.passages {
            let (heading, body) = (self.numbered(&passage.heading, words), self.numbered(&passage.text, words));
            add(&heading, HEADING);
            add(&body, BODY);
            passages.push(heading.into_iter().chain(body).collect());
        }
        self.passages.push(passages);
        for (number, count) in counts {
            self.holders[number].push((place, count));
        }
        length
    }

    fn add_phrase(&mut self, place: usize, numbers: Vec<usize>) {
        for number in numbers.into_iter().collect::<BTreeSet<usize>>() {
            self.phrase_postings[number].push(self.phrases.len());
        }
        self.phrases.push((place, 0.0));
    }

    /// The terms of a text by number; new ones get one.
    fn numbered(&mut self, text: &str, words: &mut BTreeMap<String, usize>) -> Vec<usize> {
        let said = split(text);
        let features = features_of(&said);
        for word in said {
            let number = self.number(meaning(&word));
            words.insert(word, number);
        }
        features.into_iter().map(|term| self.number(term)).collect()
    }

    fn number(&mut self, term: String) -> usize {
        if let Some(number) = self.numbers.get(&term) {
            return *number;
        }
        let number = self.terms.len();
        self.terms.push(term.clone());
        self.numbers.insert(term, number);
        self.holders.push(Vec::new());
        self.phrase_postings.push(Vec::new());
        number
    }

    /// Learns now what the first question would wait for: a second for a thousand articles.
    pub fn learn(&self) {
        self.classifier();
    }

    fn classifier(&self) -> &NaiveBayes {
        self.classifier.get_or_init(|| NaiveBayes::new(&samples(&self.texts, &self.foreign), self.texts.len()))
    }
}

/// All that is said about the texts, to learn from.
fn samples<'a>(texts: &'a [Document], foreign: &'a [String]) -> Vec<Sample<'a>> {
    let mut samples = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let mut say = |text: &'a str, weight: f64| samples.push(Sample { place, text, weight });
        say(&text.title, ASKED);
        say(&text.summary, SUMMED);
        for question in &text.questions {
            say(question, ASKED);
        }
        for passage in &text.passages {
            say(&passage.heading, STATED);
            for sentence in passage.text.split(". ") {
                say(sentence, STATED);
            }
        }
    }
    samples.extend(foreign.iter().map(|text| Sample { place: texts.len(), text, weight: ASKED }));
    samples.retain(|sample| !sample.text.is_empty());
    samples
}
