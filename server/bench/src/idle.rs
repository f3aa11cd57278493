//! Idle cost: what the program takes when nothing happens, with nobody there, and with open streams that hear of nothing.

use crate::error::{Error, Result};
use crate::figures::milliseconds;
use crate::options::Options;
use crate::prepare::{self, Dataset, postgres::Postgres};
use crate::process;
use crate::program::{Program, Through};
use crate::streams;
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// Streams that are open in the second part.
const STREAMS: usize = 500;
/// What a start or an opened stream leaves to be done is done by then.
const SETTLING: Duration = Duration::from_secs(15);
/// The most that it should cost with nobody there, and more for each hundred streams: milliseconds of processor time in a second.
const NOBODY_MAX: f64 = 2.0;
const HUNDRED_MAX: f64 = 1.0;

/// Milliseconds of processor time in a second.
struct Cost {
    program: f64,
    /// Of PostgreSQL, where it can be read.
    postgres: Option<f64>,
}

pub fn measure(options: &Options, seconds: f64, runtime: &Runtime) -> Result<()> {
    let size = *options.size.first().ok_or_else(|| Error::new("no size"))?;
    let span = Duration::from_secs_f64(seconds);
    match &options.server {
        Some(url) if options.postgres => {
            let postgres = runtime.block_on(Postgres::make(url, size))?;
            let measured = on(&postgres.dataset, postgres.postmaster, span, runtime);
            runtime.block_on(postgres.drop())?;
            measured
        }
        _ => on(&prepare::on_sqlite(size)?, None, span, runtime),
    }
}

fn on(dataset: &Dataset, postmaster: Option<u32>, span: Duration, runtime: &Runtime) -> Result<()> {
    let program = Program::portico(dataset, Through::Processor)?;
    let sessions = runtime.block_on(streams::sessions(dataset, STREAMS))?;
    println!("\n## Nothing happens on {}\n", dataset.database);
    println!("| open streams | CPU ms a second | aim | PostgreSQL ms |\n|--:|--:|--:|--:|");
    row(0, &cost(&program, postmaster, span)?);
    let listening = streams::listener_runtime()?;
    listening.block_on(streams::open(program.address, &sessions, &streams::no_arrivals(STREAMS)))?;
    row(STREAMS, &cost(&program, postmaster, span)?);
    Ok(())
}

/// What it costs once it has come to rest.
fn cost(program: &Program, postmaster: Option<u32>, span: Duration) -> Result<Cost> {
    let read = || -> Result<(Duration, Option<Duration>)> {
        Ok((process::cpu_of_threads(program.pid())?, postmaster.map(process::family_cpu).transpose()?))
    };
    thread::sleep(SETTLING);
    let (before, begun) = (read()?, Instant::now());
    thread::sleep(span);
    let (after, lasted) = (read()?, begun.elapsed().as_secs_f64());
    let a_second = |after: Duration, before: Duration| milliseconds(after.saturating_sub(before)) / lasted;
    let postgres = after.1.zip(before.1).map(|(after, before)| a_second(after, before));
    Ok(Cost { program: a_second(after.0, before.0), postgres })
}

fn row(streams: usize, cost: &Cost) {
    let most = NOBODY_MAX + HUNDRED_MAX * streams as f64 / 100.0;
    let missed = if cost.program > most { " ✗" } else { "" };
    let postgres = cost.postgres.map_or("–".to_owned(), |cost| format!("{cost:.2}"));
    println!("| {streams} | {:.2}{missed} | {most:.1} | {postgres} |", cost.program);
}
