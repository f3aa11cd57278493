//! Reads a file into whole tickets. A ticket with a row that cannot be used is left out with all its rows, each of them
//! named, so that mending the file and running again adds exactly what was missing.

use std::io::Read;

use super::error::MappingError;
use super::grouping::RowGroups;
use super::mapping::Mapping;
use super::record::{RowProblem, TicketRecord};
use super::table::{Format, Table};

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOutcome {
    /// In the order of their first rows.
    pub records: Vec<TicketRecord>,
    /// One or more for every row that is in no record, by row.
    pub problems: Vec<RowProblem>,
    /// Tickets that cannot come because of a problem.
    pub left_out: u64,
    /// Rows met, good and bad; blank ones do not count.
    pub rows: u64,
    /// The file is no UTF-8 and was read as Windows-1252.
    pub guessed: bool,
}

/// Reads a whole file. An error means that file and mapping do not fit; single bad rows are in the outcome.
pub fn read(reader: impl Read, format: Format, mapping: &Mapping) -> Result<ReadOutcome, MappingError> {
    let mut table = Table::open(reader, format, mapping.encoding, mapping.columns())?;
    if format != Format::Json {
        check_columns(&table, mapping)?;
    }
    let mut groups = RowGroups::default();
    for row in table.by_ref() {
        groups.add(row?, mapping);
    }
    // Without a header only the rows can tell whether a column exists.
    if !groups.is_empty() {
        check_columns(&table, mapping)?;
    }
    Ok(ReadOutcome { guessed: table.guessed(), ..groups.outcome(mapping) })
}

fn check_columns(table: &Table<'_>, mapping: &Mapping) -> Result<(), MappingError> {
    let columns: Vec<String> =
        table.missing().iter().filter(|column| !mapping.optional.contains(column)).cloned().collect();
    if columns.is_empty() {
        return Ok(());
    }
    Err(MappingError::UnknownColumns { columns, present: table.columns().to_vec() })
}

#[cfg(test)]
mod tests;
