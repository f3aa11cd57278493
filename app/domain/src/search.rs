//! Text search: the tokenizer that splits a text into words, highlighting, and excerpts around a hit.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The words of a search that count, at most.
pub const WORDS_MAX: usize = 10;
/// Letters of a word that count; what is longer is no word.
const LETTERS_MAX: usize = 60;
/// Characters of an excerpt.
const EXCERPT: usize = 160;
/// Characters of it before the first word that was found.
const BEFORE: usize = 12;

/// The words of a text: letters and digits, without their case.
pub fn words(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    split(text).map(folded)
}

/// What somebody looks for, as words.
pub fn terms(text: &str) -> Vec<String> {
    words(text).take(WORDS_MAX).map(Cow::into_owned).collect()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        let word = &word[..word.len().min(LETTERS_MAX)];
        let is_folded = !word.bytes().any(|letter| letter.is_ascii_uppercase());
        return if is_folded { word.into() } else { word.to_ascii_lowercase().into() };
    }
    // A sigma is one letter, wherever it stands.
    let letters = word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c });
    letters.take(LETTERS_MAX).collect()
}

/// A piece of text, and whether it was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    pub text: String,
    pub hit: bool,
}

/// A text in pieces: the words that begin like one of `terms` apart from what lies between them.
pub fn highlight(text: &str, terms: &[String]) -> Vec<Fragment> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for (start, word) in hits(text, terms) {
        push(&mut pieces, &text[end..start], false);
        push(&mut pieces, word, true);
        end = start + word.len();
    }
    push(&mut pieces, &text[end..], false);
    pieces
}

fn push(pieces: &mut Vec<Fragment>, text: &str, hit: bool) {
    if !text.is_empty() {
        pieces.push(Fragment { text: text.to_owned(), hit });
    }
}

/// Each word that begins like one of `terms`, with its place.
fn hits<'a>(text: &'a str, terms: &'a [String]) -> impl Iterator<Item = (usize, &'a str)> {
    let begins = |word: &str| {
        let word = folded(word);
        terms.iter().any(|wanted| word.starts_with(wanted.as_str()))
    };
    split(text)
        .filter(move |word| begins(word))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// How many of `terms` begin a word of the text.
pub fn count_matches(text: &str, terms: &[String]) -> usize {
    let found: Vec<Cow<str>> = hits(text, terms).map(|(_, word)| folded(word)).collect();
    terms.iter().filter(|wanted| found.iter().any(|word| word.starts_with(wanted.as_str()))).count()
}

/// The stretch of a text around the first word that was looked for, on one line; `None` where there is none.
pub fn excerpt(text: &str, terms: &[String]) -> Option<Vec<Fragment>> {
    let (first, _) = hits(text, terms).next()?;
    let before = text[..first].char_indices().rev().nth(BEFORE).map_or(0, |(place, c)| place + c.len_utf8());
    // A word that is cut in two is left out.
    let start =
        if before == 0 { 0 } else { text[before..first].find(char::is_whitespace).map_or(first, |gap| before + gap) };
    let rest = &text[start..];
    let end = rest.char_indices().nth(EXCERPT).map_or(rest.len(), |(place, _)| place);
    let line = rest[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let (lead, tail) = (if start > 0 { "… " } else { "" }, if end < rest.len() { " …" } else { "" });
    Some(highlight(&format!("{lead}{line}{tail}"), terms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bracketed(pieces: &[Fragment]) -> String {
        pieces.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn whole_words_are_marked_whatever_their_case() {
        let terms = terms("PRINT ö");
        assert_eq!(
            bracketed(&highlight("The printer's Öl: reprint, print-out", &terms)),
            "The [printer]'s [Öl]: reprint, [print]-out"
        );
        assert_eq!(bracketed(&highlight("<b>print</b>", &terms)), "<b>[print]</b>");
        assert_eq!(
            (count_matches("printer", &terms), count_matches("Öl print", &terms), count_matches("", &terms)),
            (1, 2, 0)
        );
    }

    #[test]
    fn an_excerpt_is_one_line_around_the_first_hit() {
        let text = format!("{} the label\n\n printer {}", "long ago ".repeat(30), "stopped again ".repeat(30));
        let line = excerpt(&text, &terms("printer")).map(|pieces| bracketed(&pieces)).unwrap_or_default();
        assert!(line.starts_with("… label [printer] stopped") && line.ends_with(" …"), "{line}");
        assert_eq!(excerpt("nothing here", &terms("printer")), None);
    }

    proptest! {
        #[test]
        fn pieces_make_up_the_text(text in ".{0,80}", search in ".{0,20}") {
            let terms = terms(&search);
            let pieces = highlight(&text, &terms);
            prop_assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text.as_str());
            prop_assert_eq!(pieces.iter().any(|piece| piece.hit), count_matches(&text, &terms) > 0);
            prop_assert_eq!(excerpt(&text, &terms).is_some(), count_matches(&text, &terms) > 0);
        }
    }
}
