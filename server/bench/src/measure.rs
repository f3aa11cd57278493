//! Benchmark run: both programs on the same data, every case, then the report.

use crate::cases::{self, Action, Case, OperationFactory, Tickets};
use crate::error::{Error, Result};
use crate::figures::{Figures, median};
use crate::http::Connection;
use crate::load::{Load, Meter};
use crate::options::{Options, Size};
use crate::prepare::{self, Dataset, postgres::Postgres};
use crate::process::{self, Memory};
use crate::program::{Program, Through};
use crate::report::{Line, Report};
use crate::row_diff::Tables;
use crate::visitor::{DemoUser, page, sign_in};
use crate::{page_diff, tickets};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Beyond the numbers of all operations that are measured.
const NEVER_MEASURED: u64 = 1 << 30;

/// Requests at once.
pub const AT_ONCE: [u64; 2] = [1, 8];

/// Measures one size on the database that was asked for.
pub fn everything(options: &Options, size: Size, runtime: &Runtime) -> Result<Report> {
    match &options.server {
        Some(url) if options.postgres => {
            let postgres = runtime.block_on(Postgres::make(url, size))?;
            let measured = on(options, size, &postgres.dataset, postgres.postmaster, runtime);
            runtime.block_on(postgres.drop())?;
            measured
        }
        _ => on(options, size, &prepare::on_sqlite(size)?, None, runtime),
    }
}

fn on(options: &Options, size: Size, dataset: &Dataset, postmaster: Option<u32>, runtime: &Runtime) -> Result<Report> {
    let bench = Bench::begin(options, dataset, postmaster, Through::Processor, runtime)?;
    let mut report = Report::new(size, dataset, options, postmaster.is_some());
    for (case, needles) in bench.checked(|_| true)? {
        for line in bench.case(&case, &needles)? {
            report.add(line);
        }
    }
    report.write(bench.idle, bench.memory()?)?;
    Ok(report)
}

/// Both programs on the same data, and who asks them for what.
pub struct Bench<'a> {
    options: &'a Options,
    runtime: &'a Runtime,
    database_url: String,
    pub portico: Program,
    pub bare: Program,
    cookies: [String; 2],
    tickets: Tickets,
    postmaster: Option<u32>,
    /// What the released program holds before the first case.
    idle: Memory,
}

impl<'o> Bench<'o> {
    pub fn begin(
        options: &'o Options,
        dataset: &Dataset,
        postmaster: Option<u32>,
        through: Through,
        runtime: &'o Runtime,
    ) -> Result<Self> {
        let (portico, bare) = (Program::portico(dataset, through)?, Program::bare(dataset, through)?);
        let cookies = [sign_in(portico.address, DemoUser::Alice)?, sign_in(portico.address, DemoUser::Grace)?];
        let idle = process::memory(portico.pid())?;
        let [alice, grace] = &cookies;
        let tickets = runtime.block_on(tickets::choose(&dataset.database_url, portico.address, alice, grace))?;
        let database_url = dataset.database_url.clone();
        Ok(Self { options, runtime, database_url, portico, bare, cookies, tickets, postmaster, idle })
    }

    /// The cases that are wanted, each with what its answers must hold. All are looked at before the first is measured: a
    /// difference shows in the first seconds. What is written comes first, because it moves what lists and searches show.
    pub fn checked(&self, counts: fn(&Case) -> bool) -> Result<Vec<(Case, Vec<String>)>> {
        let wanted =
            cases::all(&self.tickets).into_iter().filter(|case| self.options.wants(&case.name) && counts(case));
        let wanted: Vec<Case> = wanted.collect();
        wanted.iter().filter(|case| case.action.writes()).try_for_each(|case| self.write_the_same(case))?;
        wanted.into_iter().map(|case| self.needles(&case).map(|needles| (case, needles))).collect()
    }

