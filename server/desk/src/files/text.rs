//! Text extraction from documents, for the search. Whatever a file claims to be, no more of it is read, unpacked or kept
//! than is said here; what cannot be read has no text. Archives are never opened.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{BufRead, BufReader, Cursor, Read};

/// Of a file's text so much is found, in bytes.
pub(super) const TEXT_MAX: usize = 100_000;
/// Plain text is read so far, in bytes.
const PLAIN_MAX: usize = 1_000_000;
/// Larger documents are not opened, in bytes.
pub(super) const FILE_MAX: u64 = 20_000_000;
/// A document is unpacked so far, in bytes.
const UNPACKED_MAX: u64 = 8_000_000;
/// Parts of a document; those with more are no documents.
const PARTS_MAX: u16 = 5_000;

/// Whether a file of this name may hold text at all.
pub(super) fn may_hold_text(name: &str) -> bool {
    kind(name).is_some()
}

enum Kind {
    Plain,
    Markup,
    Docx,
    Pdf,
}

fn kind(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "txt" | "csv" | "tsv" | "log" | "md" | "json" | "jsonl" | "yaml" | "yml" | "toml" | "ini" | "eml" => {
            Kind::Plain
        }
        "xml" | "html" | "htm" | "xhtml" => Kind::Markup,
        "docx" => Kind::Docx,
        "pdf" => Kind::Pdf,
        _ => return None,
    })
}

/// Whether it is read in a process of its own.
pub(super) fn is_pdf(name: &str) -> bool {
    matches!(kind(name), Some(Kind::Pdf))
}

/// The text of a file's content, shortened to what is kept; nothing for one that holds none.
pub(super) fn text_of(name: &str, content: &[u8]) -> String {
    let text = match kind(name) {
        Some(Kind::Plain) => decoded(content),
        Some(Kind::Markup) => written(Cursor::new(decoded(content)), TEXT_MAX),
        Some(Kind::Docx) => document(content).unwrap_or_default(),
        Some(Kind::Pdf) | None => String::new(),
    };
    storable(&text)
}

/// A text as it is stored.
pub(super) fn storable(text: &str) -> String {
    // PostgreSQL keeps no NUL.
    shortened(text.replace('\0', " "))
}

fn shortened(mut text: String) -> String {
    let mut end = text.len().min(TEXT_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// UTF-8, or UTF-16 where the file begins with its mark.
fn decoded(content: &[u8]) -> String {
    let content = &content[..content.len().min(PLAIN_MAX)];
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = content[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(pairs).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match content {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(content).into_owned(),
    }
}

/// What stands between the tags.
fn written(markup: impl BufRead, max: usize) -> String {
    let mut reader = Reader::from_reader(markup);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut text, mut buffer, mut silent) = (String::new(), Vec::new(), 0_u32);
    while text.len() < max {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Text(part)) if silent == 0 => {
                text.push_str(&String::from_utf8_lossy(&part));
                text.push(' ');
            }
            Ok(Event::CData(part)) if silent == 0 => text.push_str(&String::from_utf8_lossy(&part)),
            Ok(Event::Start(tag)) if is_silent(tag.local_name().as_ref()) => silent += 1,
            Ok(Event::End(tag)) if is_silent(tag.local_name().as_ref()) => silent = silent.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        buffer.clear();
    }
    text
}

fn is_silent(tag: &[u8]) -> bool {
    tag.eq_ignore_ascii_case(b"script") || tag.eq_ignore_ascii_case(b"style")
}

/// The body of a Word document, unpacked only as far as its text is kept.
fn document(content: &[u8]) -> Option<String> {
    if content.len() as u64 > FILE_MAX || parts(content)? > PARTS_MAX {
        return None;
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).ok()?;
    let body = archive.by_name("word/document.xml").ok()?;
    Some(written(BufReader::new(body.take(UNPACKED_MAX)), TEXT_MAX))
}

/// How many parts an archive says it has, before anything is made of it.
fn parts(content: &[u8]) -> Option<u16> {
    let tail = &content[content.len().saturating_sub(66_000)..];
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    Some(u16::from_le_bytes([count[0], count[1]]))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn docx(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn text_is_read_from_what_holds_text() {
        assert_eq!(text_of("a.TXT", b"Scanner \xff 7\0"), "Scanner \u{fffd} 7 ");
        assert_eq!(text_of("a.csv", b"\xff\xfea\0;\0\xf6\0"), "a;ö");
        let page = b"<html><style>p{}</style><p class=x>Hello<br>you &amp; me<script>no()</script></b> there";
        let text = text_of("a.html", page);
        let words: Vec<_> = domain::search::words(&text).collect();
        assert_eq!(words.iter().filter(|word| *word != "amp").collect::<Vec<_>>(), ["hello", "you", "me", "there"]);
        let body = b"<w:document><w:p><w:r><w:t>Gate</w:t></w:r><w:r><w:t> nine</w:t></w:r></w:p></w:document>";
        assert_eq!(
            text_of("a.docx", &docx(&[("word/document.xml", body)])).split_whitespace().collect::<Vec<_>>(),
            ["Gate", "nine"]
        );
        for (name, content) in
            [("a.png", &b"text"[..]), ("a", b"text"), ("a.zip", b"text"), ("a.docx", b"text"), ("a.docx", b"")]
        {
            assert_eq!(text_of(name, content), "", "{name}");
        }
    }

    #[test]
    fn bombs_are_cut_before_they_grow() {
        let zeros = vec![b' '; 60_000_000];
        let bomb = docx(&[("word/document.xml", &zeros)]);
        assert!(bomb.len() < 200_000 && text_of("a.docx", &bomb).len() <= TEXT_MAX);
        let mut nested = b"<w:t>".to_vec();
        nested.extend(b"<a>".repeat(2_000_000));
        assert!(text_of("a.docx", &docx(&[("word/document.xml", &nested)])).len() <= TEXT_MAX);
        let entities = format!("<!DOCTYPE x [<!ENTITY a \"{}\">]><x>{}</x>", "b".repeat(1_000), "&a;".repeat(10_000));
        assert!(text_of("a.xml", entities.as_bytes()).len() <= TEXT_MAX);
        assert_eq!(text_of("a.gz", &bomb), "");
        let many: Vec<String> = (0..6_000).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(text_of("a.docx", &docx(&many)), "");
        assert!(text_of("a.txt", &vec![b'a'; 30_000_000]).len() <= TEXT_MAX);
    }
}
