//! A document of the full-text index: a ticket's words, normalised and marked with their field.

use super::letter;
use domain::search::words;
use std::collections::HashSet;
use std::fmt::Write;

/// The lexemes of one document, each once.
#[derive(Clone, Default)]
pub(super) struct Document {
    text: String,
    /// Where each lexeme stands in the text.
    spans: Vec<(u32, u32)>,
}

impl Document {
    /// Adds the words of a text behind `prefix`.
    pub(super) fn add(&mut self, prefix: &str, text: &str) {
        for word in words(text) {
            let start = self.text.len();
            self.text.push_str(prefix);
            self.text.push_str(&word);
            self.span(start);
        }
    }

    pub(super) fn add_as(&mut self, letter: char, text: &str) {
        self.add(letter.encode_utf8(&mut [0; 4]), text);
    }

    /// Adds a word that says something about the ticket and is never looked for.
    pub(super) fn add_mark(&mut self, letter: char, id: i64) {
        let start = self.text.len();
        let _ = write!(self.text, "{letter}{id}");
        self.span(start);
    }

    fn span(&mut self, start: usize) {
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) {
            self.spans.push((start, end));
        }
    }

    fn word(&self, (start, end): (u32, u32)) -> &str {
        &self.text[start as usize..end as usize]
    }

    /// Each lexeme once, in their order.
    pub(super) fn lexemes(self) -> Lexemes {
        // Most words of a long text stand in it more than once.
        let once: HashSet<&str> = self.spans.iter().map(|span| self.word(*span)).collect();
        let mut once: Vec<&str> = once.into_iter().collect();
        once.sort_unstable();
        let mut joined = String::with_capacity(once.iter().map(|word| word.len() + 1).sum());
        for word in once {
            joined.push_str(word);
            joined.push(' ');
        }
        joined.truncate(joined.trim_end().len());
        Lexemes(joined)
    }
}

/// Lexemes with a space between them.
pub(super) struct Lexemes(pub String);

impl Lexemes {
    /// Those that somebody may look for.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        let marks = [letter::COMPANY, letter::REPORTER, letter::OPEN];
        self.0.split(' ').filter(move |lexeme| !lexeme.starts_with(marks))
    }
}
