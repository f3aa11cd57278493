use domain::search::words;
use std::borrow::Cow;

/// Words that are looked for; shorter ones are in every subject.
const WORDS_MAX: usize = 8;
const LETTERS_MIN: usize = 4;

/// The words that tell one subject from another.
pub(crate) fn telling(subject: &str) -> Vec<String> {
    let mut sought: Vec<String> = Vec::new();
    for word in words(subject).map(Cow::into_owned).filter(|word| word.chars().count() >= LETTERS_MIN) {
        if sought.len() < WORDS_MAX && !sought.contains(&word) {
            sought.push(word);
        }
    }
    sought
}
