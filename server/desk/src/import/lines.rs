//! Line reader with any kind of line ending and with lookahead: lines can be put back and read again.

use encoding_rs::Encoding;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::encoding::{self, Charset};

/// The longest row, in bytes. No ticket is so long, and one line without an end must not fill the memory.
pub(super) const ROW_MAX: usize = 4 * 1024 * 1024;
/// Why a longer row is refused.
pub(super) const TOO_LONG: &str = "longer than 4 MB, the most a row can have";

pub(super) struct RawLine {
    pub(super) number: u64,
    /// Ends with `\n`, also where the file has something else or nothing at its end. UTF-8, as far as it is text.
    pub(super) text: Vec<u8>,
    /// There was more than [`ROW_MAX`]; the rest was passed over.
    pub(super) long: bool,
}

/// What ends a line; the first end in the file tells.
#[derive(Clone, Copy, PartialEq)]
enum LineEnding {
    Unsure,
    /// `\n`, perhaps after `\r`. A bare carriage return is text.
    Newline,
    /// `\r` as on old Macs, or `\n`, or both.
    Either,
}

pub(super) struct LineReader<'a> {
    pub(super) reader: Box<dyn BufRead + 'a>,
    pub(super) charset: Charset,
    ends: LineEnding,
    number: u64,
    /// Lines to be read once more, because a quote before them was not closed.
    again: VecDeque<RawLine>,
}

impl<'a> LineReader<'a> {
    pub(super) fn of(reader: impl Read + 'a, encoding: Option<&'static Encoding>) -> io::Result<Self> {
        let (reader, charset) = encoding::open(reader, encoding)?;
        Ok(LineReader { reader, charset, ends: LineEnding::Unsure, number: 0, again: VecDeque::new() })
    }

    /// Whether the file was taken for Windows-1252.
    pub(super) fn guessed(&self) -> bool {
        matches!(self.charset, Charset::Guessed(_))
    }

    /// The lines come back in their order.
    pub(super) fn put_back(&mut self, lines: Vec<RawLine>) {
        for line in lines.into_iter().rev() {
            self.again.push_front(line);
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<RawLine>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let (mut text, mut long) = (Vec::new(), false);
        if !self.read(&mut text, &mut long)? {
            return Ok(None);
        }
        self.number += 1;
        while text.last() == Some(&b'\r') {
            text.pop();
        }
        let mut text = self.charset.decode(self.number, text)?;
        text.push(b'\n');
        Ok(Some(RawLine { number: self.number, text, long }))
    }

    /// Reads to the end of a line, which it takes away, and keeps as much as a row may have. `false` after the last line.
    fn read(&mut self, text: &mut Vec<u8>, long: &mut bool) -> io::Result<bool> {
        let mut begun = false;
        loop {
            let ready = self.reader.fill_buf()?;
            if ready.is_empty() {
                return Ok(begun);
            }
            begun = true;
            let ends = self.ends;
            let end = ready.iter().position(|byte| *byte == b'\n' || *byte == b'\r' && ends != LineEnding::Newline);
            let piece = &ready[..end.unwrap_or(ready.len())];
            let kept = piece.len().min(ROW_MAX - text.len());
            text.extend_from_slice(&piece[..kept]);
            *long |= kept < piece.len();
            let returned = end.is_some_and(|end| ready[end] == b'\r');
            let used = end.map_or(ready.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                return self.end(returned).map(|()| true);
            }
        }
    }

    /// What follows the first byte of a line's end.
    fn end(&mut self, returned: bool) -> io::Result<()> {
        let pair = returned && self.reader.fill_buf()?.first() == Some(&b'\n');
        if pair {
            self.reader.consume(1);
        }
        if self.ends == LineEnding::Unsure {
            self.ends = if returned && !pair { LineEnding::Either } else { LineEnding::Newline };
        }
        Ok(())
    }
}
