//! The view as an XLSX workbook. Text is text whatever it begins with, instants and days are dates, numbers are numbers.
//!
//! A sheet is written to a temporary file row by row and packed when its last ticket is there, so that its size costs room on
//! the disk and none in memory.

use super::{Writing, broken_off, cell, head};
use app::words::words;
use axum::body::Bytes;
use desk::tickets::list::export::{Export, Line};
use domain::listing::Column;
use domain::tickets::attribute::Kind;
use futures::Stream;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, BufWriter, Write};
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub(super) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A sheet has 1,048,576 rows, and the first holds the heads.
pub(super) const TICKETS_MAX: usize = 1_048_575;

/// A cell holds no more characters.
const CELL_MAX: usize = 32_767;
/// The packed file leaves in pieces of so many bytes.
const PIECE: usize = 64 * 1024;

type Piece = io::Result<Bytes>;

/// The file's pieces. Tickets are read on one task and written on a thread that may block; both end when nobody listens.
pub(super) fn stream(mut writing: Writing) -> impl Stream<Item = Piece> + Send + 'static {
    let (to_sheet, from_desk) = channel(2);
    let (out, pieces) = channel(4);
    let sheet = Sheet::of(&writing.export);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = sheet.write(from_desk, &out) {
            let _ = out.blocking_send(Err(error));
        }
    });
    tokio::spawn(async move {
        loop {
            let lines = writing.lines().await.map_err(broken_off).transpose();
            let last = !matches!(lines, Some(Ok(_)));
            if to_sheet.send(lines).await.is_err() || last {
                break;
            }
        }
    });
    futures::stream::unfold(pieces, |mut pieces| async move { pieces.recv().await.map(|piece| (piece, pieces)) })
}

/// What the writing thread needs to know of the export.
struct Sheet {
    columns: Vec<(Column, String)>,
    kinds: Vec<(Column, Kind)>,
    instant: Format,
    day: Format,
}

impl Sheet {
    fn of(export: &Export) -> Self {
        let heads = export.columns.iter().map(|column| (*column, head(*column, export, words()).to_owned()));
        Self {
            columns: heads.collect(),
            kinds: export.attributes.iter().map(|known| (known.shown.column, known.kind)).collect(),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }

    /// `None` ends the tickets; without it the file is not whole and is not sent.
    fn write(&self, mut lines: Receiver<Option<io::Result<Vec<Line>>>>, out: &Sender<Piece>) -> io::Result<()> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
        self.begin(sheet).map_err(io::Error::other)?;
        let mut row = 1;
        loop {
            let told = lines.blocking_recv().ok_or_else(|| io::Error::other("an export has no end"))?;
            let Some(chunk) = told.transpose()? else { break };
            // Nobody waits for it any more.
            if out.is_closed() {
                return Ok(());
            }
            for line in chunk {
                self.write_row(sheet, row, &line).map_err(io::Error::other)?;
                row += 1;
            }
        }
        let mut packed = BufWriter::with_capacity(PIECE, Pieces(out));
        workbook.save_to_writer(&mut packed).map_err(io::Error::other)?;
        packed.flush()
    }

    fn begin(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (place, (column, _)) in (0..).zip(&self.columns) {
            sheet.set_column_width(place, width(*column))?;
        }
        for (place, (_, name)) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, place, name, &bold)?;
        }
        Ok(())
    }

    fn write_row(&self, sheet: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
        for (place, (column, _)) in (0..).zip(&self.columns) {
            self.write_cell(sheet, (row, place), line, *column)?;
        }
        Ok(())
    }

    fn write_cell(&self, sheet: &mut Worksheet, at: (u32, u16), line: &Line, column: Column) -> Result<(), XlsxError> {
        let attribute = self.kinds.iter().position(|(known, _)| *known == column);
        let text = match attribute {
            Some(place) => line.values.get(place).map_or("".into(), |value| value.as_str().into()),
            None => cell(line, column, words()),
        };
        let kind = attribute.map(|place| self.kinds[place].1);
        match (column, kind) {
            (Column::Created | Column::Changed, _) => self.write_date(sheet, at, &text, &self.instant),
            (_, Some(Kind::Date)) => self.write_date(sheet, at, &text, &self.day),
            (_, Some(Kind::Integer)) => match text.parse::<i64>() {
                // A spreadsheet's numbers are exact up to 15 digits.
                Ok(number) if number.unsigned_abs() < 1_000_000_000_000_000 => {
                    sheet.write_number(at.0, at.1, number as f64).map(drop)
                }
                _ => write_text(sheet, at, &text),
            },
            _ => write_text(sheet, at, &text),
        }
    }

    fn write_date(&self, sheet: &mut Worksheet, at: (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
        // Before 1900 a spreadsheet has no days.
        match ExcelDateTime::parse_from_str(text) {
            Ok(date) if !text.is_empty() => sheet.write_datetime_with_format(at.0, at.1, &date, format).map(drop),
            _ => write_text(sheet, at, text),
        }
    }
}

fn write_text(sheet: &mut Worksheet, (row, place): (u32, u16), text: &str) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    match text.char_indices().nth(CELL_MAX) {
        Some((end, _)) => sheet.write_string(row, place, &text[..end]),
        None => sheet.write_string(row, place, text),
    }
    .map(drop)
}

/// In characters.
fn width(column: Column) -> f64 {
    match column {
        Column::Subject => 48.0,
        Column::Number | Column::Priority | Column::Channel | Column::Age => 12.0,
        Column::Created | Column::Changed => 17.0,
        _ => 22.0,
    }
}

/// Hands what is packed to whoever listens.
struct Pieces<'a>(&'a Sender<Piece>);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(bytes);
        self.0.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
