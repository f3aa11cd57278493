//! Rows of CSV, TSV and JSON as one stream. A row that cannot be read is an item of the stream, not its end.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::Path;

use domain::text;
use encoding_rs::Encoding;
use serde::Deserialize;

use super::delimited::{Delimited, cut_row};
use super::error::MappingError;
use super::json::json_row;
use super::lines::{LineReader, RawLine, TOO_LONG};
use super::raw::RawRow;
use super::record::RowProblem;

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated; by semicolons or tabs where the header has no comma, or by what a first line `sep=;` says.
    Csv,
    /// Tab-separated, quoted as CSV.
    Tsv,
    /// An array of JSON objects, or one object per line; inner objects are columns named `outer.inner`.
    #[serde(alias = "jsonl")]
    Json,
}

impl Format {
    /// The format by the file's extension.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "json" | "jsonl" | "ndjson" => Some(Format::Json),
            _ => None,
        }
    }
}

/// One row: the line it begins on, or its place in a JSON array, and its wanted values by column. Empty values are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
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
pub struct Table<'a> {
    lines: LineReader<'a>,
    shape: Shape,
    wanted: BTreeSet<String>,
    /// Wanted columns not met so far.
    missing: BTreeSet<String>,
}

enum Shape {
    Delimited(Delimited),
    /// JSON, an object in each line.
    Objects,
    /// A JSON array, of which so many items are read.
    Array(u64),
}

impl<'a> Table<'a> {
    /// Reads the header, where the format has one, and keeps only the `wanted` columns of each row. Without an `encoding` the file
    /// tells.
    pub fn open(
        reader: impl Read + 'a,
        format: Format,
        encoding: Option<&'static Encoding>,
        wanted: BTreeSet<String>,
    ) -> Result<Self, MappingError> {
        let mut lines = LineReader::of(reader, encoding)?;
        let shape = match format {
            Format::Csv => Shape::Delimited(Delimited::open(&mut lines, None)?),
            Format::Tsv => Shape::Delimited(Delimited::open(&mut lines, Some(b'\t'))?),
            Format::Json if lines.enter_array()? => Shape::Array(0),
            Format::Json => Shape::Objects,
        };
        let mut missing = wanted.clone();
        if let Shape::Delimited(delimited) = &shape {
            for column in delimited.header.iter() {
                if wanted.contains(column) && !missing.remove(column) {
                    return Err(MappingError::RepeatedColumn(column.clone()));
                }
            }
        }
        Ok(Table { lines, shape, wanted, missing })
    }

    /// Wanted columns the file does not have. For JSON: that no row had so far.
    pub fn missing(&self) -> &BTreeSet<String> {
        &self.missing
    }

    /// The file's columns, where it has a header.
    pub fn columns(&self) -> &[String] {
        match &self.shape {
            Shape::Delimited(delimited) => &delimited.header,
            Shape::Objects | Shape::Array(_) => &[],
        }
    }

    /// Whether the file was taken for Windows-1252 because it is no UTF-8.
    pub fn guessed(&self) -> bool {
        self.lines.guessed()
    }

    fn line(&mut self) -> io::Result<Option<RawLine>> {
        match &mut self.shape {
            Shape::Array(read) => {
                *read += 1;
                self.lines.item(*read)
            }
            _ => self.lines.next(),
        }
    }

    /// The next row as it stands in the file.
    pub(super) fn raw(&mut self) -> io::Result<Option<RawRow>> {
        while let Some(first) = self.line()? {
            let number = first.number;
            if first.long {
                let problem = RowProblem::of_row(number, TOO_LONG);
                return Ok(Some(RawRow::unreadable(number, first.text, problem)));
            }
            if first.text.trim_ascii().is_empty() {
                continue;
            }
            let found = match &mut self.shape {
                Shape::Objects | Shape::Array(_) => Some(json_row(first)),
                Shape::Delimited(delimited) => {
                    let row = cut_row(&mut self.lines, first, delimited.delimiter)?;
                    delimited.row(number, row)
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn row(&mut self) -> io::Result<Option<Result<TableRow, BadRow>>> {
        let Some(mut raw) = self.raw()? else { return Ok(None) };
        self.missing.retain(|column| !raw.has(column));
        let (number, problem) = (raw.number, raw.problem.take());
        let values = non_empty(raw.pairs().filter(|(column, _)| self.wanted.contains(column)));
        Ok(Some(match problem {
            Some(problem) => Err(BadRow { problem, values }),
            None => Ok(TableRow { number, values }),
        }))
    }
}

impl Iterator for Table<'_> {
    type Item = io::Result<Result<TableRow, BadRow>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// The values that say something, without the space around them.
pub(super) fn non_empty(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let cleaned = pairs.map(|(column, value)| (column, text::lines(&value)));
    cleaned.filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests;
