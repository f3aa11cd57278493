//! What an import did, told on the command line.

use std::fmt;

use super::record::RowProblem;

/// How much of a file came in. The counts are the same whether or not anything was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub verdict: Verdict,
    /// Rows met, good and bad; blank ones do not count.
    pub rows: u64,
    /// Tickets that the desk did not have.
    pub tickets_new: u64,
    /// Tickets that an earlier run brought; they are left as they are.
    pub tickets_known: u64,
    /// Tickets with a row that cannot be used.
    pub tickets_left_out: u64,
    /// By row.
    pub problems: Vec<RowProblem>,
}

/// What became of the new tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Written,
    /// It was a dry run.
    Tried,
    /// There are problems, and the run was strict.
    Refused,
}

/// A page of problems tells as much as all of them.
const PROBLEMS_SHOWN: usize = 50;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, why) = match self.verdict {
            Verdict::Written => ("added", ""),
            Verdict::Tried => ("to add", "; a dry run, nothing was written"),
            Verdict::Refused => ("to add", "; strict, so nothing was written"),
        };
        let Self { rows, tickets_new: new, tickets_known: known, tickets_left_out: left_out, .. } = self;
        write!(f, "{rows} rows: {new} tickets {added}, {known} known already, {left_out} left out{why}")?;
        for problem in self.problems.iter().take(PROBLEMS_SHOWN) {
            write!(f, "\n{problem}")?;
        }
        match self.problems.len().saturating_sub(PROBLEMS_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_are_cut_short() {
        let problems: Vec<_> = (1..=52).map(|row| RowProblem::of_row(row, "bad")).collect();
        let report = Report {
            verdict: Verdict::Tried,
            rows: 60,
            tickets_new: 7,
            tickets_known: 1,
            tickets_left_out: 52,
            problems,
        };
        let text = report.to_string();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "60 rows: 7 tickets to add, 1 known already, 52 left out; a dry run, nothing was written");
        assert_eq!((lines[1], lines[50], lines[51], lines.len()), ("row 1: bad", "row 50: bad", "… and 2 more", 52));
    }
}
