//! Text normalisation: what people type, made ready to be stored. The one place where text is cleaned.

use crate::refusal::Reason;

/// The text as it is kept. What ends a line is a line break, what separates otherwise is a space; other control characters, which no
/// screen shows and of which PostgreSQL refuses NUL, are dropped.
pub fn clean(sent: &str) -> String {
    sent.replace("\r\n", "\n").chars().filter_map(normalise).collect()
}

fn normalise(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        // Carriage return, vertical tab, form feed, next line, line and paragraph separator.
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // The separators of files, groups, records and units.
        '\u{1c}'..='\u{1f}' => Some(' '),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

/// Clean text of several lines without the blank space around it; empty where nothing in it can be seen.
pub fn lines(sent: &str) -> String {
    visible(clean(sent).trim())
}

/// Clean text in one line; the space within and around it stays.
pub fn unbroken(sent: &str) -> String {
    clean(sent).replace(['\n', '\t'], " ")
}

/// Clean text in one line without the space around it; empty where nothing in it can be seen.
pub fn line(sent: &str) -> String {
    visible(unbroken(sent).trim())
}

/// A [`line`] whose words stand one space apart.
pub fn name(sent: &str) -> String {
    visible(&clean(sent).split_whitespace().collect::<Vec<_>>().join(" "))
}

fn visible(text: &str) -> String {
    if is_blank(text) { String::new() } else { text.to_owned() }
}

/// Whether nothing in the text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Characters that show nothing by themselves: those that Unicode calls default ignorable (joiners, marks of direction, variation
/// selectors, fillers, tags, the byte order mark), and the blank of braille.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The zeros of the scripts whose digits people type, each followed by its one to nine; the last is the full-width one.
const ZEROS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}', '\u{ff10}',
];

/// The text with its digits as 0 to 9, in whatever script or width they were typed, and with full-width signs and space in their narrow
/// form. For codes, phone numbers, dates and numbers.
pub fn plain_digits(sent: &str) -> String {
    sent.chars().map(plain).collect()
}

/// A whole number between `min` and `max`, both included.
///
/// # Errors
/// [`Reason::Missing`], [`Reason::NotANumber`], [`Reason::TooSmall`] or [`Reason::TooBig`].
pub fn whole_number(sent: &str, min: i64, max: i64) -> Result<i64, Reason> {
    let sent = line(&plain_digits(sent));
    match sent.parse() {
        Err(_) if sent.is_empty() => Err(Reason::Missing),
        Err(_) => Err(Reason::NotANumber),
        Ok(number) if number < min => Err(Reason::TooSmall { min }),
        Ok(number) if number > max => Err(Reason::TooBig { max }),
        Ok(number) => Ok(number),
    }
}

fn plain(c: char) -> char {
    let digit = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).and_then(|n| char::from_digit(n, 10));
    match c {
        _ if c.is_ascii() => c,
        '\u{3000}' => ' ',
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => ZEROS.iter().find_map(digit).unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_still_separates() {
        for broken in ["\r", "\r\n", "\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let sent = format!("Roof{broken}leak");
            assert_eq!(clean(&sent), "Roof\nleak", "{broken:?}");
            assert_eq!((line(&sent), name(&sent)), ("Roof leak".into(), "Roof leak".into()), "{broken:?}");
        }
        for apart in ["\u{1c}", "\u{1d}", "\u{1e}", "\u{1f}"] {
            assert_eq!(clean(&format!("Roof{apart}leak")), "Roof leak", "{apart:?}");
        }
        for nothing in ["\0", "\u{7}", "\u{8}", "\u{1b}", "\u{7f}", "\u{80}", "\u{9f}"] {
            assert_eq!(clean(&format!("Roof{nothing}leak")), "Roofleak", "{nothing:?}");
        }
        assert_eq!(
            (clean("a\tb"), line(" a\tb  c "), name(" a\tb  c ")),
            ("a\tb".into(), "a b  c".into(), "a b c".into())
        );
    }

    #[test]
    fn what_cannot_be_seen_is_no_text() {
        for blank in [
            "",
            " ",
            "\u{200b}",
            "\u{ad}",
            "\u{feff}\u{a0}",
            "\u{2800}\n\u{3164}",
            "\u{200e}\u{e0041}",
            "\u{fe0f}\0\u{2060}",
        ] {
            assert_eq!((line(blank), lines(blank), name(blank)), Default::default(), "{blank:?}");
        }
        for seen in ["👩\u{200d}🔧", "❤\u{fe0f}", "نمی\u{200c}خواهم", "\u{200e}a"] {
            assert_eq!((line(seen), lines(seen), name(seen)), (seen.into(), seen.into(), seen.into()));
        }
    }

    #[test]
    fn digits_are_read_in_every_width_and_script() {
        for typed in ["１２３４５６７８９０", "١٢٣٤٥٦٧٨٩٠", "۱۲۳۴۵۶۷۸۹۰", "१२३४५६७८९०", "๑๒๓๔๕๖๗๘๙๐", "1234567890"]
        {
            assert_eq!(plain_digits(typed), "1234567890", "{typed}");
        }
        assert_eq!(plain_digits("＋４８（６００）７００－８００　１"), "+48(600)700-800 1");
        assert_eq!(whole_number(" －１２ ", -20, 0), Ok(-12));
        assert_eq!(whole_number("\u{200b}", 0, 1), Err(Reason::Missing));
        assert_eq!(plain_digits("zwölf ½ Ⅳ ①"), "zwölf ½ Ⅳ ①", "what only looks like a digit stays");
    }
}
