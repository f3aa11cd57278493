//! Parser for CSV, TSV and other delimited text.
//!
//! Rows are cut out of the file here rather than by the `csv` reader: a quote somebody forgot to close would let that
//! reader swallow every row up to the next quote, and tickets would lose rows without anyone noticing. Here such a row
//! is named and reading goes on with the next line.

use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use super::error::MappingError;
use super::lines::{LineReader, ROW_MAX, RawLine};
use super::raw::RawRow;
use super::record::RowProblem;

/// A record's text has no more lines than this; beyond it a quote is taken for unclosed.
const LINES_PER_ROW: usize = 10_000;

pub(super) enum CsvRow {
    Row(Vec<u8>),
    /// The first line of a row whose quotes do not work out.
    Unclosed(Vec<u8>),
}

/// The state of the quote scanner within a row.
#[derive(Clone, Copy, PartialEq)]
enum QuoteState {
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end, or the first half of a doubled one.
    Quote,
}

/// Takes lines until the row's quotes are closed. Where they never are, or close in the middle of a field some lines
/// on, the first line alone is the bad row and the others are read again.
pub(super) fn cut_row(lines: &mut LineReader<'_>, first: RawLine, delimiter: u8) -> io::Result<CsvRow> {
    let (mut place, mut sound) = scan(QuoteState::Start, &first.text, delimiter);
    let (mut rest, mut size) = (Vec::new(), first.text.len());
    while place == QuoteState::Quoted && sound && rest.len() < LINES_PER_ROW && size <= ROW_MAX {
        let Some(line) = lines.next()? else { break };
        (place, sound) = scan(place, &line.text, delimiter);
        size += line.text.len();
        rest.push(line);
    }
    let mut text = first.text;
    if place != QuoteState::Quoted && (sound || rest.is_empty()) {
        rest.iter().for_each(|line: &RawLine| text.extend_from_slice(&line.text));
        return Ok(CsvRow::Row(text));
    }
    lines.put_back(rest);
    Ok(CsvRow::Unclosed(text))
}

/// The place after one more line, and whether every closing quote ended its field.
fn scan(mut place: QuoteState, line: &[u8], delimiter: u8) -> (QuoteState, bool) {
    let mut sound = true;
    for &byte in line {
        place = match (place, byte) {
            (QuoteState::Quoted, b'"') => QuoteState::Quote,
            (QuoteState::Quoted, _) => QuoteState::Quoted,
            (QuoteState::Start, b'"') => QuoteState::Quoted,
            (QuoteState::Quote, b'"') => QuoteState::Quoted,
            (_, b'\n') => QuoteState::Start,
            (_, byte) if byte == delimiter => QuoteState::Start,
            (QuoteState::Quote, _) => {
                sound = false;
                QuoteState::Plain
            }
            _ => QuoteState::Plain,
        };
    }
    (place, sound)
}

/// CSV and its kin, after the header.
pub(super) struct Delimited {
    pub(super) delimiter: u8,
    pub(super) header: Rc<[String]>,
    /// Fed one whole row at a time, because making one is dear.
    splitter: csv::Reader<VecDeque<u8>>,
}

impl Delimited {
    /// Reads the header. `delimiter` is `None` for CSV, which may name its own in a line `sep=;` before the header; otherwise it is
    /// a comma, or where the header has none a semicolon, or a tab.
    pub(super) fn open(lines: &mut LineReader<'_>, delimiter: Option<u8>) -> Result<Self, MappingError> {
        let mut first = lines.next()?.ok_or(MappingError::NoHeader)?;
        let mut named = None;
        if delimiter.is_none() {
            named = named_separator(&first.text);
        }
        if named.is_some() {
            first = lines.next()?.ok_or(MappingError::NoHeader)?;
        }
        if first.text.trim_ascii().is_empty() {
            return Err(MappingError::NoHeader);
        }
        let delimiter = delimiter.or(named).unwrap_or_else(|| likely_separator(&first.text));
        let CsvRow::Row(text) = cut_row(lines, first, delimiter)? else {
            return Err(MappingError::Header("a quote in it is not closed".to_owned()));
        };
        let mut delimited = Delimited { delimiter, header: Rc::from([]), splitter: splitter(delimiter) };
        let names = delimited.fields(&text).map_err(MappingError::Header)?.into_iter();
        let names: Option<Vec<String>> = names.map(|name| Some(name?.trim().to_owned())).collect();
        delimited.header = names.ok_or_else(|| MappingError::Header("it is not UTF-8 text".to_owned()))?.into();
        Ok(delimited)
    }

