//! The tree builder's inline marks and mentions.

use super::super::allowed::ALLOWED;
use super::super::article::is_own_page;
use super::super::tree::{Inline, Marks};
use super::{ALT_MAX, Attributes, Builder};

/// Marks within marks.
const MARKS_MAX: usize = 64;

impl Builder {
    pub(super) fn open_mark(&mut self, sent: &str, name: &str, attribute: Attributes<'_>) {
        let named = attribute("data-mention").filter(|slug| name == "span" && is_slug(slug));
        if let Some(slug) = named.filter(|_| self.mention.is_none()) {
            self.mention = Some((slug.to_owned(), String::new(), 1));
            return;
        }
        if self.marks.len() >= MARKS_MAX {
            return;
        }
        let mut marks = self.marks.last().map(|(_, marks)| marks.clone()).unwrap_or_default();
        match name {
            "strong" => marks.strong = true,
            "em" => marks.em = true,
            "u" => marks.underline = true,
            "s" => marks.strike = true,
            "code" => marks.code = true,
            "a" => marks.link = attribute("href").and_then(|href| self.address(href)).map(Into::into).or(marks.link),
            _ => add_palette(&mut marks, attribute("class").unwrap_or_default()),
        }
        self.marks.push((sent.to_owned(), marks));
    }

    fn address(&self, href: &str) -> Option<String> {
        let own = Some(href).filter(|href| self.own_pages && is_own_page(href)).map(str::to_owned);
        own.or_else(|| ALLOWED.address(href))
    }

    pub(super) fn close_mark(&mut self, sent: &str) {
        if let Some((_, _, depth)) = self.mention.as_mut().filter(|_| sent == "span") {
            *depth -= 1;
            if *depth == 0 {
                self.end_mention();
            }
            return;
        }
        if let Some(place) = self.marks.iter().rposition(|(name, _)| name == sent) {
            self.marks.truncate(place);
        }
    }

    pub(super) fn end_mention(&mut self) {
        if let Some((slug, label, _)) = self.mention.take() {
            let label: String = label.trim().trim_start_matches('@').chars().take(ALT_MAX).collect();
            let label = label.trim().to_owned();
            self.push_inline(Inline::Mention { label: if label.is_empty() { slug.clone() } else { label }, slug });
        }
    }
}

fn add_palette(marks: &mut Marks, classes: &str) {
    for class in classes.split_ascii_whitespace() {
        for (place, (prefix, names)) in ALLOWED.palettes().into_iter().enumerate() {
            if class.strip_prefix(prefix).is_some_and(|name| names.iter().any(|known| known == name)) {
                marks.look[place] = Some(class.to_owned());
            }
        }
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.len() <= 100 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}
