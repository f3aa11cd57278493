//! Grouping of rows by the ticket they belong to; only whole tickets come through.

use std::collections::{HashMap, HashSet};

use super::entry::Entry;
use super::mapping::Mapping;
use super::read::ReadOutcome;
use super::record::{RowProblem, TicketRecord};
use super::table::{BadRow, TableRow};
use super::ticket::TicketRows;

/// The rows of one ticket.
struct RowGroup {
    key: Vec<String>,
    rows: Vec<TableRow>,
    problems: Vec<RowProblem>,
    /// A row of unknown ticket that stands beside this one's and may belong to it.
    doubt: Option<u64>,
}

/// A row that does not say which ticket it belongs to, and the tickets it stands between.
struct UnassignedRow {
    problem: RowProblem,
    before: Option<usize>,
    after: Option<usize>,
}

/// Rows grouped by ticket. All are held until the end: nothing says which row of a ticket is its last.
#[derive(Default)]
pub(super) struct RowGroups {
    groups: Vec<RowGroup>,
    index: HashMap<Vec<String>, usize>,
    lost: Vec<UnassignedRow>,
    last: Option<usize>,
    rows: u64,
}

impl RowGroups {
    pub(super) fn add(&mut self, item: Result<TableRow, BadRow>, mapping: &Mapping) {
        self.rows += 1;
        let (mut row, problem) = match item {
            Ok(row) => (row, None),
            Err(bad) => (TableRow { number: bad.problem.row, values: bad.values }, Some(bad.problem)),
        };
        row.values.retain(|_, value| !mapping.is_unknown(value));
        let key: Option<Vec<String>> = mapping.ticket.iter().map(|column| row.values.get(column).cloned()).collect();
        let Some(key) = key else {
            let silent = || {
                RowProblem::of_column(
                    row.number,
                    mapping.ticket.first().map(String::as_str),
                    "doesn't say which ticket it belongs to",
                )
            };
            let problem = problem.unwrap_or_else(silent);
            return self.lost.push(UnassignedRow { problem, before: self.last, after: None });
        };
        let at = self.group(key);
        match problem.or_else(|| mapping.truncated_id(&row)) {
            Some(problem) => self.groups[at].problems.push(problem),
            None => self.groups[at].rows.push(row),
        }
    }

    fn group(&mut self, key: Vec<String>) -> usize {
        let at = *self.index.entry(key).or_insert_with_key(|key| {
            self.groups.push(RowGroup { key: key.clone(), rows: Vec::new(), problems: Vec::new(), doubt: None });
            self.groups.len() - 1
        });
        self.lost.iter_mut().rev().take_while(|lost| lost.after.is_none()).for_each(|lost| lost.after = Some(at));
        self.last = Some(at);
        at
    }

    /// Where tickets have several rows, a row of unknown ticket may be part of the one above or the one below: neither
    /// is known to be whole. Where every ticket has one row, it is a ticket of its own. Returns how many tickets the
    /// lost rows are, as far as that is known.
    fn mark_doubtful(&mut self) -> u64 {
        if self.groups.iter().all(|group| group.rows.len() + group.problems.len() < 2) {
            return self.lost.len() as u64;
        }
        for lost in &self.lost {
            for at in [lost.before, lost.after].into_iter().flatten() {
                self.groups[at].doubt.get_or_insert(lost.problem.row);
            }
        }
        0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub(super) fn outcome(mut self, mapping: &Mapping) -> ReadOutcome {
        let lost = self.mark_doubtful();
        let mut outcome = ReadOutcome { rows: self.rows, left_out: lost, ..ReadOutcome::default() };
        let mut taken = HashMap::new();
        for (position, group) in (0..).zip(self.groups) {
            match group.record(mapping, position, &mut taken) {
                Ok(record) => outcome.records.push(record),
                Err(problems) => {
                    outcome.left_out += 1;
                    outcome.problems.extend(group.left_out(problems));
                }
            }
        }
        outcome.problems.extend(self.lost.into_iter().map(|lost| lost.problem));
        outcome.problems.sort_by_key(|problem| problem.row);
        outcome
    }
}

impl RowGroup {
    fn record(
        &self,
        mapping: &Mapping,
        position: u64,
        taken: &mut HashMap<String, u64>,
    ) -> Result<TicketRecord, Vec<RowProblem>> {
        let (entries, bad): (Vec<_>, Vec<_>) = self
            .rows
            .iter()
            .zip(0u32..)
            .map(|(row, turn)| Entry::of(mapping, row, position, turn))
            .partition(Result::is_ok);
        let mut problems: Vec<RowProblem> =
            self.problems.iter().cloned().chain(bad.into_iter().filter_map(Result::err)).collect();
        problems.extend(mapping.contradictions(&self.rows));
        if !problems.is_empty() || self.doubt.is_some() {
            return Err(problems);
        }
        let entries = entries.into_iter().flatten().collect();
        let record =
            TicketRows { mapping, rows: &self.rows, position, key: &self.key }.record(entries).map_err(|p| vec![p])?;
        match taken.insert(record.reference.clone(), record.row()) {
            None => Ok(record),
            Some(row) => {
                Err(vec![RowProblem::of_row(record.row(), format!("the ticket of row {row} has the same reference"))])
            }
        }
    }

    /// The problems, and the ticket's other rows, which are sound but cannot come without them.
    fn left_out(&self, mut problems: Vec<RowProblem>) -> Vec<RowProblem> {
        let named: HashSet<u64> = problems.iter().map(|problem| problem.row).collect();
        let ticket = self.key.join("-");
        let reason = match (problems.first(), self.doubt) {
            (Some(problem), _) => format!("row {} can't be used", problem.row),
            (None, doubt) => format!("row {} may belong to it", doubt.unwrap_or_default()),
        };
        let others = self.rows.iter().map(|row| row.number).filter(|row| !named.contains(row));
        problems.extend(others.map(|row| RowProblem::of_companion(row, &ticket, &reason)));
        problems
    }
}
