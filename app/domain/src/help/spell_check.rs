//! Spell checker and prefix completion of an index: which words it knows, what a misspelled one is taken for, and what a beginning begins.

use crate::spelling::distance;
use std::collections::{BTreeMap, BTreeSet};

/// Shorter words are neither corrected nor completed.
const LETTERS_MIN: usize = 4;
const TWO_FROM: usize = 7;
/// Words that one beginning stands for.
const COMPLETED_MAX: usize = 3;

/// Words as they are written, with the numbers of the terms they stand for.
#[derive(Default)]
pub struct SpellChecker {
    words: BTreeMap<String, usize>,
    /// Those that may be meant by others, by their first letter.
    by_letter: BTreeMap<char, Vec<(Vec<char>, usize)>>,
}

impl SpellChecker {
    pub fn new(words: BTreeMap<String, usize>) -> Self {
        let mut by_letter: BTreeMap<char, Vec<(Vec<char>, usize)>> = BTreeMap::new();
        for (word, number) in &words {
            let letters: Vec<char> = word.chars().collect();
            if letters.len() >= LETTERS_MIN {
                by_letter.entry(letters[0]).or_default().push((letters, *number));
            }
        }
        Self { words, by_letter }
    }

    /// The known word that is nearest to a misspelled one; among equals the one that is more usual.
    pub fn correction(
        &self,
        word: &str,
        is_there: impl Fn(usize) -> bool,
        weight: impl Fn(usize) -> f64,
    ) -> Option<String> {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() < LETTERS_MIN || letters.iter().any(|c| c.is_numeric()) {
            return None;
        }
        let far = if letters.len() < TWO_FROM { 1 } else { 2 };
        // The first letter is right, or was swapped with the second.
        let first: BTreeSet<char> = letters[..2].iter().copied().collect();
        let alike = first.iter().filter_map(|letter| self.by_letter.get(letter)).flatten();
        let apart = alike.filter_map(|(own, number)| {
            let apart = distance(&letters, own, far).filter(|_| is_there(*number))?;
            Some((apart, (weight(*number) * 100.0) as i64, own))
        });
        apart.min().map(|(_, _, own)| own.iter().collect())
    }

    /// Terms that begin like this one.
    pub fn completions(&self, term: &str, is_there: impl Fn(usize) -> bool) -> BTreeSet<usize> {
        if term.chars().count() < 3 {
            return BTreeSet::new();
        }
        let beginning = self.words.range(term.to_owned()..).take_while(|(word, _)| word.starts_with(term));
        let numbers: BTreeSet<usize> =
            beginning.map(|(_, number)| *number).filter(|number| is_there(*number)).collect();
        numbers.into_iter().take(COMPLETED_MAX).collect()
    }
}
