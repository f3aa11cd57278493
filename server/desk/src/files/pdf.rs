//! Text extraction from PDF files, in a sandboxed process. What takes them apart follows whatever a file says: it may never come
//! to an end, ask for all memory there is, or panic. So it runs in a process of its own, `portico read-pdf`, which has little
//! time and memory, opens no file (`commands/read_pdf.rs`), and of which nothing is taken but text.

use super::text::TEXT_MAX;
use pdf_extract::{Document, PlainTextOutput, output_doc};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Whoever has not come to an end by then is stopped.
const PATIENCE: Duration = Duration::from_secs(30);
/// Text that has been found leaves in pieces of so many bytes: what was found before the end of time is kept.
const PIECE: usize = 4_096;

/// How PDF files are read: by this program, or not at all.
#[derive(Clone, Debug, Default)]
pub struct PdfReader(Option<PathBuf>);

impl PdfReader {
    /// `program` is called as `program read-pdf`.
    pub fn by(program: PathBuf) -> Self {
        Self(Some(program))
    }

    /// As much text as there is, is found in time, and is kept. Blocks.
    pub(super) fn text(&self, content: Vec<u8>) -> String {
        let Some(program) = &self.0 else { return String::new() };
        let text = run_reader(program, content).unwrap_or_else(|error| {
            tracing::warn!(%error, "a PDF could not be read for search");
            Vec::new()
        });
        String::from_utf8_lossy(&text).into_owned()
    }
}

fn run_reader(program: &Path, content: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut command = Command::new(program);
    command.arg("read-pdf").env_clear().current_dir("/");
    // Memory that is only set aside would count as taken: one in a hundred would have none left before it has begun.
    command.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    // One that gives up early closes its end.
    let sending = thread::spawn(move || drop(stdin.write_all(&content)));
    let (sender, receiver) = mpsc::channel();
    let receiving = thread::spawn(move || {
        let mut text = Vec::new();
        let read = stdout.take(TEXT_MAX as u64).read_to_end(&mut text);
        // Nobody waits any more when it was too late.
        drop(sender.send(read.map(|_| text)));
    });
    let text = receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| Ok(Vec::new()));
    // Stopped and gone, its pipes are shut, and nobody waits at them.
    let stopped = child.kill();
    child.wait()?;
    drop((sending.join(), receiving.join()));
    stopped.and(text)
}

/// Writes the text of a PDF, as far as it is kept. To be called in a process of its own.
///
/// # Errors
/// When nobody takes the text. What cannot be read has none.
pub fn write_pdf_text(content: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(PIECE, Limited { out, left: TEXT_MAX });
    if let Ok(document) = load(content) {
        let mut text = PlainTextOutput::new(&mut out as &mut dyn Write);
        // It ends with an error where there is enough, and where a page makes no sense: what came before counts.
        let _ = output_doc(&document, &mut text);
    }
    out.flush()
}

fn load(content: &[u8]) -> Result<Document, pdf_extract::Error> {
    let mut document = Document::load_mem(content)?;
    if document.is_encrypted() {
        // Many are encrypted under no password at all.
        document.decrypt("")?;
    }
    Ok(document)
}

/// Takes no more than it may.
struct Limited<'a> {
    out: &'a mut dyn Write,
    left: usize,
}

impl Write for Limited<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        let written = self.out.write(&bytes[..bytes.len().min(self.left)])?;
        self.left -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
