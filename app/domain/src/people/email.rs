//! Comparing email addresses: the canonical form, equality, and the difference in segments.
//!
//! The plan asks for *identical* addresses. Identical means here: what mail servers everywhere treat as one mailbox
//! however it is written. Capital letters, space around the address, a dot at the very end and the two spellings of an
//! international domain (`bücher.example`, `xn--bcher-kva.example`) make no difference. Everything else does: letters of
//! other scripts that look alike, compatibility forms (`ａ`, `K` the kelvin sign), `+tags` and dots in the local part.

use crate::text;
use idna::punycode;
use serde::{Deserialize, Serialize};

/// The form in which addresses are compared and stored for comparing. Never shown.
pub fn canonical(address: &str) -> String {
    let address = address.trim();
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{}", folded(local), canonical_domain(domain)),
        None => folded(address),
    }
}

/// Whether both mean the same mailbox. Two empty addresses mean none.
pub fn same(one: &str, other: &str) -> bool {
    let one = canonical(one);
    !one.is_empty() && one == canonical(other)
}

/// A domain in the letters that DNS knows. The labels are not normalised first, as browsers do it: that would make
/// lookalikes equal.
fn canonical_domain(domain: &str) -> String {
    let rooted = domain.strip_suffix('.').filter(|domain| !domain.ends_with('.'));
    let labels = rooted.unwrap_or(domain).split('.');
    labels.map(|label| canonical_label(&folded(label))).collect::<Vec<_>>().join(".")
}

fn canonical_label(label: &str) -> String {
    if label.is_ascii() {
        return label.into();
    }
    punycode::encode_str(label).map_or_else(|| label.into(), |encoded| format!("xn--{encoded}"))
}

/// Small letters, where capital and small letter belong to each other alone: the kelvin sign becomes a `k` in
/// Unicode's eyes, but no `k` becomes a kelvin sign.
fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

fn fold(letter: char) -> impl Iterator<Item = char> {
    let small = letter.to_lowercase();
    let mut back = small.clone().flat_map(char::to_uppercase);
    let own = back.next() == Some(letter) && back.next().is_none();
    let kept = (!own).then_some(letter);
    small.take(if own { usize::MAX } else { 0 }).chain(kept)
}

/// A stretch of an address: in both, or only in this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffSegment {
    pub text: String,
    pub differs: bool,
}

/// Letters of a script that imitates Latin letters, or no letters at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Odd {
    Cyrillic,
    Greek,
    /// A compatibility form, such as a wide letter.
    Variant,
    /// It takes no room, or looks like a space.
    Invisible,
}

/// What is odd about a letter of an address that differs, so that lookalikes can be told apart in words.
pub fn oddity(letter: char) -> Option<Odd> {
    match letter {
        '\u{0370}'..='\u{03ff}' | '\u{1f00}'..='\u{1fff}' => Some(Odd::Greek),
        '\u{0400}'..='\u{052f}' | '\u{1c80}'..='\u{1c8f}' => Some(Odd::Cyrillic),
        _ if text::is_blank(letter.encode_utf8(&mut [0; 4])) => Some(Odd::Invisible),
        '\u{ff01}'..='\u{ff5e}' | '\u{2100}'..='\u{214f}' | '\u{1d400}'..='\u{1d7ff}' | '\u{fb00}'..='\u{fb06}' => {
            Some(Odd::Variant)
        }
        _ => None,
    }
}

/// Both addresses in pieces, with the characters marked that the other does not have. Nothing is marked where the
/// addresses are the [`same`].
pub fn difference(one: &str, other: &str) -> (Vec<DiffSegment>, Vec<DiffSegment>) {
    let (one, other) = (one.trim(), other.trim());
    if same(one, other) {
        return (whole(one), whole(other));
    }
    let (first, second): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (in_both_one, in_both_other) = common(&first, &second);
    (pieces(&first, &in_both_one), pieces(&second, &in_both_other))
}

fn whole(text: &str) -> Vec<DiffSegment> {
    if text.is_empty() { Vec::new() } else { vec![DiffSegment { text: text.into(), differs: false }] }
}

fn alike(one: char, other: char) -> bool {
    fold(one).eq(fold(other))
}

/// The longest stretch that is compared letter by letter; no address that can be mailed to is longer.
const COMPARED: usize = 320;

