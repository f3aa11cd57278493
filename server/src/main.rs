//! `portico`: the program.

mod commands;
mod config;
mod log;

use config::{Command, Portico};
use portico_server::site::{Embedded, File};
use std::process::ExitCode;

/// Pages are thousands of small pieces made on one thread and dropped on another; the system's allocator keeps their memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What `.make/site` has built, where `.make/build` names it; otherwise nothing (`.cargo/config.toml`).
static SITE: Embedded = include!(env!("PORTICO_SITE"));

fn main() -> ExitCode {
    let portico = Portico::read();
    if matches!(portico.command, Command::ReadPdf) {
        return if commands::read_pdf::run().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    log::start(&portico.log);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&desk::Error::File(error)),
    };
    let run = async {
        match portico.command {
            Command::Serve(options) => commands::serve::run(&options, &SITE).await?,
            Command::Demo(options) => commands::demo::run(&options).await?,
            Command::Import(options) => return commands::import::run(&options).await,
            Command::User(options) => commands::user::run(&options).await?,
            Command::ReadPdf => {}
        }
        Ok(ExitCode::SUCCESS)
    };
    runtime.block_on(run).unwrap_or_else(|error| failed(&error))
}

fn failed(error: &desk::Error) -> ExitCode {
    eprintln!("portico: {error}");
    ExitCode::FAILURE
}
