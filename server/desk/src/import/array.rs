//! Streaming reader of a JSON array: its items one after the other, however they are spread over lines.

use std::io::{self, BufRead};

use super::lines::{LineReader, ROW_MAX, RawLine};

impl LineReader<'_> {
    /// Goes into the array that the file is; `false` where it is none, and is read line by line.
    pub(super) fn enter_array(&mut self) -> io::Result<bool> {
        let array = self.reader.peek()? == Some(b'[');
        if array {
            self.reader.consume(1);
        }
        Ok(array)
    }

    /// The next item as it is written, with its place instead of a line; `None` at the end of the array.
    ///
    /// # Errors
    /// When the item or the array is not closed, or something follows the array.
    pub(super) fn item(&mut self, number: u64) -> io::Result<Option<RawLine>> {
        while self.reader.peek()? == Some(b',') {
            self.reader.consume(1);
        }
        match self.reader.peek()? {
            None => return Err(io::Error::other(format!("the array is never closed after item {}", number - 1))),
            Some(b']') => {
                self.reader.consume(1);
                return match self.reader.peek()? {
                    None => Ok(None),
                    Some(_) => Err(io::Error::other("there's something after the end of the array")),
                };
            }
            Some(_) => {}
        }
        let mut item = ArrayItem::default();
        while let Some(byte) = self.reader.first()?.filter(|byte| !item.ends_before(*byte)) {
            self.reader.consume(1);
            if item.push(byte) {
                break;
            }
        }
        if !item.is_whole() {
            return Err(io::Error::other(format!("item {number} of the array is never closed")));
        }
        Ok(Some(RawLine { number, text: self.charset.decode(number, item.text)?, long: item.long }))
    }
}

/// Looking at bytes without taking them.
trait PeekBytes: BufRead {
    fn first(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.first().copied())
    }

    /// The first byte that is not blank.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.first()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.consume(1);
        }
        self.first()
    }
}

impl<R: BufRead + ?Sized> PeekBytes for R {}

/// An item while it is read.
#[derive(Default)]
struct ArrayItem {
    text: Vec<u8>,
    long: bool,
    /// Braces and brackets that are open.
    open: usize,
    in_text: bool,
    escaped: bool,
    /// The object or array that the item is has ended.
    closed: bool,
}

impl ArrayItem {
    /// Adds a byte; says whether the item ends with it.
    fn push(&mut self, byte: u8) -> bool {
        if self.text.len() < ROW_MAX {
            self.text.push(byte);
        } else {
            self.long = true;
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            _ if self.in_text => {}
            b'{' | b'[' => self.open += 1,
            b'}' | b']' => {
                self.open = self.open.saturating_sub(1);
                self.closed = self.open == 0;
            }
            _ => {}
        }
        self.closed
    }

    /// Whether the item is a plain value that ends before a byte.
    fn ends_before(&self, byte: u8) -> bool {
        self.open == 0 && !self.in_text && matches!(byte, b',' | b']')
    }

    fn is_whole(&self) -> bool {
        self.open == 0 && !self.in_text
    }
}
