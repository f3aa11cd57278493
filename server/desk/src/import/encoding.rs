//! Character encoding of a file: UTF-8, UTF-16 or what the mapping says. A file that says nothing and is no UTF-8 is read as Windows-1252,
//! which is what spreadsheets on Windows write.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, BufReader, Read};

/// What cannot be decoded becomes this byte, which no UTF-8 text has: its row is named as one that cannot be read.
const BROKEN: u8 = 0xff;
/// Bytes decoded at a time.
const PIECE: usize = 16 * 1024;

/// A file's bytes from its first letter on, and what is known of their encoding.
pub(super) fn open<'a>(
    reader: impl Read + 'a,
    encoding: Option<&'static Encoding>,
) -> io::Result<(Box<dyn BufRead + 'a>, Charset)> {
    let mut reader = BufReader::new(reader);
    let start = reader.fill_buf()?;
    let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding);
    match encoding.or(marked).or_else(|| wide(start)) {
        None => Ok((Box::new(reader), Charset::Unsure)),
        Some(encoding) => Ok((Box::new(BufReader::new(Decoding::of(reader, encoding))), Charset::Sure)),
    }
}

/// UTF-16 without a mark: a table begins with a letter of ASCII, and one of its two bytes is zero.
fn wide(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [letter, 0, ..] if *letter != 0 => Some(UTF_16LE),
        [0, letter, ..] if *letter != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// What is known of the encoding of the lines that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, by itself or decoded before.
    Sure,
    /// Nothing but ASCII so far.
    Unsure,
    /// Windows-1252, since this line.
    Guessed(u64),
}

impl Charset {
    /// The bytes of a line as UTF-8, as far as they are text at all.
    ///
    /// # Errors
    /// When the file is Windows-1252 in one line and UTF-8 in another.
    pub(super) fn decode(&mut self, line: u64, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        if bytes.is_ascii() {
            return Ok(bytes);
        }
        if *self == Charset::Unsure {
            *self = if is_rather_utf8(&bytes) { Charset::Sure } else { Charset::Guessed(line) };
        }
        match *self {
            Charset::Guessed(first) if is_rather_utf8(&bytes) => Err(io::Error::other(format!(
                "line {line} is UTF-8 and line {first} is not; the mapping can say which is right: encoding = \"windows-1252\""
            ))),
            Charset::Guessed(_) => Ok(WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned().into_bytes()),
            _ => Ok(bytes),
        }
    }
}

/// Whether more of the letters beyond ASCII are UTF-8 than are not.
fn is_rather_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Bytes of some encoding as those of UTF-8.
struct Decoding<R> {
    reader: R,
    decoder: Decoder,
    /// Decoded and not yet read from `place` on.
    ready: Vec<u8>,
    place: usize,
    ended: bool,
}

impl<R: BufRead> Decoding<R> {
    fn of(reader: R, encoding: &'static Encoding) -> Self {
        Decoding { reader, decoder: encoding.new_decoder(), ready: Vec::new(), place: 0, ended: false }
    }

    fn decode(&mut self) -> io::Result<()> {
        let source = self.reader.fill_buf()?;
        let last = source.is_empty();
        self.ready.resize(PIECE, 0);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(source, &mut self.ready, last);
        self.reader.consume(read);
        self.ready.truncate(written);
        self.place = 0;
        match result {
            DecoderResult::Malformed(..) => self.ready.push(BROKEN),
            DecoderResult::InputEmpty => self.ended = last,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.place == self.ready.len() && !self.ended {
            self.decode()?;
        }
        let count = out.len().min(self.ready.len() - self.place);
        out[..count].copy_from_slice(&self.ready[self.place..self.place + count]);
        self.place += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    fn read(bytes: &[u8], encoding: Option<&'static Encoding>) -> Vec<u8> {
        let mut text = Vec::new();
        let (mut reader, _) = open(bytes, encoding).expect("memory can be read");
        reader.read_to_end(&mut text).expect("memory can be read");
        text
    }

    fn wide_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_its_zeros() {
        let text = "id;text\r\n1;Größe 漢字 🖨\r\n".repeat(2_000);
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            assert!(read(&wide_bytes(&marked, u16::to_le_bytes), None) == text.as_bytes(), "little {mark:?}");
            assert!(read(&wide_bytes(&marked, u16::to_be_bytes), None) == text.as_bytes(), "big {mark:?}");
        }
        let broken = [0xff, 0xfe, b'a', 0, 0x00, 0xd8, b'b', 0];
        assert_eq!(read(&broken, None), b"a\xffb", "half a pair is no text");
    }

    #[test]
    fn what_the_mapping_says_counts() {
        assert_eq!(read(b"\xa3\xf3d\xbc", Encoding::for_label(b"iso-8859-2")), "Łódź".as_bytes());
        assert_eq!(read("\u{feff}ß".as_bytes(), Some(UTF_8)), "ß".as_bytes());
    }

    #[test]
    fn lines_that_are_no_utf_8_are_windows_1252() {
        let mut charset = Charset::Unsure;
        assert_eq!(charset.decode(1, b"id".to_vec()).expect("text"), b"id");
        assert_eq!(charset.decode(2, b"Gr\xf6\xdfe \x80 5".to_vec()).expect("text"), "Größe € 5".as_bytes());
        assert_eq!(charset, Charset::Guessed(2));
        let mixed = charset.decode(7, "Größe".as_bytes().to_vec()).expect_err("both").to_string();
        assert!(mixed.starts_with("line 7 is UTF-8 and line 2 is not"), "{mixed}");
        let mut charset = Charset::Unsure;
        charset.decode(1, "Größe".as_bytes().to_vec()).expect("text");
        assert_eq!(charset.decode(2, b"\xf6".to_vec()).expect("left as it is"), b"\xf6");
    }
}
