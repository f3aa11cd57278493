//! CSV as RFC 4180 has it, in cells that no spreadsheet runs, whichever separator it believes in.

use super::Column;
use axum::body::Bytes;
use domain::text::is_invisible;
use std::borrow::Cow;

/// Without it Excel reads UTF-8 as something else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn heads<L>(columns: &[Column<L>]) -> Bytes {
    let mut out = BYTE_ORDER_MARK.to_owned();
    write_row(&mut out, columns.iter().map(|column| column.head.as_str().into()));
    out.into()
}

pub(super) fn write<L>(lines: &[L], columns: &[Column<L>]) -> Bytes {
    let mut out = String::with_capacity(lines.len() * 128);
    for line in lines {
        write_row(&mut out, columns.iter().map(|column| (column.text)(line)));
    }
    out.into()
}

fn write_row<'a>(out: &mut String, cells: impl Iterator<Item = Cow<'a, str>>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(',');
        }
        let cell = harmless(cell);
        // Where a list is separated by semicolons, Excel takes them for separators in this file too.
        if cell.contains([',', ';', '\t', '"', '\r', '\n']) {
            out.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// A spreadsheet would run a cell that begins like a formula: behind an apostrophe it is text. One that separates by semicolons sees no
/// quotes but those at the start of a line, so its cells begin behind every semicolon and line break.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    let pieces = || text.split_inclusive([';', '\r', '\n']);
    if text.starts_with(['\t', '\r', '\n']) || pieces().any(begins_like_a_formula) {
        let marked = |(place, piece): (usize, &str)| {
            let begins = begins_like_a_formula(piece) || place == 0 && piece.starts_with(['\t', '\r', '\n']);
            format!("{}{piece}", if begins { "'" } else { "" })
        };
        return pieces().enumerate().map(marked).collect();
    }
    text
}

fn begins_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // What cannot be seen is skipped by one program or another.
    text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c)).starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in [
            "=1+1",
            "+1",
            "-2",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "  =1",
            "\u{a0}=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\u{feff}=1",
            "\u{202e}\u{200b} -1",
            "\u{2060}\u{180e}=1",
            "\0=1",
        ] {
            assert_eq!(harmless(bad.into()), format!("'{bad}"), "{bad:?}");
        }
        for good in ["", "a=1", "1-2", "'=1", "\"=1", "PT-1", "a\t=b", " a", "–1", "a; b;", "a\nb"] {
            assert_eq!(harmless(good.into()), good);
        }
    }

    #[test]
    fn nothing_in_a_cell_becomes_a_formula_of_its_own() {
        for (bad, kept) in [
            ("a;=1", "a;'=1"),
            ("a; =1;b;@x", "a;' =1;b;'@x"),
            ("=1;=2", "'=1;'=2"),
            ("\n=1", "'\n'=1"),
            ("two\r\n-lines", "two\r\n'-lines"),
        ] {
            assert_eq!(harmless(bad.into()), kept, "{bad:?}");
        }
    }

    #[test]
    fn what_may_separate_is_quoted() {
        let mut out = String::new();
        write_row(&mut out, ["a", "b;c", "d,e", "say \"hi\"", "f\tg", "h\ni", ""].map(Cow::from).into_iter());
        assert_eq!(out, "a,\"b;c\",\"d,e\",\"say \"\"hi\"\"\",\"f\tg\",\"h\ni\",\r\n");
    }
}
