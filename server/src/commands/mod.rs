//! The commands of the program.

mod alone;
pub mod demo;
pub mod import;
pub mod read_pdf;
pub mod serve;
mod startup_checks;
pub mod user;
