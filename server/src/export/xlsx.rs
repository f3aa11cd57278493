//! XLSX: the view as a workbook. Text is text whatever it begins with, instants and days are dates, numbers are numbers.
//!
//! A sheet is written to a temporary file row by row and packed when its last row is there, so that its size costs room on
//! the disk and none in memory.

use super::{CellType, Column, ExportStream, Table, into_io_error};
use axum::body::Bytes;
use futures::Stream;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, Sender, channel};

pub(super) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A sheet has 1,048,576 rows, and the first holds the heads.
pub(super) const ROWS_MAX: usize = 1_048_575;

/// A cell holds no more characters.
const CELL_MAX: usize = 32_767;
/// The packed file leaves in pieces of so many bytes.
const CHUNK: usize = 64 * 1024;

type Chunk = io::Result<Bytes>;

/// The file's pieces. Rows are read on one task and written on a thread that may block; both end when nobody listens.
pub(super) fn stream<T: Table>(mut export: ExportStream<T>) -> impl Stream<Item = Chunk> + Send + 'static {
    let (to_sheet, from_desk) = channel(2);
    let (out, pieces) = channel(4);
    let sheet = Sheet::of(Arc::clone(&export.columns));
    tokio::task::spawn_blocking(move || {
        if let Err(error) = sheet.write(from_desk, &out) {
            let _ = out.blocking_send(Err(error));
        }
    });
    tokio::spawn(async move {
        loop {
            let lines = export.rows().await.map_err(into_io_error).transpose();
            let last = !matches!(lines, Some(Ok(_)));
            if to_sheet.send(lines).await.is_err() || last {
                break;
            }
        }
    });
    futures::stream::unfold(pieces, |mut pieces| async move { pieces.recv().await.map(|piece| (piece, pieces)) })
}

/// What the writing thread needs to know of the table.
struct Sheet<L> {
    columns: Arc<Vec<Column<L>>>,
    instant: Format,
    day: Format,
}

impl<L> Sheet<L> {
    fn of(columns: Arc<Vec<Column<L>>>) -> Self {
        let instant = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        Self { columns, instant, day: Format::new().set_num_format("yyyy-mm-dd") }
    }

    /// `None` ends the rows; without it the file is not whole and is not sent.
    fn write(&self, mut lines: Receiver<Option<io::Result<Vec<L>>>>, out: &Sender<Chunk>) -> io::Result<()> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(io::Error::other)?;
        self.begin(sheet).map_err(io::Error::other)?;
        let mut row = 1;
        loop {
            let received = lines.blocking_recv().ok_or_else(|| io::Error::other("an export has no end"))?;
            let Some(chunk) = received.transpose()? else { break };
            // Nobody waits for it any more.
            if out.is_closed() {
                return Ok(());
            }
            for line in chunk {
                self.write_row(sheet, row, &line).map_err(io::Error::other)?;
                row += 1;
            }
        }
        let mut packed = BufWriter::with_capacity(CHUNK, ChunkWriter(out));
        workbook.save_to_writer(&mut packed).map_err(io::Error::other)?;
        packed.flush()
    }

    fn begin(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (place, column) in (0..).zip(self.columns.iter()) {
            sheet.set_column_width(place, column.width)?;
        }
        for (place, column) in (0..).zip(self.columns.iter()) {
            sheet.write_string_with_format(0, place, &column.head, &bold)?;
        }
        Ok(())
    }

    fn write_row(&self, sheet: &mut Worksheet, row: u32, line: &L) -> Result<(), XlsxError> {
        for (place, column) in (0..).zip(self.columns.iter()) {
            self.write_cell(sheet, (row, place), column.cell_type, &(column.text)(line))?;
        }
        Ok(())
    }

    fn write_cell(
        &self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        cell_type: CellType,
        text: &str,
    ) -> Result<(), XlsxError> {
        match cell_type {
            CellType::Instant => self.write_date(sheet, at, text, &self.instant),
            CellType::Day => self.write_date(sheet, at, text, &self.day),
            CellType::Number => match text.parse::<i64>() {
                // A spreadsheet's numbers are exact up to 15 digits.
                Ok(number) if number.unsigned_abs() < 1_000_000_000_000_000 => {
                    sheet.write_number(at.0, at.1, number as f64).map(drop)
                }
                _ => write_text(sheet, at, text),
            },
            CellType::Text => write_text(sheet, at, text),
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

/// Hands what is packed to whoever listens.
struct ChunkWriter<'a>(&'a Sender<Chunk>);

impl Write for ChunkWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(bytes);
        self.0.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