    /// The rounds of both programs take turns, so that a disturbance meets both.
    fn case(&self, case: &Case, needles: &[String]) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        // Several files at once would only keep each other waiting.
        for at_once in AT_ONCE.into_iter().filter(|at_once| *at_once == 1 || !case.action.is_export()) {
            let (mut portico, mut bare) = (Vec::new(), Vec::new());
            for _ in 0..self.options.rounds.max(1) {
                portico.push(self.round(case, needles, &self.portico, at_once)?);
                bare.push(self.round(case, needles, &self.bare, at_once)?);
            }
            lines.push(Line {
                case: case.name.clone(),
                aim: case.aim,
                at_once,
                portico: median(&portico),
                bare: median(&bare),
            });
        }
        Ok(lines)
    }

    fn round(&self, case: &Case, needles: &[String], program: &Program, at_once: u64) -> Result<Figures> {
        let factory = self.factory(case, needles, program.address);
        let operation = |number| factory.make(number);
        let (address, span, long) = (program.address, self.options.span(), case.action.is_export());
        let load = Load { address, operation: &operation, at_once, span, long };
        load.run(&Clocks { program, postmaster: self.postmaster })
    }

    pub fn factory<'a>(&'a self, case: &'a Case, needles: &'a [String], address: SocketAddr) -> OperationFactory<'a> {
        let cookie = self.cookie(case.user);
        OperationFactory { address, action: &case.action, user: case.user, cookie, tickets: &self.tickets, needles }
    }

    fn cookie(&self, user: DemoUser) -> &str {
        &self.cookies[usize::from(user == DemoUser::Grace)]
    }

    /// For each page of the case what every answer must hold: the last row or message, after making sure that both programs
    /// show the same.
    fn needles(&self, case: &Case) -> Result<Vec<String>> {
        case.action.pages().iter().map(|path| self.needle(path, self.cookie(case.user))).collect()
    }

    fn needle(&self, path: &str, cookie: &str) -> Result<String> {
        let (ours, bare) = (page(self.portico.address, path, cookie)?, page(self.bare.address, path, cookie)?);
        let (ours, bare) = (page_diff::marks(&ours), page_diff::marks(&bare));
        match (ours.last(), page_diff::difference(&ours, &bare)) {
            (Some(last), None) => Ok((*last).to_owned()),
            (Some(_), Some(diff)) => Err(Error::new(format!("{path}: the bare handler shows something else: {diff}"))),
            (None, _) => Err(Error::new(format!("{path} shows nothing"))),
        }
    }

    /// Has both programs write on the same ticket, or sign the same person in, and compares the rows. Before that, what a first
    /// answer changes besides the conversation is done on every ticket.
    fn write_the_same(&self, case: &Case) -> Result<()> {
        let tickets = self.tickets.open.len() as u64;
        let number = |turn: u64| NEVER_MEASURED * tickets + turn;
        let first = if matches!(case.action, Action::Reply) { tickets } else { 1 };
        for turn in 0..first {
            self.write_once(case, &self.portico, number(turn))?;
        }
        let tables = self.runtime.block_on(Tables::open(&self.database_url))?;
        let mut left = Vec::new();
        for (place, program) in [(2, &self.portico), (3, &self.bare)] {
            // What was written before is older by then.
            std::thread::sleep(Duration::from_millis(2));
            let before = self.runtime.block_on(tables.before())?;
            self.write_once(case, program, number(place * tickets))?;
            left.push(self.runtime.block_on(tables.rows_left(&before, &case.action))?);
        }
        self.runtime.block_on(tables.close())?;
        let [ours, bare] = [&left[0], &left[1]].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
        match page_diff::difference(&ours, &bare) {
            None => Ok(()),
            Some(diff) => Err(Error::new(format!("{}: the bare handler writes something else: {diff}", case.name))),
        }
    }

    /// The operation of this number, of which each may be sent once.
    fn write_once(&self, case: &Case, program: &Program, number: u64) -> Result<()> {
        let factory = self.factory(case, &[], program.address);
        let operation = |_: u64| factory.make(number);
        let address = program.address;
        let load = Load { address, operation: &operation, at_once: 1, span: Duration::ZERO, long: true };
        load.once(&mut Connection::open(address)?).map(drop)
    }

    fn memory(&self) -> Result<Memory> {
        process::memory(self.portico.pid())
    }
}

struct Clocks<'a> {
    program: &'a Program,
    postmaster: Option<u32>,
}

impl Meter for Clocks<'_> {
    fn read(&self) -> Result<(Duration, Option<Duration>)> {
        Ok((process::cpu(self.program.pid())?, self.postmaster.map(process::family_cpu).transpose()?))
    }
}
