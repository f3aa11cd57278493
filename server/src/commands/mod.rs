//! The subcommands of the program.

mod instance_lock;
pub mod demo;
pub mod import;
pub mod read_pdf;
pub mod serve;
mod startup_checks;
pub mod user;
