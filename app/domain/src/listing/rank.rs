//! Relevance ranking: first the ticket that was asked for by its number, then what is called so, then what holds the words elsewhere.

use crate::search::words;

/// How well a ticket fits the words that are looked for; the least comes first. `names` are its number and what else it is called.
pub fn rank(wanted: &[String], names: &[&str], subject: &str) -> usize {
    if names.iter().any(|name| is_called(name, wanted)) {
        return 0;
    }
    let subject: Vec<_> = words(subject).collect();
    let in_a_row = |run: &[std::borrow::Cow<str>]| run.iter().zip(wanted).all(|(word, wanted)| word == wanted.as_str());
    if !wanted.is_empty() && subject.windows(wanted.len()).any(in_a_row) {
        return 1;
    }
    if wanted.iter().all(|wanted| subject.iter().any(|word| word == wanted.as_str())) {
        return 2;
    }
    let names: Vec<_> = names.iter().flat_map(|name| words(name)).collect();
    let begins = |wanted: &&String| subject.iter().chain(&names).any(|word| word.starts_with(wanted.as_str()));
    3 + wanted.len() - wanted.iter().filter(begins).count()
}

fn is_called(name: &str, wanted: &[String]) -> bool {
    let mut own = words(name);
    !wanted.is_empty()
        && wanted.iter().all(|wanted| own.next().is_some_and(|word| word == wanted.as_str()))
        && own.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::terms;

    #[test]
    fn a_number_a_phrase_words_beginnings_and_the_rest_follow_each_other() {
        let rank = |text: &str, subject: &str| rank(&terms(text), &["PT-1042", "1042", "INC0007"], subject);
        for (text, subject, expected) in [
            ("pt-1042", "", 0),
            ("1042", "Printer 1042", 0),
            ("inc0007", "", 0),
            ("label printer", "The LABEL printer prints blanks", 1),
            ("printer label", "The label printer prints blanks", 2),
            ("prin lab", "The label printer prints blanks", 3),
            ("104 printer", "Printer", 3),
            ("label toner", "The label printer", 4),
            ("toner", "The label printer", 4),
            ("toner out", "The label printer", 5),
            ("", "anything", 2),
        ] {
            assert_eq!(rank(text, subject), expected, "{text} in {subject}");
        }
    }
}
