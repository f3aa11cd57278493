//! Scores of the texts for a query: how much of it a text holds (BM25), and how near it is to a question that people ask.

use super::query::QueryTerms;
use super::{Hit, Index};
use std::collections::BTreeSet;

/// The share of the nearest question in the score.
const NEAREST: f64 = 0.4;

impl Index {
    pub(super) fn best(
        &self,
        sought: &QueryTerms,
        scored: impl Iterator<Item = (usize, f64)>,
        most: usize,
    ) -> Vec<Hit> {
        let mut scored: Vec<(usize, f64)> = scored.filter(|(_, score)| *score > 0.0).collect();
        scored.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        scored.truncate(most);
        scored.into_iter().map(|(place, score)| Hit { place, score, passage: self.passage(sought, place) }).collect()
    }

    /// Of each text how much of what is sought it holds, and how near that is to one of its phrases.
    pub(super) fn scores(&self, QueryTerms(sought): &QueryTerms) -> Vec<f64> {
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
