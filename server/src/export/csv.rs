//! CSV as RFC 4180 has it, in cells that no spreadsheet runs.

use super::Column;
use axum::body::Bytes;
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::io;

/// Without it Excel reads UTF-8 as something else.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn heads<L>(columns: &[Column<L>]) -> desk::Result<Bytes> {
    let mut writer = writer(BYTE_ORDER_MARK.to_vec());
    let heads = columns.iter().map(|column| Cell(harmless(column.head.as_str().into())));
    writer.write_record(heads).map_err(io::Error::from)?;
    finish(writer)
}

pub(super) fn write<L>(lines: &[L], columns: &[Column<L>]) -> desk::Result<Bytes> {
    let mut writer = writer(Vec::with_capacity(lines.len() * 128));
    for line in lines {
        let cells = columns.iter().map(|column| Cell(harmless((column.text)(line))));
        writer.write_record(cells).map_err(io::Error::from)?;
    }
    finish(writer)
}

fn writer(start: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start)
}

fn finish(writer: Writer<Vec<u8>>) -> desk::Result<Bytes> {
    Ok(writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?.into())
}

/// Text that the writer takes, borrowed or not.
struct Cell<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Cell<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A spreadsheet would run a cell that begins like a formula: behind an apostrophe it is text.
fn harmless(text: Cow<'_, str>) -> Cow<'_, str> {
    if begins_like_a_formula(&text) { format!("'{text}").into() } else { text }
}

fn begins_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // What cannot be seen is skipped by one program or another.
    let shown = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c));
    text.starts_with(['\t', '\r', '\n']) || shown.starts_with(SIGNS)
}

/// Marks of direction, joiners, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
            "\n=1",
            "  =1",
            "\u{a0}=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "\u{feff}=1",
            "\u{202e}\u{200b} -1",
            "\0=1",
        ] {
            assert_eq!(harmless(bad.into()), format!("'{bad}"), "{bad:?}");
        }
        for good in ["", "a=1", "1-2", "'=1", "\"=1", "PT-1", "a\t=b", " a", "–1"] {
            assert_eq!(harmless(good.into()), good);
        }
    }
}
