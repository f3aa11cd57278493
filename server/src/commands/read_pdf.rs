//! `portico read-pdf`: writes the text of the PDF file that comes on standard input. The server calls it for each file, because a
//! process can be given little memory and time and no files, and be stopped.

use rlimit::Resource;
use std::io::{self, Read};

/// Of memory, in bytes. A file has 20 MB at the most.
const MEMORY: u64 = 768 << 20;
/// Of the processor, in seconds.
const SECONDS: u64 = 10;
/// The largest file that is read, in bytes.
const FILE_MAX: u64 = 20_000_000;
/// Of the stack that is followed into nested parts, in bytes.
const STACK: usize = 64 << 20;

/// # Errors
/// When it cannot be limited, when its input breaks off, or when nobody takes the text.
pub fn run() -> io::Result<()> {
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        // Before the first byte of the file is there.
        limit()?;
        let mut content = Vec::new();
        io::stdin().take(FILE_MAX).read_to_end(&mut content)?;
        desk::files::write_pdf_text(&content, &mut io::stdout())
    })?;
    // A panic is the end of what could be read.
    reading.join().unwrap_or(Ok(()))
}

/// From here on it can open no file and no socket (what is open stays: its input and its output), starts no process, and is ended by
/// the system when it takes too much.
fn limit() -> io::Result<()> {
    let limits = [
        (Resource::DATA, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 0),
        (Resource::NPROC, 0),
    ];
    limits.into_iter().try_for_each(|(resource, most)| resource.set(most, most))
}
