//! `portico import`: imports tickets from a file, and writes the rows that were left out to another.

use crate::config::{Import, Kind};
use desk::import::{Coverage, Format, ImportOptions, Mapping, Report, Verdict, import_tickets, write_refused};
use desk::{Clock, Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Some rows were left out.
const SOME: u8 = 3;

/// Prints what came in and which rows did not; these are written to a file beside the imported one, to be mended and imported. Exits
/// with 3 where there are any, with 1 where nothing came in.
///
/// # Errors
/// When a file cannot be read or does not fit its mapping, and with `--strict` when any row is bad.
pub async fn run(options: &Import) -> Result<ExitCode> {
    let Kind::Tickets = options.kind;
    let mapping = match &options.map {
        Some(map) => {
            let text = fs::read_to_string(map).map_err(|error| file_error(map, error))?;
            Mapping::parse(&text).map_err(|error| file_error(map, error))?
        }
        None => Mapping::own().map_err(|error| Error::command(error.to_string()))?,
    };
    let format = Format::of_path(&options.file).or(mapping.format);
    let unknown = "not a .csv, .tsv, .json or .jsonl file, and the mapping doesn't name a format";
    let format = format.ok_or_else(|| file_error(&options.file, unknown))?;
    let file = File::open(&options.file).map_err(|error| file_error(&options.file, error))?;
    let desk = options.storage.open(Clock::System).await?;
    let wanted = ImportOptions { dry_run: options.dry_run, strict: options.strict };
    let report = import_tickets(&desk, file, format, &mapping, wanted).await.map_err(|error| match error {
        Error::Command(reason) if options.map.is_none() => without_map(&reason, &mapping),
        error => error,
    })?;
    println!("{report}");
    if report.verdict == Verdict::Refused {
        return Err(Error::command("nothing was imported, because --strict allows no bad rows"));
    }
    if report.verdict == Verdict::Written && !report.problems.is_empty() {
        write_refused_rows(&options.file, format, &mapping, &report);
    }
    Ok(match report.coverage() {
        Coverage::All => ExitCode::SUCCESS,
        Coverage::Some => ExitCode::from(SOME),
        Coverage::Nothing => ExitCode::FAILURE,
    })
}

/// Names the columns that are known, and the way to use others.
fn without_map(reason: &str, mapping: &Mapping) -> Error {
    let columns = mapping.columns().into_iter().collect::<Vec<_>>().join(", ");
    Error::command(format!("{reason}\nwithout --map, a file has Portico's own columns: {columns}"))
}

fn file_error(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::command(format!("{}: {error}", path.display()))
}

/// Writes the rows that were left out. The others are in the desk by now, so that a failure is no more than said.
fn write_refused_rows(from: &Path, format: Format, mapping: &Mapping, report: &Report) {
    let (to, new) = (sibling(from, ".refused.csv"), sibling(from, ".refused.csv.new"));
    let written = || -> std::result::Result<Option<PathBuf>, String> {
        let file = File::open(from).map_err(|error| error.to_string())?;
        // They are as private as the desk's data.
        let out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new);
        let out = BufWriter::new(out.map_err(|error| error.to_string())?);
        write_refused(file, format, mapping, &report.problems, out).map_err(|error| error.to_string())?;
        let older = rename_older(from, &to, &new).map_err(|error| error.to_string())?;
        fs::rename(&new, &to).map_err(|error| error.to_string())?;
        Ok(older)
    };
    match written() {
        Ok(older) => {
            println!("rows left out: see {}", to.display());
            if let Some(older) = older {
                println!("what that file held before is in {}", older.display());
            }
        }
        Err(error) => eprintln!("portico: {}: the rows left out can't be written: {error}", to.display()),
    }
}

fn sibling(from: &Path, ending: &str) -> PathBuf {
    let mut name = from.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Somebody may have begun to mend the rows of an earlier run: where they differ from the new ones they go to a name of their own.
fn rename_older(from: &Path, to: &Path, new: &Path) -> io::Result<Option<PathBuf>> {
    if !to.try_exists()? || fs::read(to)? == fs::read(new)? {
        return Ok(None);
    }
    let mut place = 1_u32;
    let mut older = sibling(from, ".refused.1.csv");
    while older.try_exists()? {
        place += 1;
        older = sibling(from, &format!(".refused.{place}.csv"));
    }
    fs::rename(to, &older)?;
    Ok(Some(older))
}
