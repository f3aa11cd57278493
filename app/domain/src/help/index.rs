//! Full-text index with BM25 scoring: finding texts by what is asked for. A search goes by its words: how much of them a text holds (BM25 over title, headings, questions
//! and body), and how near they are to a question that people ask. What is asked in a sentence goes by what its words lead to as well
//! (`naive_bayes.rs`). Misspelled words find their neighbours, beginnings what they begin.

use super::naive_bayes::{NaiveBayes, Sample};
use super::spell_check::SpellChecker;
use super::terms::{
    EXACT, PAIR, SHAPE, TERMS_MAX, features, features_of, is_of_phrase, is_stop_word, known, meaning, split,
};
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
/// The share of the nearest question in the score.
const NEAREST: f64 = 0.4;
/// What a beginning begins counts so much.
const COMPLETED: f64 = 0.85;
/// How much the very word counts beside what it means, a small word that is in many questions, and two terms side by side.
const VERY: f64 = 0.4;
const SMALL: f64 = 0.3;
const TOGETHER: f64 = 0.3;
/// How much a word counts that nothing holds.
const FOREIGN: f64 = 0.8;
/// Words of a question that are looked up in the spelling.
const WORDS_MAX: usize = 40;

/// How much is learned from a question that people ask, or a title; from the summary; from a sentence of the body.
const ASKED: f64 = 1.0;
const SUMMED: f64 = 0.5;
const TOLD: f64 = 0.4;
/// Beside what the words lead to: how much the words themselves count, and what leads to nothing here against it.
const WORDS: f64 = 10.0;
const ELSEWHERE: f64 = 0.85;
/// What leads to a text so much is as likely meant as not.
const LIKELY: f64 = 12.0;

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

/// What is asked for: each term of the question with the known ones that it may mean.
struct QueryTerms(Vec<(f64, Vec<(usize, f64)>)>);

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

    /// Learns now what the first question would wait for: a second for a thousand articles.
    pub fn learn(&self) {
        self.classifier();
    }

    fn classifier(&self) -> &NaiveBayes {
        self.classifier.get_or_init(|| NaiveBayes::new(&samples(&self.texts, &self.foreign), self.texts.len()))
    }

    fn allowed(&self, may: impl Fn(&Document) -> bool) -> Vec<bool> {
        self.texts.iter().map(may).collect()
    }

    fn is_there(&self, number: usize, allowed: &[bool]) -> bool {
        self.holders[number].iter().any(|(place, _)| allowed[*place])
    }

    fn best(&self, sought: &QueryTerms, scored: impl Iterator<Item = (usize, f64)>, most: usize) -> Vec<Hit> {
        let mut scored: Vec<(usize, f64)> = scored.filter(|(_, score)| *score > 0.0).collect();
        scored.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        scored.truncate(most);
        scored.into_iter().map(|(place, score)| Hit { place, score, passage: self.passage(sought, place) }).collect()
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

    /// Of each text how much of what is sought it holds, and how near that is to one of its phrases.
    fn scores(&self, QueryTerms(sought): &QueryTerms) -> Vec<f64> {
        let asked: f64 = sought.iter().map(|(weight, _)| weight).sum();
        let (mut held, mut shared) = (ScoreSums::new(self.texts.len()), ScoreSums::new(self.phrases.len()));
        for (weight, found) in sought {
            let counts = found.iter().flat_map(|(number, share)| {
                self.holders[*number].iter().map(move |(place, count)| (*place, share * count))
            });
            held.add(counts, |place, count| weight * count / (count + self.norms[place]));
            let said = found.iter().flat_map(|(number, share)| {
                self.phrase_postings[*number].iter().map(move |phrase| (*phrase, self.weights[*number] * share))
            });
            shared.add(said, |_, weight| weight);
        }
        let mut nearest = vec![0.0_f64; self.texts.len()];
        for ((place, own), shared) in self.phrases.iter().zip(&shared.sums) {
            if *shared > 0.0 {
                nearest[*place] = nearest[*place].max(shared / (own * asked).sqrt());
            }
        }
        let score =
            |(held, nearest): (&f64, f64)| (1.0 - NEAREST) * held / asked.max(f64::MIN_POSITIVE) + NEAREST * nearest;
        held.sums.iter().zip(nearest).map(score).collect()
    }

    fn passage(&self, QueryTerms(sought): &QueryTerms, place: usize) -> usize {
        let held = |passage: &BTreeSet<usize>| -> f64 {
            let terms = sought.iter().filter(|(_, found)| found.iter().any(|(number, _)| passage.contains(number)));
            terms.map(|(weight, _)| weight).sum()
        };
        let mut best = (0, 0.0);
        for (number, passage) in self.passages[place].iter().enumerate() {
            let value = held(passage);
            if value > best.1 {
                best = (number, value);
            }
        }
        best.0
    }
}

/// Sums by place, to which each term adds the best that it finds there.
struct ScoreSums {
    sums: Vec<f64>,
    best: Vec<f64>,
}

impl ScoreSums {
    fn new(count: usize) -> Self {
        Self { sums: vec![0.0; count], best: vec![0.0; count] }
    }

    fn add(&mut self, found: impl Iterator<Item = (usize, f64)>, worth: impl Fn(usize, f64) -> f64) {
        let mut touched = Vec::new();
        for (place, value) in found {
            if self.best[place] == 0.0 {
                touched.push(place);
            }
            self.best[place] = self.best[place].max(value);
        }
        for place in touched {
            let best = std::mem::take(&mut self.best[place]);
            self.sums[place] += worth(place, best);
        }
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
            say(&passage.heading, TOLD);
            for sentence in passage.text.split(". ") {
                say(sentence, TOLD);
            }
        }
    }
    samples.extend(foreign.iter().map(|text| Sample { place: texts.len(), text, weight: ASKED }));
    samples.retain(|sample| !sample.text.is_empty());
    samples
}

#[cfg(test)]
mod tests {
    use super::*;
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
