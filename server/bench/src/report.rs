//! Report: the table that people read and the lines that programs read.

use crate::error::Result;
use crate::figures::Figures;
use crate::options::{Options, Size};
use crate::prepare::Dataset;
use crate::process::Memory;
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// One case at one number of requests at once.
pub struct Line {
    pub case: String,
    pub aim: Option<f64>,
    pub at_once: u64,
    pub portico: Figures,
    pub bare: Figures,
}

impl Line {
    /// How many times the bare handler's processor time.
    fn ratio(&self) -> Option<f64> {
        (self.bare.cpu > 0.0).then(|| self.portico.cpu / self.bare.cpu)
    }
}

pub struct Report {
    pub size: &'static str,
    pub database: &'static str,
    pub folder: PathBuf,
    rounds: u32,
    seconds: f64,
    postgres_seen: bool,
    pub lines: Vec<Line>,
}

impl Report {
    pub fn new(size: Size, dataset: &Dataset, options: &Options, postgres_seen: bool) -> Self {
        Self {
            size: size.name(),
            database: dataset.database,
            folder: dataset.folder.clone(),
            rounds: options.rounds,
            seconds: options.seconds,
            postgres_seen,
            lines: Vec::new(),
        }
    }

    /// Keeps a line and shows it right away: a whole run takes minutes.
    pub fn add(&mut self, line: Line) {
        if self.lines.is_empty() {
            print!("\n{}{}", self.title(), self.head());
        }
        print!("{}", self.row(&line));
        let _ = std::io::stdout().flush();
        self.lines.push(line);
    }

    /// Writes `SIZE-DATABASE.md` and `.jsonl`.
    pub fn write(&self, idle: Memory, after: Memory) -> Result<()> {
        let foot = self.foot(idle, after) + &self.files();
        print!("{foot}");
        let rows: String = self.lines.iter().map(|line| self.row(line)).collect();
        let base = self.folder.join(format!("{}-{}", self.size, self.database.to_lowercase()));
        fs::write(base.with_extension("md"), format!("{}{}{rows}{foot}", self.title(), self.head()))?;
        let mut lines: String = self.lines.iter().map(|line| format!("{}\n", self.json(line))).collect();
        let memory = json!({
            "size": self.size, "database": self.database, "memory": { "idle_pss": idle.proportional,
            "idle_rss": idle.resident, "idle_own": idle.own, "after_own": after.own, "after_pss": after.proportional, "after_rss": after.resident }
        });
        writeln!(lines, "{memory}").unwrap_or_default();
        fs::write(base.with_extension("jsonl"), lines)?;
        println!("\nWritten to {} and .jsonl beside it.", base.with_extension("md").display());
        Ok(())
    }

    fn title(&self) -> String {
        format!("## {} tickets on {}\n\n", self.size, self.database)
    }

    fn head(&self) -> String {
        let (postgres, line) = if self.postgres_seen { (" PostgreSQL ms |", "--:|") } else { ("", "") };
        format!(
            "| case | at once | CPU ms |{postgres} aim | bare ms | ratio | p50 ms | p95 ms | p99 ms | requests/s | kB |\n\
             |---|--:|--:|{line}--:|--:|--:|--:|--:|--:|--:|--:|\n"
        )
    }

    fn row(&self, line: &Line) -> String {
        let ours = &line.portico;
        let or_none =
            |value: Option<f64>, digits: usize| value.map_or("–".into(), |value| format!("{value:.digits$}"));
        let postgres = if self.postgres_seen { format!(" {} |", or_none(ours.postgres_cpu, 2)) } else { String::new() };
        let missed = if line.aim.is_some_and(|aim| ours.cpu > aim) { " ✗" } else { "" };
        format!(
            "| {} | {} | {:.2}{missed} |{postgres} {} | {:.2} | {} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} |\n",
            line.case,
            line.at_once,
            ours.cpu,
            or_none(line.aim, 1),
            line.bare.cpu,
            or_none(line.ratio(), 1),
            ours.p50,
            ours.p95,
            ours.p99,
            ours.per_second,
            ours.bytes as f64 / 1000.0,
        )
    }

    fn foot(&self, idle: Memory, after: Memory) -> String {
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let memory = |memory: Memory| {
            let [own, pss, rss] = [memory.own, memory.proportional, memory.resident].map(megabytes);
            format!("{own:.0} MB of its own (with files PSS {pss:.0} MB, resident {rss:.0} MB)")
        };
        let mut foot = format!(
            "\nMemory: idle {}, after the load {}.\n\
             Medians of {} rounds of {} s. CPU ms: user and system time of the program for one operation, all its requests \
             together; a case with several requests counts operations per second. ✗: over the aim.\n",
            memory(idle),
            memory(after),
            self.rounds,
            self.seconds,
        );
        if self.database == "PostgreSQL" {
            foot.push_str(match self.postgres_seen {
                true => {
                    "CPU ms, bare and ratio count only the application; PostgreSQL's own processes stand beside it.\n"
                }
                false => "CPU ms counts only the application: PostgreSQL's processes cannot be seen from here.\n",
            });
        }
        foot
    }

    /// What the files cost, by their length.
    fn files(&self) -> String {
        let mut files = String::new();
        for line in &self.lines {
            let Some(rows) = line.portico.rows else { continue };
            let _ = writeln!(
                files,
                "{}: {rows} tickets, {:.2} CPU ms for each 1,000 (bare {:.2}).",
                line.case,
                line.portico.cost(),
                line.bare.cost()
            );
        }
        files
    }

    fn json(&self, line: &Line) -> serde_json::Value {
        let ours = &line.portico;
        json!({
            "size": self.size, "database": self.database, "case": line.case, "at_once": line.at_once,
            "operations": ours.operations, "cpu_ms": ours.cpu, "postgres_cpu_ms": ours.postgres_cpu, "aim_ms": line.aim,
            "bare_cpu_ms": line.bare.cpu, "ratio": line.ratio(), "p50_ms": ours.p50, "p95_ms": ours.p95,
            "p99_ms": ours.p99, "per_second": ours.per_second, "bytes": ours.bytes,
            "rows": ours.rows, "cpu_ms_per_1000_rows": ours.rows.map(|_| ours.cost()),
            "bare_per_second": line.bare.per_second,
        })
    }
}
