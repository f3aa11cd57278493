//! Attachments: their names and limits.

use crate::text;
use serde::{Deserialize, Serialize};

/// The largest single file, in bytes.
pub const FILE_MAX: u64 = 25_000_000;
/// The most files in one message.
pub const FILES_MAX: usize = 20;
/// The largest request that carries files, in bytes.
pub const UPLOAD_MAX: u64 = 100_000_000;

/// An attachment as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLink {
    /// Random; `/files/{id}/{name}` fetches it.
    pub id: String,
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub image: bool,
}

impl FileLink {
    pub fn address(&self) -> String {
        let name: String = form_urlencoded::byte_serialize(self.name.as_bytes()).collect();
        format!("/files/{}/{}", self.id, name.replace('+', "%20"))
    }
}

/// The name under which a file is kept: the last part of whatever path the browser sent, without control or
/// invisible direction characters, never empty, at most 150 characters with its ending kept.
pub fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = text::unbroken(last).chars().filter(|c| !is_invisible(*c)).collect();
    let trimmed = visible.trim().trim_start_matches('.').trim();
    if trimmed.is_empty() { "file".into() } else { shorten(trimmed, 150) }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn shorten(name: &str, max: usize) -> String {
    if name.chars().count() <= max {
        return name.into();
    }
    let ending: String = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= 10 => format!(".{ending}"),
        _ => String::new(),
    };
    let stem: String = name.chars().take(max - ending.chars().count()).collect();
    format!("{stem}{ending}")
}

/// A size in the largest unit that leaves a readable number: `812 B`, `14 kB`, `3.2 MB`, `25 MB`.
pub fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => match (bytes / 1_000_000, bytes % 1_000_000 / 100_000) {
            (whole, 0) => format!("{whole} MB"),
            (whole, tenths) => format!("{whole}.{tenths} MB"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f01_names_lose_paths_controls_and_direction_tricks() {
        for (sent, kept) in [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\x.txt", "x.txt"),
            ("/abs/olute", "olute"),
            ("a\0b.txt", "ab.txt"),
            ("a\r\nSet-Cookie: x.txt", "a Set-Cookie: x.txt"),
            ("Roof\u{b}leak.pdf", "Roof leak.pdf"),
            (".htaccess", "htaccess"),
            ("\u{200B}.htaccess", "htaccess"),
            ("photo\u{202E}gnp.exe", "photognp.exe"),
            ("..", "file"),
            ("", "file"),
            ("📎 offer.pdf", "📎 offer.pdf"),
        ] {
            assert_eq!(clean_name(sent), kept, "{sent:?}");
        }
        let long = clean_name(&format!("{}.pdf", "x".repeat(300)));
        assert_eq!(long.chars().count(), 150);
        assert!(long.ends_with(".pdf"));
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size_text(812), "812 B");
        assert_eq!(size_text(13_400), "14 kB");
        assert_eq!(size_text(3_250_000), "3.2 MB");
        assert_eq!(size_text(25_000_000), "25 MB");
    }
}
