//! Report of an import run, printed on the command line.

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
    /// Tickets that an earlier run brought and that the file now tells otherwise.
    pub tickets_updated: u64,
    /// Tickets that an earlier run brought as they are.
    pub tickets_known: u64,
    /// Tickets with a row that cannot be used.
    pub tickets_left_out: u64,
    /// The file is no UTF-8 and was read as Windows-1252.
    pub guessed: bool,
    /// By row.
    pub problems: Vec<RowProblem>,
}

impl Report {
    /// How much of the file the desk has now, or would have after a dry run.
    pub fn coverage(&self) -> Coverage {
        let taken = self.tickets_new + self.tickets_updated + self.tickets_known;
        match (self.problems.is_empty(), self.verdict) {
            (true, _) => Coverage::All,
            (false, Verdict::Refused) => Coverage::Nothing,
            (false, _) if taken == 0 => Coverage::Nothing,
            (false, _) => Coverage::Some,
        }
    }
}

/// How much of a file came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    All,
    Some,
    Nothing,
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
            Verdict::Tried => ("to add", "; dry run: nothing was written"),
            Verdict::Refused => ("to add", "; strict: nothing was written"),
        };
        let (rows, new) = (counted(self.rows, "row"), counted(self.tickets_new, "ticket"));
        let (known, left_out) = (self.tickets_known, self.tickets_left_out);
        let updated = match self.tickets_updated {
            0 => String::new(),
            updated => format!(" {updated} changed,"),
        };
        write!(f, "{rows}: {new} {added},{updated} {known} unchanged, {left_out} left out{why}")?;
        if self.guessed {
            write!(f, "\nread as Windows-1252, because it isn't UTF-8; the mapping can name another encoding")?;
        }
        for problem in self.problems.iter().take(PROBLEMS_SHOWN) {
            write!(f, "\n{problem}")?;
        }
        match self.problems.len().saturating_sub(PROBLEMS_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}

/// `1 row`, `2 rows`.
fn counted(count: u64, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
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
            tickets_updated: 0,
            tickets_known: 1,
            tickets_left_out: 52,
            guessed: false,
            problems,
        };
        assert_eq!(report.coverage(), Coverage::Some);
        let text = report.to_string();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "60 rows: 7 tickets to add, 1 unchanged, 52 left out; dry run: nothing was written");
        assert_eq!((lines[1], lines[50], lines[51], lines.len()), ("row 1: bad", "row 50: bad", "… and 2 more", 52));
        let nothing = Report { tickets_new: 0, tickets_known: 0, tickets_updated: 0, ..report.clone() };
        assert_eq!(nothing.coverage(), Coverage::Nothing);
        assert_eq!(Report { verdict: Verdict::Refused, ..report.clone() }.coverage(), Coverage::Nothing);
        let whole = Report { tickets_updated: 2, guessed: true, problems: Vec::new(), ..report };
        assert_eq!(whole.coverage(), Coverage::All);
        assert!(whole.to_string().starts_with("60 rows: 7 tickets to add, 2 changed, 1 unchanged, 52 left out"));
        assert!(whole.to_string().contains("\nread as Windows-1252"));
    }
}
