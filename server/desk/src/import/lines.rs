//! The lines of a file, some of which have to be read twice.

use std::collections::VecDeque;
use std::io::{self, BufRead};

pub(super) struct Line {
    pub(super) number: u64,
    /// Ends with `\n`, also where the file has `\r\n` or nothing at its end.
    pub(super) text: Vec<u8>,
}

pub(super) struct Lines<R> {
    reader: R,
    number: u64,
    /// Lines to be read once more, because a quote before them was not closed.
    again: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(reader: R) -> Self {
        Lines { reader, number: 0, again: VecDeque::new() }
    }

    /// The lines come back in their order.
    pub(super) fn put_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.again.push_front(line);
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        let mut text = Vec::new();
        if self.reader.read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.number == 1 && text.starts_with(b"\xef\xbb\xbf") {
            text.drain(..3);
        }
        while text.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            text.pop();
        }
        text.push(b'\n');
        Ok(Some(Line { number: self.number, text }))
    }
}
