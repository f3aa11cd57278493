//! Instruction counts (callgrind) of each case: a figure that neither the machine nor its other work moves, so that growth can be told
//! from noise. What the kernel does is not in it.

use crate::cases::{Action, Case, OperationFactory};
use crate::error::{Error, Result};
use crate::http::Connection;
use crate::load::Load;
use crate::measure::Bench;
use crate::options::{Options, Size};
use crate::prepare::{self, Dataset};
use crate::program::{Program, Through, counts};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How many operations go before without being counted, and how many are counted. Statements are prepared once for each connection
/// to the database, and requests take connections in turn: by then all know them.
const OPERATIONS: (u64, u64) = (24, 8);

/// Millions of instructions for one operation.
struct Counted {
    case: String,
    ours: f64,
    bare: f64,
}

/// Counts each size on SQLite, prints the table and writes it beside the reports.
pub fn everything(options: &Options, runtime: &Runtime) -> Result<()> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        return Err(Error::new("--instructions needs valgrind; Debian has a package of that name"));
    }
    let mut sizes = Vec::new();
    for size in &options.size {
        let dataset = prepare::on_sqlite(*size)?;
        sizes.push((*size, count(options, &dataset, runtime)?));
        let table = table(&sizes);
        print!("\n{table}");
        fs::write(dataset.folder.join("instructions.md"), table)?;
    }
    Ok(())
}

fn count(options: &Options, dataset: &Dataset, runtime: &Runtime) -> Result<Vec<Counted>> {
    let bench = Bench::begin(options, dataset, None, Through::Callgrind, runtime)?;
    let mut counters = [Counter::of(&bench.portico, dataset, "portico"), Counter::of(&bench.bare, dataset, "bare")];
    let mut counted = Vec::new();
    for (case, needles) in bench.checked(is_counted)? {
        let [ours, bare] = &mut counters;
        let ours = ours.operations(&bench.factory(&case, &needles, bench.portico.address))?;
        let bare = bare.operations(&bench.factory(&case, &needles, bench.bare.address))?;
        eprintln!("{}: {ours:.2}", case.name);
        counted.push(Counted { case: case.name, ours, bare });
    }
    Ok(counted)
}

/// A million tickets in a file take minutes under Valgrind, and a password is made to be slow.
fn is_counted(case: &Case) -> bool {
    !matches!(case.action, Action::Export(_) | Action::SignIn)
}

/// What Callgrind knows of one program.
struct Counter {
    pid: u32,
    out: PathBuf,
    dumps: u32,
}

impl Counter {
    fn of(program: &Program, dataset: &Dataset, name: &str) -> Self {
        Self { pid: program.pid(), out: counts(dataset, name), dumps: 0 }
    }

    fn operations(&mut self, factory: &OperationFactory<'_>) -> Result<f64> {
        let operation = |number| factory.make(number);
        let load =
            Load { address: factory.address, operation: &operation, at_once: 1, span: Duration::ZERO, long: false };
        let mut connection = Connection::open(factory.address)?;
        for _ in 0..OPERATIONS.0 {
            load.once(&mut connection)?;
        }
        self.dump()?;
        for _ in 0..OPERATIONS.1 {
            load.once(&mut connection)?;
        }
        Ok(self.dump()? as f64 / OPERATIONS.1 as f64 / 1e6)
    }

    /// The instructions since the last time.
    fn dump(&mut self) -> Result<u64> {
        self.dumps += 1;
        let asked = Command::new("callgrind_control")
            .args(["--dump=bench", &self.pid.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        let place = self.out.with_extension(format!("count.{}", self.dumps));
        let text = fs::read_to_string(&place).unwrap_or_default();
        let _ = fs::remove_file(&place);
        let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
        total.ok_or_else(|| Error::new(format!("Callgrind wrote no count ({asked})")))
    }
}

fn table(sizes: &[(Size, Vec<Counted>)]) -> String {
    let mut table = String::from("## Millions of instructions on SQLite\n\n| case |");
    for (size, _) in sizes {
        let _ = write!(table, " {} | bare | ratio |", size.name());
    }
    let _ = write!(table, " growth |\n|---|{}--:|\n", "--:|--:|--:|".repeat(sizes.len()));
    let Some((_, first)) = sizes.first() else { return table };
    for before in first {
        let same: Vec<_> =
            sizes.iter().filter_map(|(_, counted)| counted.iter().find(|one| one.case == before.case)).collect();
        let _ = write!(table, "| {} |", before.case);
        for one in &same {
            let _ = write!(table, " {:.2} | {:.2} | {:.1} |", one.ours, one.bare, one.ours / one.bare);
        }
        let _ = writeln!(table, " {:.2} |", same.last().map_or(1.0, |last| last.ours / before.ours));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Counted, table};
    use crate::options::Size;

    #[test]
    fn each_case_has_its_sizes_side_by_side() {
        let one = |ours, bare| vec![Counted { case: "list".into(), ours, bare }];
        let sizes = [(Size::TenThousand, one(4.0, 2.0)), (Size::Million, one(5.0, 2.5))];
        let row = table(&sizes).lines().last().map(str::to_owned);
        assert_eq!(row.as_deref(), Some("| list | 4.00 | 2.00 | 2.0 | 5.00 | 2.50 | 2.0 | 1.25 |"));
    }
}
