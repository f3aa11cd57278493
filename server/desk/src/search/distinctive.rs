//! Distinctive words: which words of a subject a search for similar ones asks for.

use domain::search::words;
use std::borrow::Cow;

/// Words that are looked for; shorter ones are in every subject.
const WORDS_MAX: usize = 8;
const LETTERS_MIN: usize = 4;

/// The words that tell one subject from another.
pub(crate) fn distinctive_words(subject: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(subject).map(Cow::into_owned).filter(|word| word.chars().count() >= LETTERS_MIN) {
        if found.len() < WORDS_MAX && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}