    /// The fields of a row; `None` for one that is no text.
    fn fields(&mut self, row: &[u8]) -> Result<Vec<Option<String>>, String> {
        self.splitter.get_mut().extend(row);
        let mut record = csv::ByteRecord::new();
        self.splitter.read_byte_record(&mut record).map_err(|e| e.to_string())?;
        Ok(record.iter().map(|field| String::from_utf8(field.to_vec()).ok()).collect())
    }

    /// Of an unclosed row the fields before the one with the quote.
    fn fields_before_quote(&mut self, row: &[u8]) -> Result<Vec<Option<String>>, String> {
        let mut fields = self.fields(row)?;
        fields.pop();
        // It came to the end of what it was fed within a row, and will read no further.
        self.splitter = splitter(self.delimiter);
        Ok(fields)
    }

    /// `None` for a row of nothing but delimiters.
    pub(super) fn row(&mut self, number: u64, cut: CsvRow) -> Option<RawRow> {
        let (text, fields, unclosed) = match cut {
            CsvRow::Row(text) => {
                let fields = self.fields(&text);
                (text, fields, false)
            }
            CsvRow::Unclosed(text) => {
                let fields = self.fields_before_quote(&text);
                (text, fields, true)
            }
        };
        let cells = match fields {
            Ok(cells) => cells,
            Err(reason) => return Some(RawRow::unreadable(number, text, RowProblem::of_row(number, reason))),
        };
        let blank = |cell: &Option<String>| cell.as_ref().is_some_and(|value| value.trim().is_empty());
        if !unclosed && cells.iter().all(blank) {
            return None;
        }
        let problem = field_problem(number, &cells, &self.header, unclosed);
        Some(RawRow { number, text, columns: self.header.clone(), cells, problem })
    }
}

/// What a line `sep=;` says, which Excel writes and reads.
fn named_separator(line: &[u8]) -> Option<u8> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, separator) = line.split_at_checked(4)?;
    match separator {
        [byte] if name.eq_ignore_ascii_case(b"sep=") && byte.is_ascii() && !matches!(byte, b'"' | b'\r') => Some(*byte),
        _ => None,
    }
}

fn likely_separator(header: &[u8]) -> u8 {
    [b',', b';', b'\t'].into_iter().find(|separator| header.contains(separator)).unwrap_or(b',')
}

fn splitter(delimiter: u8) -> csv::Reader<VecDeque<u8>> {
    let mut builder = csv::ReaderBuilder::new();
    // A bare carriage return is text: `Lines` has taken away those at the ends of lines.
    builder.has_headers(false).flexible(true).delimiter(delimiter).terminator(csv::Terminator::Any(b'\n'));
    builder.buffer_capacity(4096).from_reader(VecDeque::new())
}

fn field_problem(number: u64, fields: &[Option<String>], header: &[String], unclosed: bool) -> Option<RowProblem> {
    if unclosed {
        let column = header.get(fields.len()).map(String::as_str);
        return Some(RowProblem::of_column(
            number,
            column,
            "a quote is opened and not closed, or not doubled inside the text",
        ));
    }
    if fields.len() != header.len() {
        return Some(RowProblem::of_row(
            number,
            format!("{} fields where the header has {}", fields.len(), header.len()),
        ));
    }
    header.iter().zip(fields).find_map(|(column, field)| match field {
        None => Some(RowProblem::of_column(
            number,
            Some(column),
            "not UTF-8 text; the mapping can name the file's encoding",
        )),
        Some(_) => None,
    })
}
