//! `portico import`.

use crate::config::{Import, Kind};
use desk::import::{Format, Mapping, Options, Verdict, import_tickets};
use desk::{Clock, Error, Result};
use std::fs::{self, File};
use std::path::Path;

/// Prints what came in and which rows did not.
///
/// # Errors
/// When a file cannot be read or does not fit its mapping, and with `--strict` when any row is bad.
pub async fn run(options: &Import) -> Result<()> {
    let Kind::Tickets = options.kind;
    let named = |path: &Path, error: &dyn std::fmt::Display| Error::command(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(&options.map).map_err(|error| named(&options.map, &error))?;
    let mapping = Mapping::parse(&text).map_err(|error| named(&options.map, &error))?;
    let format = Format::of_path(&options.file).or(mapping.format);
    let format = format
        .ok_or_else(|| named(&options.file, &"not a .csv, .tsv or .jsonl file, and the mapping names no format"))?;
    let file = File::open(&options.file).map_err(|error| named(&options.file, &error))?;
    let desk = options.place.open(Clock::System).await?;
    let wanted = Options { dry_run: options.dry_run, strict: options.strict };
    let report = import_tickets(&desk, file, format, &mapping, wanted).await?;
    println!("{report}");
    match report.verdict {
        Verdict::Refused => Err(Error::command("nothing was imported, because --strict allows no bad row")),
        Verdict::Written | Verdict::Tried => Ok(()),
    }
}
