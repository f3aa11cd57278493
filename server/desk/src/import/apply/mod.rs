//! Applies records to the database: everything that a file lacks is created, what is there is used, and all of it is one
//! transaction.

mod attributes;
mod companies;
mod ensure_catalogue;
mod find;
mod history;
mod people;
mod priorities;
mod queues;
mod roles;
mod slug;
mod snapshot;
mod types;
mod update;
mod writer;

use super::imported;
use super::mapping::Mapping;
use super::read::{ReadOutcome, read};
use super::record::{RowProblem, TicketRecord};
use super::report::{Report, Verdict};
use super::table::Format;
use crate::db::Tx;
use crate::scope::ticket;
use crate::tickets::load::{Loader, insert_all};
use crate::write::{Actor, Write};
use crate::{Desk, Error, Result, search};
use companies::Companies;
use ensure_catalogue::TicketProblems;
use people::People;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use snapshot::Snapshot;
use std::collections::HashMap;
use std::io::Read;
use update::KnownTicket;
use writer::TicketWriter;

/// How an import goes about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// Does everything and keeps nothing.
    pub dry_run: bool,
    /// A single problem, and nothing is kept.
    pub strict: bool,
}

/// Tickets that are looked up and written together.
const BATCH: usize = 1_000;

/// Imports a file of tickets. A ticket comes whole or not at all; of one that is there already changes what has changed in the file.
/// The file is read to its end before anything is written.
///
/// # Errors
/// `Command` when file and mapping do not fit; then, as after any other error, nothing was written.
pub async fn import_tickets(
    desk: &Desk,
    reader: impl Read,
    format: Format,
    mapping: &Mapping,
    options: ImportOptions,
) -> Result<Report> {
    let outcome = read(reader, format, mapping).map_err(|error| Error::command(error.to_string()))?;
    import(desk, outcome, mapping, options).await
}

async fn import(desk: &Desk, outcome: ReadOutcome, mapping: &Mapping, options: ImportOptions) -> Result<Report> {
    let (report, grown) = desk.write(Actor::Portico, |w| apply(desk, w, &outcome, mapping, options)).await?;
    if report.verdict == Verdict::Written && report.tickets_new + report.tickets_updated > 0 {
        if grown {
            desk.refresh(desk.catalogue().version + 1).await?;
        }
        search::merge_fts_segments(desk.db()).await?;
        desk.db().analyse().await?;
    }
    Ok(report)
}

/// What there is to report, and whether the catalogue has grown.
async fn apply(
    desk: &Desk,
    w: Write,
    outcome: &ReadOutcome,
    mapping: &Mapping,
    options: ImportOptions,
) -> Result<(Report, bool)> {
    // First of all, because from here on no other import can bring the same.
    let mut loader = Loader::begin(&w, &desk.catalogue().prefix).await?;
    let sorted = sort(&w, &mapping.source, &outcome.records).await?;
    let mut ensured = ensure_catalogue::ensure_catalogue(&w, mapping, sorted.wanted).await?;
    ensured.refused.extend(sorted.refused);
    let (companies, people) = (Companies::load(&w).await?, People::load(&w, desk.now()).await?);
    let mut writer = TicketWriter { w: &w, mapping, catalogue: &ensured.catalogue, companies, people };
    let (changed, new): (Vec<_>, Vec<_>) =
        ensured.records.iter().partition(|record| sorted.known.contains_key(record.reference.as_str()));
    load(&mut writer, &mut loader, &new).await?;
    loader.finish(&w).await?;
    for record in &changed {
        if let Some(known) = sorted.known.get(record.reference.as_str()) {
            writer.update(record, known).await?;
        }
    }
    let grown = ensured.grown || writer.people.new_roles;
    if grown {
        crate::catalogue::touch(&w).await?;
    }
    let counts = ImportCounts { new: new.len(), changed: changed.len(), unchanged: sorted.unchanged };
    let report = report(outcome, ensured.refused, counts, options);
    if report.verdict != Verdict::Written || report.tickets_new + report.tickets_updated == 0 {
        w.discard();
    }
    Ok((report, grown))
}

