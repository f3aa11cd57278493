//! `make bench`: what the released program costs per request, beside a bare handler that runs the same queries.

mod bare;
mod cases;
mod chats;
mod error;
mod figures;
mod growth;
mod http;
mod idle;
mod instructions;
mod load;
mod measure;
mod options;
mod page_diff;
mod prepare;
mod process;
mod program;
mod report;
mod row_diff;
mod streams;
mod tickets;
mod visitor;
mod writers;

use clap::Parser;
use error::Result;
use options::{Command, Options};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<ExitCode> {
    if let Some(Command::Bare(options)) = &options.command {
        tokio::runtime::Runtime::new()?.block_on(bare::serve(options))?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.postgres && options.server.is_none() {
        return prepare::postgres::with_one_of_its_own();
    }
    // The load comes from plain threads; the runtime only serves the bench's own look at the database.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if let Some(seconds) = options.idle {
        idle::measure(options, seconds, &runtime)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(count) = options.streams {
        streams::measure(options, count, &runtime)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(count) = options.chats {
        chats::measure(options, count, &runtime)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(count) = options.writers {
        writers::measure(options, count, &runtime)?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.instructions {
        instructions::everything(options, &runtime)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut reports = Vec::new();
    for size in &options.size {
        reports.push(measure::everything(options, *size, &runtime)?);
    }
    if let [first, .., last] = &reports[..] {
        growth::report(first, last)?;
    }
    Ok(ExitCode::SUCCESS)
}