/// Which letters of each belong to a longest common subsequence.
fn common(one: &[char], other: &[char]) -> (Vec<bool>, Vec<bool>) {
    let (mut kept_one, mut kept_other) = (vec![false; one.len()], vec![false; other.len()]);
    let (rows, columns) = (one.len().min(COMPARED), other.len().min(COMPARED));
    // longest[i][j]: how much the ends from i and from j have in common.
    let mut longest = vec![vec![0_u16; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            longest[i][j] = if alike(one[i], other[j]) {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        if alike(one[i], other[j]) {
            (kept_one[i], kept_other[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (kept_one, kept_other)
}

fn pieces(letters: &[char], in_both: &[bool]) -> Vec<DiffSegment> {
    let mut pieces: Vec<DiffSegment> = Vec::new();
    for (&letter, &kept) in letters.iter().zip(in_both) {
        match pieces.last_mut() {
            Some(piece) if piece.differs != kept => piece.text.push(letter),
            _ => pieces.push(DiffSegment { text: letter.into(), differs: !kept }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn b04_only_ways_of_writing_one_mailbox_are_the_same() {
        let plan = "alice.kowalska@harbourline.example";
        let same_as_plan = [
            "Alice.Kowalska@Harbourline.Example",
            "  alice.kowalska@harbourline.example \t",
            "alice.kowalska@harbourline.example.",
            "ALICE.KOWALSKA@HARBOURLINE.EXAMPLE.",
        ];
        let other = [
            "alice.kowalska+support@harbourline.example",
            "alicekowalska@harbourline.example",
            "alice.kowalsk\u{430}@harbourline.example",
            "\u{ff41}lice.kowalska@harbourline.example",
            "alice.\u{212a}owalska@harbourline.example",
            "alice.kowalska@h\u{ff41}rbourline.example",
            "alice.kowalska@harbourline\u{ff0e}example",
            "alice.kowalska@harbour\u{200b}line.example",
            "alice.kowalska@harbour\u{ad}line.example",
            "alice.kowalska@xn--hrbourline-99g.example",
            "alice.kowalska@harbourline.example..",
            "alice.kowalska@mail.harbourline.example",
            "alice.kowalska",
            "",
        ];
        for address in same_as_plan {
            assert!(same(plan, address), "{address}");
        }
        for address in other {
            assert!(!same(plan, address), "{address}");
        }
        assert!(!same("", ""));
    }

    #[test]
    fn both_spellings_of_an_international_domain_are_one() {
        let pairs = [
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.Example", "xn--bcher-kva.example"),
            ("münchen-ost.example", "XN--MNCHEN-OST-9DB.example"),
            ("łódź.example", "xn--d-uga0v4h.example"),
            ("他们为什么不说中文.example", "xn--ihqwcrb4cv8a8dqg056pqjye.example"),
        ];
        for (spoken, written) in pairs {
            let (spoken, written) = (format!("a@{spoken}"), format!("a@{written}"));
            assert!(same(&spoken, &written), "{spoken}: {}", canonical(&spoken));
        }
    }

    fn marked(one: &str, other: &str) -> (String, String) {
        let show = |pieces: Vec<DiffSegment>| {
            let show = |piece: DiffSegment| if piece.differs { format!("[{}]", piece.text) } else { piece.text };
            pieces.into_iter().map(show).collect::<String>()
        };
        let (one, other) = difference(one, other);
        (show(one), show(other))
    }

    #[test]
    fn the_letters_that_differ_are_marked() {
        let seen = marked("alice.kowalska@h.example", "alice.kovalska@h.example");
        assert_eq!(seen, ("alice.ko[w]alska@h.example".into(), "alice.ko[v]alska@h.example".into()));
        assert_eq!(marked("ann@h.example", "anna@h.example"), ("ann@h.example".into(), "ann[a]@h.example".into()));
        assert_eq!(marked("A@H.example", "a@h.example"), ("A@H.example".into(), "a@h.example".into()));
        assert_eq!(marked("B@h.example", "a@H.example").1, "[a]@H.example");
        assert_eq!(marked("a@bücher.example", "a@xn--bcher-kva.example").1, "a@xn--bcher-kva.example");
        assert_eq!(marked("", "a"), (String::new(), "[a]".into()));
        assert_eq!(oddity('\u{430}'), Some(Odd::Cyrillic));
        assert_eq!(oddity('a'), None);
        assert_eq!(oddity('ü'), None);
    }

    proptest! {
        #[test]
        fn the_canonical_form_stays_as_it_is(address in "[a-cA-CäÄßİ\u{212a}.+]{0,12}@?[a-cA-CäÄßİ\u{212a}.-]{0,12}") {
            let once = canonical(&address);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn pieces_make_the_address_again(one in "[a-cA-C@.]{0,14}", other in "[a-cA-C@.]{0,14}") {
            let join = |pieces: &[DiffSegment]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            let common = |pieces: &[DiffSegment]| pieces.iter().filter(|piece| !piece.differs).map(|piece| piece.text.to_lowercase()).collect::<String>();
            let (first, second) = difference(&one, &other);
            prop_assert_eq!(join(&first), one);
            prop_assert_eq!(join(&second), other);
            prop_assert_eq!(common(&first), common(&second));
        }
    }
}
