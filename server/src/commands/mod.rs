//! The subcommands of the program.

pub mod demo;
pub mod import;
mod instance_lock;
pub mod read_pdf;
pub mod serve;
mod startup_checks;
pub mod user;
