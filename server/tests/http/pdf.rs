//! PDF files are searched, and what reads them cannot be led astray.

use crate::support::{Parts, Site, sites};
use desk::files::{PdfReader, read_waiting};
use std::io::Write;
use std::time::{Duration, Instant};

fn reader() -> PdfReader {
    PdfReader::by(env!("CARGO_BIN_EXE_portico").into())
}

/// A file of these objects, the first of which is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut file, mut places) = (b"%PDF-1.5\n".to_vec(), Vec::new());
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj", n + 1).unwrap();
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).unwrap();
    file
}

/// One page that draws this, and what its dictionaries say besides.
fn page(kids: &str, stream: &[u8], filter: &str) -> Vec<u8> {
    let mut drawn = format!("<< /Length {} {filter} >>\nstream\n", stream.len()).into_bytes();
    drawn.extend(stream);
    drawn.extend(b"\nendstream");
    pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 1 >>").into_bytes(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        drawn,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ])
}

fn written(text: &str) -> Vec<u8> {
    page("3 0 R", format!("BT /F1 24 Tf 72 700 Td ({text}) Tj ET").as_bytes(), "")
}

/// Very many blanks, packed as a PDF packs its streams.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("x", packed).unwrap();
    for _ in 0..1_000 {
        archive.write_all(&[b' '; 1 << 20]).unwrap();
    }
    // The raw stream stands between the local head of 30 bytes and a name of one, and the central directory.
    let file = archive.finish().unwrap().into_inner();
    let end = file.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let mut stream = vec![0x78, 0x9c];
    stream.extend(&file[31..end]);
    page("3 0 R", &stream, "/Filter /FlateDecode")
}

#[tokio::test(flavor = "multi_thread")]
async fn f06_pdf_files_are_searched_and_none_stops_the_others() {
    for site in sites().await {
        let (alice, dmitri) = (site.sign_in("alice").await, site.sign_in("dmitri").await);
        while read_waiting(&site.desk, &reader()).await.unwrap() > 0 {}
        let number = alice.raise("Papers", "See below").await;
        let nested = format!("{}{}", "[".repeat(2_000_000), "]".repeat(2_000_000));
        let files: [(&str, Vec<u8>); 9] = [
            ("manual.pdf", written("The flibbertigibbet of gate nine")),
            ("loop.pdf", page("2 0 R 3 0 R", b"BT (x) Tj ET", "")),
            ("bomb.pdf", bomb()),
            ("nested.pdf", page("3 0 R", nested.as_bytes(), "")),
            ("deep.pdf", pdf(&[nested.into_bytes()])),
            ("half.pdf", written("cut off here")[..200].to_vec()),
            ("tiny.pdf", b"%".to_vec()),
            ("noise.pdf", (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
            ("last.PDF", written("Still read: quockerwodger")),
        ];
        for (name, content) in files {
            let parts = Parts::new().field("body", name).file(name, "application/pdf", content);
            assert_eq!(alice.post_parts(&format!("/tickets/{number}/messages"), parts).await.status, 303, "{name}");
        }
        let begun = Instant::now();
        while read_waiting(&site.desk, &reader()).await.unwrap() > 0 {}
        println!("nine files in {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(90), "{:?}", begun.elapsed());
        for word in ["flibbertigibbet", "quockerwodger"] {
            let found = alice.list(&format!("in=files&q={word}")).await.json();
            assert_eq!(found["total"]["count"], 1, "{word}");
            assert_eq!(dmitri.list(&format!("in=files&q={word}")).await.json()["total"]["count"], 0, "{word}");
        }
        assert_eq!(alice.get(&format!("/tickets/{number}")).await.status, 200);
    }
}

/// What is written in plain words is found however often: one in a hundred had no memory left once.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_small_files_are_all_read() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let number = alice.raise("Papers", "See below").await;
    for message in 0..10 {
        let parts = (0..20).fold(Parts::new().field("body", "Papers"), |parts, n| {
            parts.file(format!("{n}.pdf"), "application/pdf", written(&format!("Paper {message} of {n}")))
        });
        assert_eq!(alice.post_parts(&format!("/tickets/{number}/messages"), parts).await.status, 303);
    }
    while read_waiting(&site.desk, &reader()).await.unwrap() > 0 {}
    assert_eq!(site.count("file_texts WHERE text LIKE '%Paper%'").await, 200);
}

/// Where the system tells a process's limits: they hold before it has read anything.
#[cfg(target_os = "linux")]
#[test]
fn what_reads_a_pdf_can_open_no_file() {
    use std::process::{Command, Stdio};

    let mut command = Command::new(env!("CARGO_BIN_EXE_portico"));
    command.arg("read-pdf").env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let opens_none = || {
        let limits = std::fs::read_to_string(&limits).unwrap();
        limits.lines().any(|line| line.split_whitespace().eq(["Max", "open", "files", "0", "0", "files"]))
    };
    let begun = Instant::now();
    while !opens_none() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it may open files");
        std::thread::sleep(Duration::from_millis(10));
    }
    // What it is handed it reads.
    child.stdin.take().unwrap().write_all(&written("The flibbertigibbet of gate nine")).unwrap();
    let read = child.wait_with_output().unwrap();
    assert!(read.status.success());
    assert!(String::from_utf8_lossy(&read.stdout).contains("flibbertigibbet"));
}
