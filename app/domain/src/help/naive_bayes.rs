//! Naive Bayes classifier: which text the words of a question lead to, learned from how people ask: of each word, each two that follow one another and each four
//! letters, how much more often they stand in what belongs to one text than in what belongs to the others (one against the
//! rest). What has nothing to do with any text is learned from questions of that kind.

use super::terms::{EXACT, PAIR, SHAPE, features_of, split, stem};
use std::collections::{BTreeMap, HashMap};

/// Something that is said about a text, and how much it counts. A place beyond the texts is for what is foreign to all of them.
pub struct Sample<'a> {
    pub place: usize,
    pub text: &'a str,
    pub weight: f64,
}

/// What was never seen counts as if it had been seen so often.
const UNSEEN: f64 = 0.06;
/// How much of a word each kind of trait counts.
const VERY: f64 = 0.6;
const SMALL: f64 = 0.9;
const TOGETHER: f64 = 0.5;
const NEXT: f64 = 0.7;
const PART: f64 = 0.2;
/// Letters of a part, and of the shortest word that has parts.
const LETTERS: usize = 4;
/// Long texts count more than short ones, but not as much as they are longer.
const LONG: f64 = 0.25;

/// Traits and where they lead.
#[derive(Default)]
pub struct NaiveBayes {
    leads: HashMap<String, Vec<(usize, f64)>>,
    /// What little is said about gets as much more as it is likelier to be missed.
    rare: Vec<f64>,
}

impl NaiveBayes {
    /// Of `count` texts, and of what is foreign to them.
    pub fn new(samples: &[Sample], count: usize) -> Self {
        let mut seen: BTreeMap<String, BTreeMap<usize, f64>> = BTreeMap::new();
        let mut of_text = vec![0.0; count + 1];
        for sample in samples {
            for (own, share) in traits(sample.text) {
                *seen.entry(own).or_default().entry(sample.place).or_insert(0.0) += sample.weight * share;
                of_text[sample.place] += sample.weight * share;
            }
        }
        let all: f64 = of_text.iter().sum();
        let unseen = UNSEEN * seen.len().max(1) as f64;
        let rare = of_text.iter().map(|own| ((all - own + unseen) / (own + unseen)).ln()).collect();
        let leads = seen.into_iter().map(|(own, places)| (own, odds(&places))).collect();
        Self { leads, rare }
    }

    /// How much a question leads to each text; the last is for what is foreign.
    pub fn classify(&self, question: &str) -> Vec<f64> {
        let mut found = vec![0.0; self.rare.len()];
        let mut known = 0.0;
        for (own, share) in traits(question) {
            let Some(leads) = self.leads.get(&own) else { continue };
            known += share;
            for (place, odds) in leads {
                found[*place] += share * odds;
            }
        }
        found.iter().zip(&self.rare).map(|(found, rare)| found + known * rare).collect()
    }
}

/// How much likelier a trait is in each place than where it was never seen.
fn odds(places: &BTreeMap<usize, f64>) -> Vec<(usize, f64)> {
    let all: f64 = places.values().sum();
    let odds = |own: f64| ((own + UNSEEN) / UNSEEN).ln() - ((all - own + UNSEEN) / (all + UNSEEN)).ln();
    places.iter().map(|(place, own)| (*place, odds(*own))).collect()
}

/// What a text is known by, each once, with its share.
fn traits(text: &str) -> Vec<(String, f64)> {
    let words = split(text);
    let share = |own: &str| match own.chars().next() {
        Some(EXACT) => VERY,
        Some(SHAPE) => SMALL,
        Some(PAIR) => TOGETHER,
        _ => 1.0,
    };
    let said = features_of(&words).into_iter().map(|own| (share(&own), own));
    let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
    let ends = || std::iter::once("");
    let chain: Vec<&str> = ends().chain(stems.iter().map(String::as_str)).chain(ends()).collect();
    let next = chain.windows(2).map(|two| (NEXT, format!("~{} {}", two[0], two[1])));
    let parts = words.iter().flat_map(|word| parts(word)).map(|part| (PART, part));
    let mut all: Vec<(String, f64)> = said.chain(next).chain(parts).map(|(share, own)| (own, share)).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all.dedup_by(|one, other| one.0 == other.0);
    let long: f64 = all.iter().map(|(_, share)| share * share).sum();
    for (_, share) in &mut all {
        *share /= long.powf(LONG).max(f64::MIN_POSITIVE);
    }
    all
}

/// Each few letters of a word, its ends marked: what is spelled alike shares most of them.
fn parts(word: &str) -> Vec<String> {
    let letters: Vec<char> = std::iter::once('<').chain(word.chars()).chain(std::iter::once('>')).collect();
    if letters.len() <= LETTERS {
        return Vec::new();
    }
    letters.windows(LETTERS).map(|part| std::iter::once('#').chain(part.iter().copied()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(question: &str) -> usize {
        let said =
            [(0, "how do I print this"), (0, "on paper"), (1, "I forgot my password"), (2, "what is the weather")];
        let samples = said.map(|(place, text)| Sample { place, text, weight: 1.0 });
        let found = NaiveBayes::new(&samples, 2).classify(question);
        (0..found.len()).max_by(|one, other| found[*one].total_cmp(&found[*other])).unwrap_or_default()
    }

    #[test]
    fn words_and_their_parts_lead_to_what_they_were_said_of() {
        assert_eq!(leads("paper please"), 0);
        assert_eq!(leads("printout"), 0, "by its letters");
        assert_eq!(leads("forgoten pasword"), 1);
        assert_eq!(leads("weather in London?"), 2, "foreign");
    }

    #[test]
    fn nothing_is_learned_of_nothing() {
        assert_eq!(NaiveBayes::default().classify("anything"), Vec::<f64>::new());
        assert_eq!(NaiveBayes::new(&[], 1).classify("anything"), [0.0, 0.0]);
    }
}