/// The records of a file by what the desk has of them.
#[derive(Default)]
struct Sorted<'r> {
    /// Those of tickets that the desk does not have, and those that have changed.
    wanted: Vec<&'r TicketRecord>,
    /// By reference, the tickets whose records have changed.
    known: HashMap<&'r str, KnownTicket>,
    unchanged: usize,
    /// Those that would make other tickets of those that the desk has.
    refused: Vec<TicketProblems>,
}

async fn sort<'r>(tx: &Tx, source: &str, records: &'r [TicketRecord]) -> Result<Sorted<'r>> {
    let mut sorted = Sorted::default();
    for batch in records.chunks(BATCH) {
        let mut known = find_known(tx, source, batch).await?;
        for record in batch {
            let Some((ticket_id, said)) = known.remove(&record.reference) else {
                sorted.wanted.push(record);
                continue;
            };
            let (said, now) = (Snapshot::read(&said)?, Snapshot::of(record));
            if said.same_content(&now) {
                sorted.unchanged += 1;
            } else if let Some(reason) = said.incompatibility(&now) {
                sorted.refused.push(record.refused(reason));
            } else {
                sorted.wanted.push(record);
                sorted.known.insert(&record.reference, KnownTicket { ticket_id, said });
            }
        }
    }
    Ok(sorted)
}

/// The tickets of these references that the desk has, each with what the file said of it last.
async fn find_known(tx: &Tx, source: &str, batch: &[TicketRecord]) -> Result<HashMap<String, (i64, String)>> {
    let references = batch.iter().map(|record| record.reference.as_str());
    let of_source = ticket::Entity::find().filter(ticket::Column::Source.eq(source));
    let found = of_source.filter(ticket::Column::Reference.is_in(references));
    let found: Vec<(i64, Option<String>)> =
        found.select_only().columns([ticket::Column::Id, ticket::Column::Reference]).into_tuple().all(tx).await?;
    let ids = found.iter().map(|(id, _)| *id);
    let said = imported::Entity::find().filter(imported::Column::TicketId.is_in(ids)).all(tx).await?;
    let mut said: HashMap<i64, String> = said.into_iter().map(|row| (row.ticket_id, row.said)).collect();
    Ok(found.into_iter().filter_map(|(id, reference)| Some((reference?, (id, said.remove(&id)?)))).collect())
}

/// Writes new tickets with their companies and people.
async fn load(writer: &mut TicketWriter<'_>, loader: &mut Loader, records: &[&&TicketRecord]) -> Result<()> {
    let mut said = Vec::with_capacity(records.len());
    for record in records {
        let loading = writer.ticket(record).await?;
        // Where the subject opens the conversation, the desk has a message more than the file.
        let own = loading.messages.len() - record.messages.len();
        let ids: Vec<String> = loading.messages.iter().skip(own).map(|message| message.public_id.clone()).collect();
        loader.add(loading)?;
        said.push(Snapshot::of(record).with_ids(ids).row(loader.last_ticket())?);
        if loader.waiting() >= BATCH {
            loader.flush(writer.w).await?;
        }
    }
    loader.flush(writer.w).await?;
    insert_all(writer.w, said).await
}

/// Tickets of a file that come in.
struct ImportCounts {
    new: usize,
    changed: usize,
    unchanged: usize,
}

fn report(outcome: &ReadOutcome, refused: Vec<TicketProblems>, counts: ImportCounts, options: ImportOptions) -> Report {
    let tickets_left_out = outcome.left_out + refused.len() as u64;
    let mut problems: Vec<RowProblem> = outcome.problems.iter().cloned().chain(refused.into_iter().flatten()).collect();
    problems.sort_by_key(|problem| problem.row);
    let verdict = match options {
        ImportOptions { strict: true, .. } if !problems.is_empty() => Verdict::Refused,
        ImportOptions { dry_run: true, .. } => Verdict::Tried,
        _ => Verdict::Written,
    };
    Report {
        verdict,
        rows: outcome.rows,
        tickets_new: counts.new as u64,
        tickets_updated: counts.changed as u64,
        tickets_known: counts.unchanged as u64,
        tickets_left_out,
        guessed: outcome.guessed,
        problems,
    }
}
