//! Scaling report: how much more each case costs where there are more tickets.

use crate::error::Result;
use crate::report::{Line, Report};
use std::fmt::Write;
use std::fs;

/// What grows by more depends on the size.
const GROWTH_MAX: f64 = 1.3;

/// Prints the growth from one size to another and writes it beside their reports.
pub fn report(first: &Report, last: &Report) -> Result<()> {
    let table = table(first, last);
    print!("\n{table}");
    let place = first.folder.join(format!("growth-{}.md", last.database.to_lowercase()));
    fs::write(&place, table)?;
    println!("\nWritten to {}.", place.display());
    Ok(())
}

fn table(first: &Report, last: &Report) -> String {
    let mut table = format!(
        "## From {} to {} tickets on {}\n\n| case | at once | CPU ms, {} | CPU ms, {} | growth |\n|---|--:|--:|--:|--:|\n",
        first.size, last.size, last.database, first.size, last.size
    );
    for after in &last.lines {
        let same = |line: &&Line| line.case == after.case && line.at_once == after.at_once;
        if let Some(before) = first.lines.iter().find(same) {
            table.push_str(&row(before, after));
        }
    }
    let _ = write!(table, "\n✗: grows by more than {GROWTH_MAX}. Files count for each 1,000 of their tickets.\n");
    table
}

fn row(before: &Line, after: &Line) -> String {
    let (one, other) = (before.portico.cost(), after.portico.cost());
    let growth = if one > 0.0 { other / one } else { 0.0 };
    let mark = if growth > GROWTH_MAX { " ✗" } else { "" };
    format!("| {} | {} | {one:.2} | {other:.2} | {growth:.2}{mark} |\n", after.case, after.at_once)
}

#[cfg(test)]
mod tests {
    use super::row;
    use crate::figures::Figures;
    use crate::report::Line;

    fn line(cpu: f64, rows: Option<u64>) -> Line {
        let portico = Figures { cpu, rows, ..Figures::default() };
        Line { case: "list".into(), aim: None, at_once: 1, portico, bare: Figures::default() }
    }

    #[test]
    fn only_what_grows_by_more_is_marked() {
        assert_eq!(row(&line(1.0, None), &line(1.3, None)), "| list | 1 | 1.00 | 1.30 | 1.30 |\n");
        assert_eq!(row(&line(1.0, None), &line(1.4, None)), "| list | 1 | 1.00 | 1.40 | 1.40 ✗ |\n");
    }

    #[test]
    fn a_longer_file_may_cost_more() {
        let row = row(&line(10.0, Some(1_000)), &line(1_100.0, Some(100_000)));
        assert_eq!(row, "| list | 1 | 10.00 | 11.00 | 1.10 |\n");
    }
}
