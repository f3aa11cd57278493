//! Rows of CSV, TSV and JSONL as one stream. A row that cannot be read is an item of the stream, not its end.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::path::Path;

use domain::conversation::clean_text;
use serde::Deserialize;

use super::delimited::{Delimited, cut};
use super::error::MappingError;
use super::json::json_row;
use super::lines::Lines;
use super::record::RowProblem;

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated; semicolons where the header has no comma.
    Csv,
    /// Tab-separated, quoted as CSV.
    Tsv,
    /// One JSON object per line; inner objects are columns named `outer.inner`.
    Jsonl,
}

impl Format {
    /// The format by the file's extension.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "jsonl" => Some(Format::Jsonl),
            _ => None,
        }
    }
}

/// One row: the line it begins on and its wanted values by column. Empty values are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u64,
    pub values: BTreeMap<String, String>,
}

/// A row that cannot be read, with what could still be made out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    pub problem: RowProblem,
    pub values: BTreeMap<String, String>,
}

/// The rows of a file, read as they are asked for.
pub struct Table<R> {
    lines: Lines<R>,
    shape: Shape,
    wanted: BTreeSet<String>,
    /// Wanted columns not met so far.
    missing: BTreeSet<String>,
}

enum Shape {
    Delimited(Delimited),
    Json,
}

impl<R: BufRead> Table<R> {
    /// Reads the header, where the format has one, and keeps only the `wanted` columns of each row.
    pub fn open(reader: R, format: Format, wanted: BTreeSet<String>) -> Result<Self, MappingError> {
        let mut lines = Lines::of(reader);
        let shape = match format {
            Format::Csv => Shape::Delimited(Delimited::open(&mut lines, b',')?),
            Format::Tsv => Shape::Delimited(Delimited::open(&mut lines, b'\t')?),
            Format::Jsonl => Shape::Json,
        };
        let mut missing = wanted.clone();
        if let Shape::Delimited(delimited) = &shape {
            for column in &delimited.header {
                if wanted.contains(column) && !missing.remove(column) {
                    return Err(MappingError::RepeatedColumn(column.clone()));
                }
            }
        }
        Ok(Table { lines, shape, wanted, missing })
    }

    /// Wanted columns the file does not have. For JSONL: that no row had so far.
    pub fn missing(&self) -> &BTreeSet<String> {
        &self.missing
    }

    /// The file's columns, where it has a header.
    pub fn columns(&self) -> &[String] {
        match &self.shape {
            Shape::Delimited(delimited) => &delimited.header,
            Shape::Json => &[],
        }
    }

    fn row(&mut self) -> io::Result<Option<Result<Row, BadRow>>> {
        while let Some(first) = self.lines.next()? {
            if first.text.trim_ascii().is_empty() {
                continue;
            }
            let number = first.number;
            let found = match &mut self.shape {
                Shape::Json => Some(json_row(&first, &self.wanted, &mut self.missing)),
                Shape::Delimited(delimited) => {
                    let cut = cut(&mut self.lines, first, delimited.delimiter)?;
                    delimited.row(number, cut, &self.wanted)
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Table<R> {
    type Item = io::Result<Result<Row, BadRow>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// The values that say something, without the space around them.
pub(super) fn known(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let trimmed = pairs.map(|(column, value)| (column, clean_text(&value).trim().to_owned()));
    trimmed.filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One text per row: `line: values in the columns' alphabetical order`, or the problem.
    fn rows(text: &[u8], format: Format, wanted: &[&str]) -> Vec<String> {
        let wanted = wanted.iter().map(|column| (*column).to_owned()).collect();
        let table = Table::open(text, format, wanted).expect("a header");
        let shown = table.map(|row| match row.expect("memory can be read") {
            Ok(row) => format!("{}: {}", row.number, row.values.into_values().collect::<Vec<_>>().join("|")),
            Err(bad) => format!("! {} {:?}", bad.problem, bad.values.into_values().collect::<Vec<_>>()),
        });
        shown.collect()
    }

    #[test]
    fn quoted_fields_span_lines_and_line_numbers_stay_true() {
        let text = b"\xef\xbb\xbfid,text\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\n2,plain\r\n,\r\n3, last ";
        let expected = ["2: 1|two\nlines, \"quoted\"", "5: 2|plain", "7: 3|last"];
        assert_eq!(rows(text, Format::Csv, &["id", "text"]), expected, "blank rows are none");
    }

    #[test]
    fn semicolons_and_tabs() {
        assert_eq!(rows(b"id;text\n1;a,b\n", Format::Csv, &["id", "text"]), ["2: 1|a,b"]);
        assert_eq!(rows(b"id\ttext\n1\t\"a\tb\"\n", Format::Tsv, &["text"]), ["2: a\tb"], "only what is wanted");
    }

    #[test]
    fn bad_rows_are_named_and_reading_goes_on() {
        let text = b"id,text\n1,a,b\n2\n3,\xff\xfe\n4,d\n";
        let bad = [
            "! row 2: 3 fields where the header has 2 [\"1\", \"a\"]",
            "! row 3: 1 fields where the header has 2 [\"2\"]",
            "! row 4, column text: not UTF-8 text [\"3\"]",
            "5: 4|d",
        ];
        assert_eq!(rows(text, Format::Csv, &["id", "text"]), bad);
    }

    #[test]
    fn an_unclosed_quote_costs_one_row() {
        let reason = "a quote is opened and not closed, or not doubled inside the text";
        let to_the_end = rows(b"id,text\n1,\"a\n2,b\n3,c\n", Format::Csv, &["id", "text"]);
        assert_eq!(to_the_end, [format!("! row 2, column text: {reason} [\"1\"]"), "3: 2|b".into(), "4: 3|c".into()]);
        let to_the_next = rows(b"id,text\n1,\"a\n2,\"b\"\n3,c\n", Format::Csv, &["id", "text"]);
        assert_eq!(to_the_next, [format!("! row 2, column text: {reason} [\"1\"]"), "3: 2|b".into(), "4: 3|c".into()]);
    }

    #[test]
    fn json_lines_of_every_shape() {
        let text = "\u{feff}{\"id\":7,\"who\":{\"name\":\"Ann\"},\"tags\":[\"a\",\"b\"],\"on\":true,\"off\":null}\n\n{\"id\":\n[1]\n";
        let found = rows(text.as_bytes(), Format::Jsonl, &["id", "who.name", "tags", "on", "off"]);
        assert_eq!(found[0], "1: 7|true|a, b|Ann");
        assert!(found[1].starts_with("! row 3: broken JSON"), "{}", found[1]);
        assert_eq!(found[2], "! row 4: not a JSON object []");
    }

    #[test]
    fn headers_that_cannot_serve_are_refused() {
        let open = |text: &'static [u8]| Table::open(text, Format::Csv, BTreeSet::from(["id".to_owned()])).err();
        assert!(matches!(open(b""), Some(MappingError::NoHeader)));
        assert!(matches!(open(b"\n1,2\n"), Some(MappingError::NoHeader)));
        assert!(matches!(open(b"\xff\xfei\0d\0\n\0"), Some(MappingError::Header(_))), "UTF-16");
        assert!(matches!(open(b"id,a,id\n"), Some(MappingError::RepeatedColumn(name)) if name == "id"));
        assert!(open(b"id,a,a\n").is_none(), "columns nobody wants may repeat");
    }

    #[test]
    fn formats_by_extension() {
        assert_eq!(Format::of_path(Path::new("a/b.TSV")), Some(Format::Tsv));
        assert_eq!(Format::of_path(Path::new("a.xlsx")), None);
    }
}
