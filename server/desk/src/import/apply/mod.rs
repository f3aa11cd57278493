//! From records to the database: everything that a file lacks is created, what is there is used, and all of it is one
//! transaction.

mod attributes;
mod companies;
mod find;
mod happenings;
mod intake;
mod people;
mod priorities;
mod queues;
mod roles;
mod slug;
mod stock;
mod types;

use super::mapping::Mapping;
use super::read::{ReadOutcome, read};
use super::record::{RowProblem, TicketRecord};
use super::report::{Report, Verdict};
use super::table::Format;
use crate::db::Tx;
use crate::tickets::load::Loader;
use crate::tickets::ticket;
use crate::{Desk, Error, Result, search};
use companies::Companies;
use intake::Intake;
use people::People;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use std::io::Read;
use stock::Stock;

/// How an import goes about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Does everything and keeps nothing.
    pub dry_run: bool,
    /// A single problem, and nothing is kept.
    pub strict: bool,
}

/// Tickets that are looked up and written together.
const BATCH: usize = 1_000;

/// Imports a file of tickets. A ticket comes whole or not at all, and one that is there already is left as it is. The file
/// is read to its end before anything is written.
///
/// # Errors
/// `Command` when file and mapping do not fit; then, as after any other error, nothing was written.
pub async fn import_tickets(
    desk: &Desk,
    reader: impl Read,
    format: Format,
    mapping: &Mapping,
    options: Options,
) -> Result<Report> {
    let outcome = read(reader, format, mapping).map_err(|error| Error::command(error.to_string()))?;
    import(desk, outcome, mapping, options).await
}

async fn import(desk: &Desk, outcome: ReadOutcome, mapping: &Mapping, options: Options) -> Result<Report> {
    let (report, changed) = desk.write(|tx| apply(desk, tx, &outcome, mapping, options)).await?;
    if report.verdict == Verdict::Written && report.tickets_new > 0 {
        if changed {
            desk.refresh(desk.catalogue().version + 1).await?;
        }
        search::settle(desk.db()).await?;
        desk.db().analyse().await?;
    }
    Ok(report)
}

/// What there is to report, and whether the catalogue has grown.
async fn apply(
    desk: &Desk,
    tx: Tx,
    outcome: &ReadOutcome,
    mapping: &Mapping,
    options: Options,
) -> Result<(Report, bool)> {
    // First of all, because from here on no other import can bring the same.
    let mut loader = Loader::begin(&tx, &desk.catalogue().prefix).await?;
    let new = unknown(&tx, &mapping.source, &outcome.records).await?;
    let tickets_known = outcome.records.len() - new.len();
    let stock = stock::stock(&tx, mapping, new).await?;
    let new_roles = load(&tx, &mut loader, mapping, &stock, desk.now()).await?;
    loader.finish(&tx).await?;
    let changed = stock.grown || new_roles;
    if changed {
        crate::catalogue::touch(&tx).await?;
    }
    let report = report(outcome, stock, tickets_known, options);
    if report.verdict != Verdict::Written || report.tickets_new == 0 {
        tx.discard();
    }
    Ok((report, changed))
}

/// The records whose tickets the desk does not have.
async fn unknown<'r>(tx: &Tx, source: &str, records: &'r [TicketRecord]) -> Result<Vec<&'r TicketRecord>> {
    let mut unknown = Vec::with_capacity(records.len());
    for batch in records.chunks(BATCH) {
        let references = batch.iter().map(|record| record.reference.as_str());
        let of_source = ticket::Entity::find().filter(ticket::Column::Source.eq(source));
        let known = of_source.filter(ticket::Column::Reference.is_in(references));
        let known: Vec<Option<String>> =
            known.select_only().column(ticket::Column::Reference).into_tuple().all(&**tx).await?;
        let known: HashSet<String> = known.into_iter().flatten().collect();
        unknown.extend(batch.iter().filter(|record| !known.contains(&record.reference)));
    }
    Ok(unknown)
}

/// Writes the tickets with their companies and people. Returns whether roles were created for them.
async fn load(tx: &Tx, loader: &mut Loader, mapping: &Mapping, stock: &Stock<'_>, now: i64) -> Result<bool> {
    let (companies, people) = (Companies::load(tx).await?, People::load(tx, now).await?);
    let mut intake = Intake { tx, mapping, catalogue: &stock.catalogue, companies, people };
    for record in &stock.records {
        loader.add(intake.ticket(record).await?)?;
        if loader.waiting() >= BATCH {
            loader.flush(tx).await?;
        }
    }
    Ok(intake.people.new_roles)
}

fn report(outcome: &ReadOutcome, stock: Stock<'_>, tickets_known: usize, options: Options) -> Report {
    let refused = stock.refused.len() as u64;
    let mut problems: Vec<RowProblem> =
        outcome.problems.iter().cloned().chain(stock.refused.into_iter().flatten()).collect();
    problems.sort_by_key(|problem| problem.row);
    let verdict = match options {
        Options { strict: true, .. } if !problems.is_empty() => Verdict::Refused,
        Options { dry_run: true, .. } => Verdict::Tried,
        _ => Verdict::Written,
    };
    Report {
        verdict,
        rows: outcome.rows,
        tickets_new: stock.records.len() as u64,
        tickets_known: tickets_known as u64,
        tickets_left_out: outcome.left_out + refused,
        problems,
    }
}
