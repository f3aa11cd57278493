//! Term extraction with stemming, synonyms and stop words: words as they are compared, without endings, what means the same as one word, and without those that tell nothing.

use super::synonyms::{PHRASES, STOP_WORDS, SYNONYMS};
use crate::search;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Terms of one question that count.
pub const TERMS_MAX: usize = 24;

/// The words of a text, with one for any address of a mailbox; `can't` and `cant` are one word.
pub fn split(text: &str) -> Vec<String> {
    let word = |word: &str| {
        let boxed = word.split_once('@').is_some_and(|(name, _)| !name.is_empty());
        let whole = word.replace(['\'', '’'], "");
        if boxed { vec!["mailbox".to_owned()] } else { search::words(&whole).map(Into::into).collect() }
    };
    text.split_whitespace().flat_map(word).collect()
}

/// The terms of a text, in order.
pub fn terms(text: &str) -> Vec<String> {
    terms_of(&split(text))
}

fn terms_of(words: &[String]) -> Vec<String> {
    let mut terms = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((length, meant)) = phrase_at(&words[at..]) {
            terms.push(meaning(meant));
            at += length;
            continue;
        }
        let word = &words[at];
        if !is_stop_word(word) {
            terms.push(meaning(word));
        }
        at += 1;
    }
    terms
}

/// What stands before a feature that is no term of its own: the very word that was used, a small word, two terms side by side.
pub const EXACT: char = '=';
pub const SHAPE: char = '?';
pub const PAIR: char = '+';

/// Words that deny.
const NEGATIONS: &str =
    "no not cant cannot dont doesnt didnt wont isnt arent couldnt never nothing nobody without unable";

/// The terms of a text, and what tells texts with the same terms apart: of words that mean the same the very one, whether it denies,
/// the small words, and which terms stand side by side.
pub fn features(text: &str) -> Vec<String> {
    features_of(&split(text))
}

/// The same of its words.
pub fn features_of(words: &[String]) -> Vec<String> {
    let own = terms_of(words);
    let exact = words.iter().filter(|word| !is_stop_word(word)).filter_map(|word| {
        let stem = stem(word);
        (stem != meaning(word)).then(|| format!("{EXACT}{stem}"))
    });
    let shapes = words.iter().filter(|word| is_stop_word(word)).map(|word| format!("{SHAPE}{word}"));
    let pairs = own.windows(2).map(|two| {
        let (one, other) = if two[0] < two[1] { (&two[0], &two[1]) } else { (&two[1], &two[0]) };
        format!("{PAIR}{one} {other}")
    });
    let denied = words.iter().any(|word| NEGATIONS.split(' ').any(|own| own == word)).then(|| format!("{EXACT}not"));
    let beside: Vec<String> = exact.chain(denied).chain(shapes).chain(pairs).collect();
    own.into_iter().chain(beside).collect()
}

/// How many words the phrase takes that the words begin with, and what it means.
fn phrase_at(words: &[String]) -> Option<(usize, &'static str)> {
    static BEGUN: LazyLock<HashMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
        let mut begun: HashMap<&str, Vec<Phrase>> = HashMap::new();
        for (phrase, meant) in PHRASES {
            let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            begun.entry(first).or_default().push((rest.split(' ').collect(), meant));
        }
        begun
    });
    let (first, rest) = words.split_first()?;
    let begun = BEGUN.get(first.as_str())?.iter();
    let fitting =
        begun.filter(|(own, _)| rest.len() >= own.len() && own.iter().zip(rest).all(|(own, word)| own == word));
    fitting.map(|(own, meant)| (own.len() + 1, *meant)).max_by_key(|(length, _)| *length)
}

/// The words of a phrase after its first, and the one that stands for it.
type Phrase = (Vec<&'static str>, &'static str);

/// A word that is in every question.
pub fn is_stop_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_ascii_whitespace().collect());
    WORDS.contains(word)
}

/// A word of something that is said in several: it is right, whether or not it stands anywhere alone.
pub fn is_of_phrase(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| PHRASES.iter().flat_map(|(phrase, _)| phrase.split(' ')).collect());
    WORDS.contains(word)
}

/// The term that a word stands for.
pub fn meaning(word: &str) -> String {
    static MEANINGS: LazyLock<HashMap<String, String>> = LazyLock::new(meanings);
    let stem = stem(word);
    MEANINGS.get(&stem).cloned().unwrap_or(stem)
}

/// Stems with what they stand for; a word that stands in two groups belongs to the first.
fn meanings() -> HashMap<String, String> {
    let mut meanings = HashMap::new();
    for group in SYNONYMS {
        let meant = group.split(' ').next().map(stem).unwrap_or_default();
        for word in group.split(' ') {
            meanings.entry(stem(word)).or_insert_with(|| meant.clone());
        }
    }
    meanings
}

/// Every word that has a meaning of its own here, for the spelling.
pub fn known() -> impl Iterator<Item = &'static str> {
    SYNONYMS.iter().flat_map(|group| group.split(' '))
}

/// A word without its English endings. The result need be no word, only the same for all forms.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    if let Some(base) = stem.strip_suffix("ies").filter(|base| base.len() > 2) {
        stem = format!("{base}y");
    } else if stem.ends_with("sses") || stem.ends_with("ches") || stem.ends_with("shes") || stem.ends_with("xes") {
        stem.truncate(stem.len() - 2);
    } else if stem.ends_with('s') && !["ss", "us", "is"].iter().any(|end| stem.ends_with(end)) {
        stem.pop();
    }
    for end in ["ing", "ed"] {
        let base = stem.strip_suffix(end).filter(|base| base.len() > 2 && !base.ends_with('e') && has_vowel(base));
        if let Some(base) = base {
            stem = base.to_owned();
            break;
        }
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    let doubled = stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    if doubled {
        stem.pop();
    }
    stem
}

fn has_vowel(text: &str) -> bool {
    text.bytes().any(|byte| b"aeiouy".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            "add adds added adding",
            "change changes changed changing",
            "company companies organisation",
            "close closes closing solved",
        ] {
            let stems: Vec<String> = forms.split(' ').map(meaning).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn phrases_are_one_term_and_empty_words_none() {
        assert_eq!(terms("How do I log in?"), [meaning("login")]);
        assert_eq!(terms("I can't sign in with my e-mail"), [meaning("signin"), meaning("email")]);
        assert_eq!(terms("what is it"), Vec::<String>::new());
    }
}
