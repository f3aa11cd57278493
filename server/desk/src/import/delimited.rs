//! Rows of CSV and its kin.
//!
//! Rows are cut out of the file here rather than by the `csv` reader: a quote somebody forgot to close would let that
//! reader swallow every row up to the next quote, and tickets would lose rows without anyone noticing. Here such a row
//! is named and reading goes on with the next line.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, BufRead};
use std::string::FromUtf8Error;

use super::error::MappingError;
use super::lines::{Line, Lines};
use super::record::RowProblem;
use super::table::{BadRow, Row, known};

/// A record's text has no more lines than this; beyond it a quote is taken for unclosed.
const LINES_PER_ROW: usize = 10_000;

pub(super) enum Cut {
    Row(Vec<u8>),
    /// The first line of a row whose quotes do not work out.
    Unclosed(Vec<u8>),
}

/// Where in a row the cutting stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Start,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end, or the first half of a doubled one.
    Quote,
}

/// Takes lines until the row's quotes are closed. Where they never are, or close in the middle of a field some lines
/// on, the first line alone is the bad row and the others are read again.
pub(super) fn cut<R: BufRead>(lines: &mut Lines<R>, first: Line, delimiter: u8) -> io::Result<Cut> {
    let (mut place, mut sound) = scan(Place::Start, &first.text, delimiter);
    let mut rest: Vec<Line> = Vec::new();
    while place == Place::Quoted && sound && rest.len() < LINES_PER_ROW {
        let Some(line) = lines.next()? else { break };
        (place, sound) = scan(place, &line.text, delimiter);
        rest.push(line);
    }
    let mut text = first.text;
    if place != Place::Quoted && (sound || rest.is_empty()) {
        rest.iter().for_each(|line| text.extend_from_slice(&line.text));
        return Ok(Cut::Row(text));
    }
    lines.put_back(rest);
    Ok(Cut::Unclosed(text))
}

/// The place after one more line, and whether every closing quote ended its field.
fn scan(mut place: Place, line: &[u8], delimiter: u8) -> (Place, bool) {
    let mut sound = true;
    for &byte in line {
        place = match (place, byte) {
            (Place::Quoted, b'"') => Place::Quote,
            (Place::Quoted, _) => Place::Quoted,
            (Place::Start, b'"') => Place::Quoted,
            (Place::Quote, b'"') => Place::Quoted,
            (_, b'\n') => Place::Start,
            (_, byte) if byte == delimiter => Place::Start,
            (Place::Quote, _) => {
                sound = false;
                Place::Plain
            }
            _ => Place::Plain,
        };
    }
    (place, sound)
}

/// CSV and its kin, after the header.
pub(super) struct Delimited {
    pub(super) delimiter: u8,
    pub(super) header: Vec<String>,
    /// Fed one whole row at a time, because making one is dear.
    splitter: csv::Reader<VecDeque<u8>>,
}

type FieldText = Result<String, FromUtf8Error>;

impl Delimited {
    pub(super) fn open<R: BufRead>(lines: &mut Lines<R>, delimiter: u8) -> Result<Self, MappingError> {
        let first = lines.next()?.filter(|line| !line.text.trim_ascii().is_empty()).ok_or(MappingError::NoHeader)?;
        let semicolons = delimiter == b',' && !first.text.contains(&b',') && first.text.contains(&b';');
        let delimiter = if semicolons { b';' } else { delimiter };
        let Cut::Row(text) = cut(lines, first, delimiter)? else {
            return Err(MappingError::Header("a quote in it is not closed".to_owned()));
        };
        let mut delimited = Delimited { delimiter, header: Vec::new(), splitter: splitter(delimiter) };
        for name in delimited.fields(&text).map_err(MappingError::Header)? {
            let name = name.map_err(|_| MappingError::Header("it is not UTF-8 text".to_owned()))?;
            delimited.header.push(name.trim().to_owned());
        }
        Ok(delimited)
    }

    fn fields(&mut self, row: &[u8]) -> Result<Vec<FieldText>, String> {
        self.splitter.get_mut().extend(row);
        let mut record = csv::ByteRecord::new();
        self.splitter.read_byte_record(&mut record).map_err(|e| e.to_string())?;
        Ok(record.iter().map(|field| String::from_utf8(field.to_vec())).collect())
    }

    /// Of an unclosed row the fields before the one with the quote.
    fn fields_before_quote(&mut self, row: &[u8]) -> Result<Vec<FieldText>, String> {
        let mut fields = self.fields(row)?;
        fields.pop();
        // It came to the end of what it was fed within a row, and will read no further.
        self.splitter = splitter(self.delimiter);
        Ok(fields)
    }

    /// `None` for a row of nothing but delimiters.
    pub(super) fn row(&mut self, number: u64, cut: Cut, wanted: &BTreeSet<String>) -> Option<Result<Row, BadRow>> {
        let (fields, unclosed) = match cut {
            Cut::Row(text) => (self.fields(&text), false),
            Cut::Unclosed(text) => (self.fields_before_quote(&text), true),
        };
        let fields = match fields {
            Ok(fields) => fields,
            Err(reason) => {
                return Some(Err(BadRow { problem: RowProblem::of_row(number, reason), values: BTreeMap::new() }));
            }
        };
        let blank = |field: &FieldText| field.as_ref().is_ok_and(|value| value.trim().is_empty());
        if !unclosed && fields.iter().all(blank) {
            return None;
        }
        let problem = field_problem(number, &fields, &self.header, unclosed);
        let pairs = self.header.iter().zip(fields).filter_map(|(column, field)| Some((column, field.ok()?)));
        let values = known(pairs.filter(|(column, _)| wanted.contains(*column)).map(|(c, v)| (c.clone(), v)));
        Some(match problem {
            Some(problem) => Err(BadRow { problem, values }),
            None => Ok(Row { number, values }),
        })
    }
}

fn splitter(delimiter: u8) -> csv::Reader<VecDeque<u8>> {
    let mut builder = csv::ReaderBuilder::new();
    // A bare carriage return is text: `Lines` has taken away those at the ends of lines.
    builder.has_headers(false).flexible(true).delimiter(delimiter).terminator(csv::Terminator::Any(b'\n'));
    builder.buffer_capacity(4096).from_reader(VecDeque::new())
}

fn field_problem(number: u64, fields: &[FieldText], header: &[String], unclosed: bool) -> Option<RowProblem> {
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
        Err(_) => Some(RowProblem::of_column(number, Some(column), "not UTF-8 text")),
        Ok(_) => None,
    })
}
